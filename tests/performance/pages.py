"""The pages whose cost has a limit, and who opens them."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from courses.assessment.attempts import start_attempt
from courses.catalogue.models import PublishedCourse
from courses.catalogue.outline import Outline, outline_of
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.progress.models import Requirement
from exchange.cases.models import Case
from lms.people.choices import Role
from lms.people.models import Person, RoleGrant

LANGUAGE = "ru"
MOST_QUERIES = 15


@dataclass(frozen=True, slots=True)
class Page:
    """A page, opened by a person or by a guest.

    `limit` is how many times as much CPU as the constant view it may cost, `most` how often it may ask the database.
    """

    name: str
    path: str
    person: Person | None
    limit: int
    most: int = MOST_QUERIES


def pages_of(
    learner: Person, coordinator: Person, manager: Person, course: Outline, case: Case, taken: Case
) -> list[Page]:
    """The pages. The learner joins the course, does its first lesson, and opens its first quiz.

    `case` has all its parts, `taken` many who took it up.
    """
    with translation.override(LANGUAGE):
        enrol(person=learner, course_key=course.course_key)
        lesson = next(each for each in course.activities() if each.kind == "lesson")
        quiz = next(each for each in course.activities() if each.kind == "quiz")
        complete_lesson(
            person=learner,
            activity_key=lesson.key,
            language=LANGUAGE,
            revision_id=lesson.revision_id,
        )
        attempt = start_attempt(person=learner, quiz_key=quiz.key)
        prefix, place = reverse("catalogue"), taken.municipality.code
        return [
            Page("catalogue", prefix, learner, 25),
            Page("course", f"{prefix}{course.slug}/", learner, 20),
            Page("lesson", f"{prefix}{lesson.path}/", learner, 20),
            Page("quiz question", reverse("attempt_question", args=[attempt.pk, 1]), learner, 20),
            Page("learner's home", reverse("home"), learner, 25),
            Page("case library", reverse("cases"), learner, 40),
            Page("case library, by date", f"{reverse('cases')}?sort=date", learner, 40),
            Page("case library, narrowed", f"{reverse('cases')}?service=waste", learner, 40),
            Page("case library, adopted", f"{reverse('cases')}?has=adopted", learner, 40),
            Page("case", reverse("case", args=[case.slug]), learner, 40),
            Page("case with its tree", reverse("case", args=[taken.slug]), learner, 40),
            Page("who took it up", reverse("case_taken_up", args=[taken.slug]), learner, 40),
            Page("municipality", reverse("municipality_page", args=[place]), learner, 40),
            Page("what it gave", reverse("municipality_given", args=[place]), learner, 40),
            Page("coordinator's report", reverse("municipality"), coordinator, 40),
            Page("manager's overview", reverse("programme"), manager, 40),
            Page("flow of cases", reverse("programme_flow"), manager, 40),
        ]


def case_of_scale() -> Case:
    """A full case of the demonstration, with all its parts."""
    return Case.objects.get(slug="one-truck-three-villages")


def case_taken_most() -> Case:
    """Of the cases that were invented, the one that most took up."""
    return Case.objects.filter(page_id=0).order_by("-adoptions_count", "pk")[0]


def course_with_a_quiz() -> Outline:
    """A published course that has lessons and a quiz."""
    keys = Requirement.objects.open().filter(kind="quiz").values_list("course_key", flat=True)
    published = PublishedCourse.objects.filter(course_key__in=keys, language=LANGUAGE).first()
    assert published, "No published course has a quiz."
    outline = outline_of(UUID(str(published.course_key)), LANGUAGE)
    assert outline
    return outline


def people_of_scale() -> tuple[Person, Person, Person]:
    """A learner and a coordinator among those who were invented; a manager, who sees them all."""
    grants = RoleGrant.objects.in_force().order_by("pk")
    coordinator = grants.filter(role=Role.COORDINATOR, person__email=None)[0].person
    manager = grants.filter(role=Role.MANAGER)[0].person
    learner = Person.objects.filter(email=None, role_grants=None).order_by("-pk")[0]
    return learner, coordinator, manager
