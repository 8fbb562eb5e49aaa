"""Who may do what at each of our addresses: one row an address, one column for everybody who may come.

yes: the page, or what the form does. no: 404, 403, or a sentence that refuses. in: first sign in.
An address that is not in the table fails the test, so that nobody forgets to think about it.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from lms.notifications.models import Channel, Notice, OutgoingMessage
from lms.notifications.outgoing import send_later
from lms.notifications.unsubscribing import token_of
from tests.security.world import ROLES, World, make_world

#                         visitor unconfirmed refused former learner coordinator foreign trainer moderator manager admin
TABLE = """
about                     yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
account_signup            yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
activity                  yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
adoption                  yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
adoption_measure          in      no          no      no     yes     yes         no      no      no        no      no
adoption_step             in      no          no      no     yes     yes         no      no      no        no      no
attempt                   in      no          no      no     yes     no          no      no      no        no      no
attempt_answers           in      no          no      no     yes     no          no      no      no        no      no
attempt_check             in      no          no      no     yes     no          no      no      no        no      no
attempt_question          in      no          no      no     yes     no          no      no      no        no      no
attempt_result            in      no          no      no     yes     no          no      no      no        no      no
attempt_submit            in      no          no      no     yes     no          no      no      no        no      no
case                      yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
case_adopt                in      no          no      no     no      no          yes     no      no        no      no
case_confirm              in      no          no      no     no     yes         no      no      no        no      no
case_feed                 yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
case_in_review            in      no          no      no     no     no          no      no      yes       no      yes
case_of_adoption          in      no          no      no     yes     yes         no      no      no        no      no
case_of_topic             in      no          no      no     yes     yes         yes     no      no        no      no
case_revise               in      no          no      no     no      yes         no      no      no        no      no
case_taken_up             yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
case_withdraw             in      no          no      no     no      no          no      no      yes       no      yes
case_write                in      no          no      no     yes     yes         yes     no      no        no      no
cases                     yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
cases_in_review           in      no          no      no     no     no          no      no      yes       no      yes
cases_to_keep             in      no          no      no     no      no          no      no      yes       no      yes
catalogue                 yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
certificate               in      no          no      no     yes     no          no      no      no        yes     yes
certificate_pdf           in      no          no      no     yes     no          no      no      no        yes     yes
change_name               in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
change_settings           in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
change_work               in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
complete_lesson           in      no          no      no     yes     no          no      no      no        no      no
course                    yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
dev_gallery               yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
dev_outbox                yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
dev_outbox_mail           yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
enrol                     in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum                     yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_answer              in      no          no      no     yes     yes         no      no      no        no      no
forum_attach              in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_attachment          no      no          no      no     yes     yes         no      no      no        no      no
forum_category            yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_category_feed       yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_choose              in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_complain            in      no          no      no     yes     no          no      no      no        no      no
forum_course              yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_delete              in      no          no      no     no      yes         no      no      no        no      no
forum_draft               in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_edit                in      no          no      no     no      yes         no      no      no        no      no
forum_follow_category     in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_follow_course       in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_follow_topic        in      no          no      no     yes     yes         no      no      no        no      no
forum_helped              in      no          no      no     yes     no          no      no      no        no      no
forum_history             no      no          no      no     yes     yes         no      no      no        no      no
forum_moderate            in      no          no      no     no      no          no      no      no        no      no
forum_new                 in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_new_in_course       in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_people              in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_post                no      no          no      no     yes     yes         no      no      no        no      no
forum_preview             in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_read_all            in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_review              in      no          no      no     no      no          no      no      yes       no      yes
forum_review_post         in      no          no      no     no      no          no      no      no        no      no
forum_same_problem        in      no          no      no     yes     yes         no      no      no        no      no
forum_similar             in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_solution            in      no          no      no     yes     no          no      no      no        no      no
forum_topic               no      no          no      no     yes     yes         no      no      no        no      no
forum_topic_feed          no      no          no      no     no      no          no      no      no        no      no
forum_undo                in      no          no      no     no      no          no      no      no        no      no
forum_unsolve             in      no          no      no     yes     no          no      no      no        no      no
have_code                 yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
healthz                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
help                      yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
help_page                 yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
home                      yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
invitation                yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
invitation_withdraw       in      no          no      no     no      yes         no      no      no        yes     yes
leave                     in      no          no      no     yes     no          no      no      no        no      no
leave_work                in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
media                     no      no          no      no     no      no          no      no      no        no      no
membership_confirm        in      no          no      no     no      yes         no      no      no        no      no
membership_refuse         in      no          no      no     no      yes         no      no      no        no      no
module                    yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
municipality              in      no          no      no     no      yes         yes     no      no        yes     yes
municipality_end          in      no          no      no     no      yes         no      no      no        yes     yes
municipality_given        yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
municipality_invitations  in      no          no      no     no      yes         yes     no      no        no      no
municipality_member       in      no          no      no     no      yes         no      no      no        no      no
municipality_page         yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
municipality_people       in      no          no      no     no      yes         yes     no      no        no      no
municipality_records      in      no          no      no     no      yes         yes     no      no        yes     yes
municipality_remind       in      no          no      no     no      yes         yes     no      no        no      no
municipality_return_code  in      no          no      no     no      yes         no      no      no        no      no
municipality_taken        yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
municipality_waiting      in      no          no      no     no      yes         yes     no      no        no      no
my                        in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_adoptions              in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_case                   in      no          no      no     yes     yes         no      no      no        no      no
my_case_authors           in      no          no      no     yes     yes         no      no      no        no      no
my_case_check             in      no          no      no     yes     yes         no      no      no        no      no
my_case_delete            in      no          no      no     yes     yes         no      no      no        no      no
my_case_file              no      no          no      no     yes     yes         no      no      no        no      no
my_case_part              in      no          no      no     yes     yes         no      no      no        no      no
my_case_review            in      no          no      no     yes    yes         no      no      no        no      no
my_cases                  in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_certificates           in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_credit                 in      no          no      no     yes     no          no      no      no        no      no
my_moderation             in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_notice                 in      no          no      no     yes     no          no      no      no        no      no
my_notices                in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_notices_read           in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_notices_settings       in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
name_accept               in      no          no      no     no      yes         no      no      no        yes     yes
name_refuse               in      no          no      no     no      yes         no      no      no        yes     yes
new_password              in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
offline                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
passkey                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
person                    in      no          no      no     yes     yes         yes     no      no        yes     yes
privacy                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
profile                   in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
programme                 in      no          no      no     no      no          no      no      no        yes     yes
programme_certificate     in      no          no      no     no      no          no      no      no        yes     yes
programme_certificates    in      no          no      no     no      no          no      no      no        yes     yes
programme_flow            in      no          no      no     no      no          no      no      no        yes     yes
programme_forgeries       in      no          no      no     no      no          no      no      no        yes     yes
programme_list            in      no          no      no     no      no          no      no      no        yes     yes
programme_municipality    in      no          no      no     no      no          no      no      no        yes     yes
programme_people          in      no          no      no     no      no          no      no      no        yes     yes
programme_person          in      no          no      no     no      no          no      no      no        yes     yes
programme_records         in      no          no      no     no      no          no      no      no        yes     yes
programme_waiting         in      no          no      no     no      no          no      no      no        yes     yes
quiz_regrade              in      no          no      no     no      no          no      yes     no        no      yes
quiz_start                in      no          no      no     yes     no          no      no      no        no      no
reissue_certificate       in      no          no      no     no      no          no      no      no        yes     yes
renew_certificate         in      no          no      no     yes     no          no      no      no        no      no
report_forgery            yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
revoke_certificate        in      no          no      no     no      no          no      no      no        yes     yes
role_revoke               in      no          no      no     no      no          no      no      no        yes     yes
search                    yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
search_opened             yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
searches                  in      no          no      no     no      no          no      yes     yes       yes     yes
service_worker            yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
set_language              yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
suggest                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
tick                      in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
translations_of_courses   in      no          no      no     no      no          no      yes     no        no      yes
unsubscribe               yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
verify                    yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
verify_form               yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
whom_it_binds             in      no          no      no     no      no          no      yes     no        no      yes
withdraw_name             in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
"""

# What the address is about, where it is about something; all of it is the learner's, or of the coordinator's place.
ABOUT: dict[str, Callable[[World], dict[str, Any]]] = {
    "activity": lambda w: place_of(w, "lesson-1"),
    "adoption": lambda w: {"slug": w.adoption.case.slug, "pk": w.adoption.pk},
    "adoption_measure": lambda w: {"slug": w.adoption.case.slug, "pk": w.adoption.pk},
    "adoption_step": lambda w: {"slug": w.adoption.case.slug, "pk": w.adoption.pk},
    "attempt": lambda w: {"attempt_id": w.attempt.pk},
    "attempt_answers": lambda w: {"attempt_id": w.attempt.pk},
    "attempt_check": lambda w: {"attempt_id": w.attempt.pk},
    "attempt_question": lambda w: {"attempt_id": w.attempt.pk, "number": 1},
    "attempt_result": lambda w: {"attempt_id": w.attempt.pk},
    "attempt_submit": lambda w: {"attempt_id": w.attempt.pk},
    "case": lambda w: {"slug": w.case.slug},
    "case_adopt": lambda w: {"slug": w.case.slug},
    "case_confirm": lambda w: {"slug": w.case.slug},
    "case_feed": lambda w: {"language": "ky"},
    "case_in_review": lambda w: {"pk": w.submitted.pk},
    "case_of_adoption": lambda w: {"pk": w.adoption.pk},
    "case_of_topic": lambda w: {"pk": w.credit.post.topic_id},
    "case_revise": lambda w: {"slug": w.case.slug},
    "case_taken_up": lambda w: {"slug": w.case.slug},
    "case_withdraw": lambda w: {"page_id": w.case.page_id},
    "certificate": lambda w: {"number": w.certificate.number},
    "certificate_pdf": lambda w: {"number": w.certificate.number},
    "complete_lesson": lambda w: {"activity_key": w.course.lessons[0].translation_key},
    "course": lambda w: {"course": w.course.page.slug},
    "dev_outbox_mail": lambda w: {"pk": a_mail().pk},
    "enrol": lambda w: {"course_key": w.course.key},
    "forum_answer": lambda w: {"pk": w.topic.pk},
    "forum_attachment": lambda w: {"key": w.post.attachments.get().key},
    "forum_category": lambda w: {"key": "waste"},
    "forum_category_feed": lambda w: {"key": "waste"},
    "forum_complain": lambda w: {"pk": w.post.pk},
    "forum_course": lambda w: {"course": w.course.page.slug},
    "forum_delete": lambda w: {"pk": w.post.pk},
    "forum_edit": lambda w: {"pk": w.post.pk},
    "forum_follow_category": lambda w: {"key": "waste"},
    "forum_follow_course": lambda w: {"course": w.course.page.slug},
    "forum_follow_topic": lambda w: {"pk": w.topic.pk},
    "forum_helped": lambda w: {"pk": w.post.pk},
    "forum_history": lambda w: {"pk": w.post.pk},
    "forum_moderate": lambda w: {"pk": w.topic.pk},
    "forum_new": lambda w: {"key": "waste"},
    "forum_new_in_course": lambda w: {"course": w.course.page.slug},
    "forum_post": lambda w: {"pk": w.post.pk},
    "forum_review_post": lambda w: {"pk": w.post.pk},
    "forum_same_problem": lambda w: {"pk": w.topic.pk},
    "forum_solution": lambda w: {"pk": w.post.pk},
    "forum_topic": lambda w: {"pk": w.topic.pk},
    "forum_topic_feed": lambda w: {"pk": w.topic.pk},
    "forum_undo": lambda w: {"pk": w.post.pk},
    "forum_unsolve": lambda w: {"pk": w.topic.pk},
    "help_page": lambda w: {"page": "learner"},
    "invitation": lambda w: {"code": w.code},
    "invitation_withdraw": lambda w: {"pk": w.invitation.pk},
    "leave": lambda w: {"course_key": w.course.key},
    "media": lambda w: {"path": "nothing.mp4"},
    "membership_confirm": lambda w: {"pk": w.waiting.pk},
    "membership_refuse": lambda w: {"pk": w.waiting.pk},
    "module": lambda w: {"course": w.course.page.slug, "module": "module-1"},
    "municipality_end": lambda w: {"uuid": w.person("learner").uuid},
    "municipality_given": lambda w: {"code": w.municipality.code},
    "municipality_member": lambda w: {"uuid": w.person("learner").uuid},
    "municipality_page": lambda w: {"code": w.municipality.code},
    "municipality_return_code": lambda w: {"uuid": w.phoned.uuid},
    "my_case": lambda w: {"key": w.draft.key},
    "my_case_authors": lambda w: {"key": w.draft.key},
    "my_case_check": lambda w: {"key": w.draft.key},
    "my_case_delete": lambda w: {"key": w.draft.key},
    "my_case_file": lambda w: {"key": w.draft.key, "file": w.draft_file.key},
    "my_case_part": lambda w: {"key": w.draft.key, "part": "basics"},
    "my_case_review": lambda w: {"key": w.submitted.key},
    "my_credit": lambda w: {"pk": w.credit.pk},
    "municipality_taken": lambda w: {"code": w.municipality.code},
    "my_notice": lambda w: {"pk": Notice.objects.get(event=f"post:{w.post.pk}").pk},
    "name_accept": lambda w: {"pk": w.name_change.pk},
    "name_refuse": lambda w: {"pk": w.name_change.pk},
    "person": lambda w: {"uuid": w.person("learner").uuid},
    "programme_certificate": lambda w: {"number": w.certificate.number},
    "programme_municipality": lambda w: {"code": w.municipality.code},
    "programme_person": lambda w: {"uuid": w.person("learner").uuid},
    "quiz_regrade": lambda w: {"page_id": w.course.quiz.pk},
    "quiz_start": lambda w: {"quiz_key": w.course.quiz.translation_key},
    "reissue_certificate": lambda w: {"number": w.certificate.number},
    "renew_certificate": lambda w: {"number": w.certificate.number},
    "revoke_certificate": lambda w: {"number": w.certificate.number},
    "role_revoke": lambda w: {"pk": w.person("coordinator").role_grants.get().pk},
    "set_language": lambda w: {"language": "ru"},
    "tick": lambda w: {"activity_key": w.course.lessons[0].translation_key},
    "unsubscribe": lambda w: {"token": token_of(w.person("learner").pk, "digest")},
    "verify": lambda w: {"typed": w.certificate.code},
    "whom_it_binds": lambda w: {"page_id": w.course.lessons[0].pk},
}


def place_of(world: World, activity: str) -> dict[str, Any]:
    return {"course": world.course.page.slug, "module": "module-1", "activity": activity}


def a_mail() -> OutgoingMessage:
    return send_later(
        event="table", channel=Channel.MAIL, recipient="a@aiyl.example", language="ky", text="Салам"
    )


# What stands after the question mark, where the address is nothing without it.
ASKED: dict[str, dict[str, str]] = {
    "forum_people": {"place": "new:waste"},
    "programme_list": {"what": "started"},
}

# Addresses that only take POST, with what is posted.
POSTED: dict[str, dict[str, Any]] = {
    "attempt_answers": {},
    "attempt_submit": {},
    "case_adopt": {"client_id": "8f14e45f-ceea-467f-9575-8a1f5d1f7c3e"},
    "complete_lesson": {},
    "enrol": {},
    "forum_answer": {"text": "Спасибо.", "client_id": "8f14e45f-ceea-467f-9575-8a1f5d1f7c3e"},
    "forum_attach": {"place": "new:waste"},
    "forum_delete": {},
    "forum_draft": {"place": "new:waste", "text": "Как"},
    "forum_follow_category": {},
    "forum_follow_course": {},
    "forum_follow_topic": {},
    "forum_helped": {},
    "forum_preview": {"place": "new:waste", "text": "Как"},
    "forum_read_all": {},
    "forum_same_problem": {},
    "forum_solution": {},
    "forum_undo": {},
    "forum_unsolve": {},
    "invitation_withdraw": {},
    "leave": {},
    "leave_work": {},
    "membership_confirm": {},
    "membership_refuse": {"because": "Работает не у нас."},
    "municipality_end": {},
    "municipality_return_code": {},
    "my_notices_read": {},
    "name_accept": {},
    "name_refuse": {"because": "В паспорте иначе."},
    "quiz_start": {},
    "reissue_certificate": {},
    "renew_certificate": {},
    "revoke_certificate": {"why": "Выдан по ошибке."},
    "role_revoke": {},
    "search_opened": {},
    "set_language": {},
    "tick": {},
    "withdraw_name": {},
}


def rows() -> dict[str, list[str]]:
    """The table by the name of the address."""
    lines = [line.split() for line in TABLE.strip().splitlines()]
    return {name: cells for name, *cells in lines}


def our_names(patterns: list[Any]) -> Iterator[str]:
    """The names of all addresses that are not Wagtail's or allauth's: those have a rule of their own."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name and is_ours(pattern):
                yield pattern.name
        elif isinstance(pattern, URLResolver):
            yield from our_names(pattern.url_patterns)


def is_ours(pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    module: str = view.__module__
    return module.startswith(("lms.", "courses.", "exchange.", "search."))


def is_of_a_role(name: str) -> bool:
    """Whether the address is a coordinator's or a manager's."""
    roles = ("municipality", "programme", "membership_", "name_", "role_")
    acts = {"invitation_withdraw", "revoke_certificate", "reissue_certificate"}
    return name.startswith(roles) or name in acts


def what_happened(response: Any) -> str:
    """In the table's words."""
    if response.status_code in (403, 404):
        return "no"
    location = response.headers.get("Location", "")
    if response.status_code == 401 or (
        response.status_code == 302 and location.partition("?")[0].endswith("/login/")
    ):
        return "in"
    refused = any(m.level == ERROR for m in get_messages(response.wsgi_request))
    return "no" if refused and response.status_code == 302 else "yes"


class AccessTable(TestCase):
    world: World
    clients: dict[str, Client]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()
        cls.clients = {role: Client() for role in ROLES}
        for role, person in cls.world.people.items():
            if person is not None:
                cls.clients[role].force_login(person)

    def come(self, role: str, name: str) -> str:
        return what_happened(self.response(role, name))

    def response(self, role: str, name: str) -> Any:
        """What happens to somebody at an address; nothing of it stays."""
        cache.clear()  # rate limits count everybody of this test together
        about = ABOUT.get(name, lambda _: {})(self.world)
        path = reverse(name, kwargs=about)
        client = self.clients[role]
        client.cookies.pop("messages", None)  # what an earlier address has said
        with transaction.atomic():
            ask, data = (client.post, POSTED) if name in POSTED else (client.get, ASKED)
            response = ask(path, data.get(name))
            transaction.set_rollback(True)
        return response

    def test_what_is_not_theirs_is_not_there_for_them(self) -> None:
        """Pages of a role, and what belongs to another municipality, answer 404: nobody learns that they exist."""
        wrong = []
        for name in filter(is_of_a_role, rows()):
            for role, cell in zip(ROLES, rows()[name], strict=True):
                own = role == "unconfirmed" and name.startswith("membership_")
                if cell == "no" and role not in {"manager", "admin"} and not own:
                    status = self.response(role, name).status_code
                    if status != 404:
                        wrong.append(f"{name}: {role} gets {status}")
        assert wrong == []

    def test_every_address_of_ours_is_in_the_table(self) -> None:
        there = set(our_names(get_resolver().url_patterns))
        assert there == set(rows())

    def test_everybody_may_what_the_table_says(self) -> None:
        wrong = [
            f"{name}: {role} is told “{found}”, the table says “{cell}”"
            for name, cells in rows().items()
            for role, cell in zip(ROLES, cells, strict=True)
            if (found := self.come(role, name)) != cell
        ]
        assert wrong == []
