"""Everybody who may come to an address, and the things that addresses are about."""

from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile

from courses.assessment.attempts import start_attempt
from courses.assessment.models import Attempt
from courses.certificates.models import CertificateIssue
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from exchange.cases.models import Adoption, Case, CaseDraft, Credit, DraftFile
from exchange.forum.attaching import take_upload
from exchange.forum.choices import Audience
from exchange.forum.drafts import place_of_answer
from exchange.forum.models import Post, Topic
from exchange.forum.solving import mark_solution
from lms.people.invitations import invite
from lms.people.membership import end_membership, refuse_membership
from lms.people.models import Invitation, Membership, Municipality, NameChange, Person
from lms.people.name_changes import accept_name, change_name
from tests import make, make_courses
from tests.cases import adoptions, library, writing
from tests.forum import talk
from tests.make_courses import MadeCourse

# In the order of the table's columns. “foreign” is the coordinator of another municipality.
ROLES = (
    "visitor",
    "unconfirmed",
    "refused",
    "former",
    "learner",
    "coordinator",
    "foreign",
    "trainer",
    "moderator",
    "manager",
    "admin",
)


@dataclass
class World:
    """One municipality with people in every state; the learner there has a certificate and an open attempt."""

    municipality: Municipality
    people: dict[str, Person | None]
    course: MadeCourse
    attempt: Attempt
    certificate: CertificateIssue
    invitation: Invitation
    code: str
    # A member without e-mail, who may be given a code to come back, and who has married.
    phoned: Person
    name_change: NameChange
    # Of the municipality's own category: the learner asked, the coordinator answered.
    topic: Topic
    post: Post
    case: Case
    draft: CaseDraft  # of the learner
    submitted: CaseDraft  # of the learner, in review
    credit: Credit  # the learner's, for an answer in the forum of which others write a case
    draft_file: DraftFile  # in that draft
    adoption: Adoption  # of another's case, by the learner's municipality; it works

    def person(self, role: str) -> Person:
        person = self.people[role]
        assert person is not None
        return person

    @property
    def waiting(self) -> Membership:
        """The membership that the coordinator is to decide on."""
        return self.person("unconfirmed").memberships.get()


def everybody(place: Municipality) -> dict[str, Person | None]:
    """Who may come, by role: people in every state in this municipality, and whoever works elsewhere or for all."""
    coordinator = make.coordinator(place)
    refused, former = make.person(municipality=place), make.learner(place)
    people = {
        "visitor": None,
        "unconfirmed": make.person(municipality=place),
        "refused": refused,
        "former": former,
        "learner": make.learner(place, email="learner@aiyl.example"),
        "coordinator": coordinator,
        "foreign": make.coordinator(),
        "trainer": make.trainer(),
        "moderator": make.moderator(),
        "manager": make.manager(),
        "admin": make.admin(),
    }
    refuse_membership(
        by=coordinator, membership=refused.memberships.get(), because="Работает не у нас."
    )
    end_membership(by=coordinator, membership=former.memberships.get())
    return people


def make_world() -> World:
    """All of it, by the use cases."""
    place = make.municipality()
    people = everybody(place)
    coordinator, learner = people["coordinator"], people["learner"]
    assert coordinator
    assert learner
    finished = make_courses.course(lessons=1)
    # Less than the 90 days from which it can be renewed.
    finished.page.certificate_valid_months = 2
    finished.page.save_revision().publish()
    enrol(person=learner, course_key=finished.key)
    lesson = finished.lessons[0]
    complete_lesson(
        person=learner,
        activity_key=lesson.translation_key,
        language="ru",
        revision_id=lesson.live_revision_id,
    )
    with_quiz = make_courses.course(lessons=1, quizzes=[{}])
    enrol(person=learner, course_key=with_quiz.key)
    # The certificate has the old name.
    married = change_name(person=learner, family_name="Асанова", given_name=learner.given_name)
    assert married
    accept_name(by=coordinator, change=married)
    phoned = make.learner(place)
    name_change = change_name(person=phoned, family_name="Асанова", given_name=phoned.given_name)
    assert name_change
    talk.category()
    own = talk.category("municipality", Audience.MUNICIPALITY)
    topic = talk.topic(learner, category=own)
    contract = SimpleUploadedFile("договор.txt", b"1")
    take_upload(person=coordinator, place=place_of_answer(topic.pk), upload=contract)
    invitation, code = invite(by=coordinator, municipality=place)
    draft = writing.short(by=learner)
    return World(
        municipality=place,
        people=people,
        course=with_quiz,
        attempt=start_attempt(person=learner, quiz_key=with_quiz.quiz.translation_key),
        certificate=CertificateIssue.objects.get(person=learner),
        invitation=invitation,
        code=code,
        phoned=phoned,
        name_change=name_change,
        topic=topic,
        post=talk.post(topic, coordinator),
        case=library.case(place),
        draft=draft,
        submitted=writing.submitted(writing.short(by=learner)),
        credit=a_credit(learner),
        draft_file=writing.kept(draft),
        adoption=adoptions.working(learner),
    )


def a_credit(answering: Person) -> Credit:
    """Somebody elsewhere has made a draft of a question that this person solved."""
    topic = talk.topic()
    topic = mark_solution(by=topic.author, post=talk.post(topic, answering))
    return writing.draft(topic.author, topic=topic).credits.get(person=answering)
