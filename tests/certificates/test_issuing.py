"""A certificate is issued once: on completion for confirmed members, for others on the day they are confirmed."""

import hashlib
from datetime import UTC, date, datetime

import pytest
from django.test import TestCase
from django.utils import translation

from courses.certificates.facts import Facts
from courses.certificates.issuing import HasExpired, SameName, issue_if_due, reissue
from courses.certificates.models import CertificateIssue
from courses.certificates.queries import certificates_of, waiting_of, waiting_words
from courses.certificates.revocation import revoke
from courses.certificates.status import State, status_of
from courses.certificates.tasks import make_certificate_pdf, make_missing_pdfs
from courses.progress.completion import on_course_completed
from lms import clock
from lms.people.membership import (
    ask_membership,
    confirm_membership,
    end_membership,
    move,
    on_membership_confirmed,
    refuse_membership,
)
from lms.people.models import AuditRecord
from lms.people.name_changes import change_name
from lms.rules import NotAllowed
from tests import make
from tests.certificates.courses import a_course, certify, complete, file_of, membership_of, rename
from tests.notices import said_of

pytestmark = pytest.mark.django_db


def issued(completion) -> list[CertificateIssue]:
    return list(CertificateIssue.objects.filter(completion=completion))


def test_a_confirmed_member_gets_the_certificate_with_the_last_lesson():
    place = make.municipality("Теплоключенка")
    learner = make.learner(
        place,
        family_name="Токтосунова",
        given_name="Айгүл",
        patronymic="Өмүрбековна",
        language="ky",
    )
    course = a_course(minutes=(50, 40, 60))
    with clock.at(datetime(2027, 8, 31, 20, 0, tzinfo=UTC)):  # in Bishkek it is September already
        issue = certify(learner, course)
    assert issue.number == "2027-000001"
    assert (issue.issued_on, issue.expires_on) == (date(2027, 9, 1), date(2029, 9, 1))
    assert issue.language == "ky"
    assert issue.membership == learner.membership
    assert issue.frozen == Facts(
        name="Токтосунова Айгүл Өмүрбековна",
        course={"ky": "Таштанды чыгаруу", "ru": "Вывоз мусора"},
        course_language="ru",
        hours=2.5,
        municipality={
            "ky": "Теплоключенка айыл аймагы",
            "ru": "Теплоключенка айылный аймак",
            "en": "Теплоключенка айылный аймак",
        },
        course_page_id=course.page.pk,
        revision_id=course.page.live_revision_id,
        checked_at="http://localhost:8000/verify/",
    )


def test_a_course_without_a_term_never_expires():
    assert certify(make.learner(), a_course(valid_months=None)).expires_on is None


def test_only_what_was_counted_makes_the_hours():
    course = a_course(minutes=(30, 30))
    optional = course.lessons[1]
    optional.is_required = False
    optional.save_revision().publish()
    assert certify(make.learner(), course).frozen.hours == 0.5


def test_what_happens_later_changes_no_certificate():
    learner = make.learner()
    course = a_course()
    issue = certify(learner, course)
    before = issue.facts
    course.page.title = "Другое название"
    course.page.save_revision().publish()
    place = membership_of(learner).municipality
    assert place
    place.name_ru = "Новое имя"
    place.save()
    course.page.unpublish()
    issue.refresh_from_db()
    assert issue.facts == before


def test_issuing_twice_is_once_and_tells_once():
    learner = make.learner()
    completion = complete(learner, a_course())
    first = issued(completion)
    for _ in range(3):
        assert issue_if_due(completion) == first[0]
    assert issued(completion) == first
    assert len(said_of(f"certificate:{first[0].number}")) == 1


def test_the_message_is_in_the_persons_language_and_leads_to_the_certificate():
    issue = certify(make.learner(language="ru", email="a@example.org", phone=None))
    [message] = said_of(f"certificate:{issue.number}")
    assert message.url == "/ru/my/certificates/"
    assert f"http://localhost:8000/verify/{issue.code}" in message.text
    assert "Вывоз мусора" in message.text


def test_nobody_unconfirmed_gets_one_until_the_day_they_are_confirmed():
    place = make.municipality()
    boss = make.coordinator(place)
    person = make.person(municipality=place)
    completions = [complete(person, a_course()), complete(person, a_course())]
    assert [issued(completion) for completion in completions] == [[], []]
    assert waiting_of(person) == completions
    words = waiting_words(completions[0], person)
    assert boss.full_name in words
    with clock.at(datetime(2027, 3, 1, 5, 0, tzinfo=UTC)):
        confirm_membership(by=boss, membership=membership_of(person))
    assert [len(issued(completion)) for completion in completions] == [1, 1]
    assert waiting_of(person) == []
    assert waiting_words(completions[0], person) == ""
    assert certificates_of(person).count() == 2


def test_what_a_trainer_does_while_it_waits_changes_nothing():
    place = make.municipality()
    person = make.person(municipality=place)
    course = a_course(minutes=(60, 60))
    completion = complete(person, course)
    course.page.title = "Другое название"
    course.page.save_revision().publish()
    course.page.delete()
    confirm_membership(by=make.coordinator(place), membership=membership_of(person))
    [issue] = issued(completion)
    assert issue.frozen.course_in("ru") == ("Вывоз мусора", "ru")
    assert issue.frozen.hours == 2


def test_it_is_dated_with_the_confirmation_that_it_waited_for():
    place = make.municipality()
    person = make.person(municipality=place)
    with clock.at(datetime(2026, 2, 1, 5, 0, tzinfo=UTC)):
        completion = complete(person, a_course(valid_months=1))
    confirm_membership(by=make.coordinator(place), membership=membership_of(person))
    [issue] = issued(completion)
    assert issue.issued_at == person.memberships.get().confirmed_at


def test_where_there_is_no_coordinator_the_managers_are_named():
    person = make.person(municipality=make.municipality())
    completion = complete(person, a_course())
    with translation.override("en"):
        words = waiting_words(completion, person)
    assert "managers of the programme" in words


def test_who_has_said_no_place_of_work_reads_where_to_say_it():
    person = make.person(municipality=make.municipality())
    completion = complete(person, a_course())
    end_membership(by=person, membership=membership_of(person))
    with translation.override("en"):
        assert "profile" in waiting_words(completion, person)


def test_if_the_membership_of_that_day_was_refused_a_later_one_serves():
    place, other = make.municipality(), make.municipality()
    boss, other_boss = make.coordinator(place), make.coordinator(other)
    person = make.person(municipality=place)
    completion = complete(person, a_course())
    refuse_membership(by=boss, membership=membership_of(person), because="Здесь не работает")
    assert issued(completion) == []
    later = ask_membership(person=person, municipality=other, position=make.position())
    assert issued(completion) == []
    confirm_membership(by=other_boss, membership=later)
    [issue] = issued(completion)
    assert issue.membership == later
    assert issue.frozen.municipality_in("ru") == other.name_ru


def test_a_membership_that_ended_undecided_leaves_it_to_the_next():
    place, other = make.municipality(), make.municipality()
    person = make.person(municipality=place)
    completion = complete(person, a_course())
    later = move(person=person, municipality=other, position=make.position())
    confirm_membership(by=make.coordinator(other), membership=later)
    assert issued(completion)[0].membership == later


def test_an_earlier_membership_elsewhere_does_not_serve():
    person = make.learner(make.municipality())
    move(person=person, municipality=make.municipality(), position=make.position())
    completion = complete(person, a_course())
    assert issued(completion) == []


def test_who_moves_keeps_the_certificate_of_the_old_place():
    old = make.municipality()
    person = make.learner(old)
    issue = certify(person)
    move(person=person, municipality=make.municipality(), position=make.position())
    issue.refresh_from_db()
    assert issue.membership.municipality == old


def test_people_from_outside_get_one_without_a_municipality():
    person = make.person()
    completion = complete(person, a_course())
    confirm_membership(by=make.manager(), membership=membership_of(person))
    [issue] = issued(completion)
    assert issue.frozen.municipality is None


def test_a_name_that_waits_for_the_coordinator_is_not_on_the_certificate():
    learner = make.learner(family_name="Асанова", given_name="Чынара")
    change_name(person=learner, family_name="Токтосунова", given_name="Чынара")
    assert certify(learner).frozen.name == "Асанова Чынара"


def test_numbers_count_anew_each_year_and_leave_no_gap():
    course = a_course()
    numbers = []
    for moment in [
        datetime(2027, 12, 31, 10, tzinfo=UTC),
        datetime(2027, 12, 31, 19, tzinfo=UTC),
        datetime(2028, 5, 1, tzinfo=UTC),
    ]:
        learner = make.learner()
        with clock.at(moment):
            numbers.append(certify(learner, course).number)
    assert numbers == ["2027-000001", "2028-000001", "2028-000002"]


def test_the_room_joins_the_registries_below():
    assert "issue_for" in {join.__name__ for join in on_course_completed}
    assert "issue_what_waited" in {join.__name__ for join in on_membership_confirmed}


class MakingThePdf(TestCase):
    def test_the_pdf_is_made_after_the_commit_and_kept_with_its_hash(self):
        learner = make.learner()
        course = a_course()
        with self.captureOnCommitCallbacks(execute=True):
            issue = certify(learner, course)
            assert issue.pdf_sha256 == ""
        pdf = file_of(issue)
        assert pdf.startswith(b"%PDF-")
        assert issue.pdf_sha256 == hashlib.sha256(pdf).hexdigest()

    def test_making_it_again_changes_nothing(self):
        issue = certify(make.learner())
        make_certificate_pdf(issue.pk)
        first = file_of(issue)
        make_certificate_pdf(issue.pk)
        assert file_of(issue) == first

    def test_what_a_crash_left_the_sweep_makes(self):
        learner, course = make.learner(), a_course()
        with clock.at(datetime(2026, 1, 1, tzinfo=UTC)):
            issue = certify(learner, course)
        # Dated with the confirmation, which is of this minute: the task has it still.
        assert make_missing_pdfs() == 0
        with clock.at(datetime(2100, 1, 1, tzinfo=UTC)):
            assert make_missing_pdfs() == 1
            assert make_missing_pdfs() == 0
        issue.refresh_from_db()
        assert issue.pdf_sha256


def test_a_manager_reissues_after_a_name_correction():
    learner = make.learner(family_name="Асанова", given_name="Чынара")
    course = a_course()
    old = certify(learner, course)
    boss = make.manager()
    rename(learner, "Токтосунова", by=boss)
    newer = reissue(by=boss, issue=old)
    assert newer.frozen.name == "Токтосунова Чынара"
    assert newer.supersedes == old
    assert newer.number != old.number
    assert newer.code != old.code
    assert newer.expires_on == old.expires_on
    assert status_of(CertificateIssue.objects.get(pk=old.pk)).state is State.REPLACED
    assert status_of(newer).state is State.GENUINE
    assert list(certificates_of(learner)) == [newer]
    record = AuditRecord.objects.get(act="certificate reissued")
    assert (record.by, record.about) == (boss, learner)
    assert record.facts["old"] == old.number
    assert len(said_of(f"certificate:{newer.number}")) == 1
    with pytest.raises(NotAllowed):
        reissue(by=boss, issue=old)
    assert issue_if_due(old.completion) == old


def test_nothing_is_reissued_under_the_same_name():
    issue = certify(make.learner())
    with pytest.raises(SameName):
        reissue(by=make.manager(), issue=issue)


def test_what_has_run_out_is_not_reissued():
    learner = make.learner(family_name="Асанова", given_name="Чынара")
    issue = certify(learner, a_course(valid_months=1))
    boss = make.manager()
    rename(learner, "Ысакова", by=boss)
    with clock.at(datetime(2100, 1, 1, tzinfo=UTC)), pytest.raises(HasExpired):
        reissue(by=boss, issue=issue)


def test_a_manager_revokes_with_a_reason_and_the_holder_is_told():
    learner, boss = make.learner(), make.manager()
    issue = certify(learner)
    revocation = revoke(by=boss, issue=issue, why=" Чужой паспорт ")
    assert revocation.why == "Чужой паспорт"
    issue.refresh_from_db()
    assert status_of(issue).state is State.REVOKED
    record = AuditRecord.objects.get(act="certificate revoked")
    assert (record.by, record.about, record.facts["number"]) == (boss, learner, issue.number)
    [message] = said_of(f"certificate-revoked:{issue.number}")
    assert "Чужой паспорт" in message.text
    with pytest.raises(NotAllowed):
        revoke(by=boss, issue=issue, why="Ещё раз")
