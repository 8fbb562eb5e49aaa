"""What waits for somebody with a role, and the numbers of their work, for the home page."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.cache import cache
from django.db.models import Count, Exists, F, OuterRef

from courses.assessment.access import can_see_numbers
from courses.assessment.queries import CourseNumbers, course_numbers
from courses.catalogue.models import CoursePage, PublishedCourse
from courses.catalogue.translations import count_pages_to_translate
from courses.certificates.models import ForgeryReport
from courses.progress.models import CourseCompletion, Enrolment
from exchange.cases.review.queue import how_many_wait as cases_that_wait
from exchange.forum.access import is_moderator
from exchange.forum.review import how_many_wait as posts_that_wait
from lms.people import queries
from lms.people.access import sees_municipality_pages
from lms.people.models import Membership, Municipality, Person

KEPT = timedelta(minutes=5)  # a trainer's numbers are counted over all learners of a course


@dataclass(frozen=True)
class CoordinatorPanel:
    """The confirmed staff of somebody's municipalities, how far they are, and what waits for a decision."""

    places: list[str]
    staff: int
    begun: int
    completed: int
    waiting: int
    names: int


@dataclass(frozen=True)
class ManagerPanel:
    """The municipalities, those with confirmed staff, and what waits for the managers."""

    municipalities: int
    taking_part: int
    waiting: int
    names: int
    forgeries: int


@dataclass(frozen=True)
class ModeratorPanel:
    """The cases that wait for this moderator, and the posts that wait for any."""

    cases: int
    posts: int


@dataclass(frozen=True)
class TrainerCourse:
    """A course that somebody wrote: its row for readers of one language, and how learners fare in it."""

    course: PublishedCourse
    numbers: CourseNumbers


@dataclass(frozen=True)
class TrainerPanel:
    """The courses that somebody wrote, and how many of their pages wait for a translator."""

    courses: list[TrainerCourse]
    to_translate: int


def coordinator_panel(person: Person) -> CoordinatorPanel | None:
    """For those who coordinate a municipality; four queries."""
    if not sees_municipality_pages(person):
        return None
    begun = Exists(Enrolment.objects.filter(person=OuterRef("person")))
    completed = Exists(CourseCompletion.objects.filter(enrolment__person=OuterRef("person")))
    staff = queries.staff_of(person).aggregate(
        staff=Count("pk"),
        begun=Count("pk", filter=begun),
        completed=Count("pk", filter=completed),
    )
    places = Municipality.objects.filter(pk__in=person.coordinated_municipality_ids)
    return CoordinatorPanel(
        places=[place.name for place in places],
        waiting=queries.waiting_for_coordinator(person).count(),
        names=queries.names_waiting(person).count(),
        **staff,
    )


def manager_panel(person: Person) -> ManagerPanel | None:
    """For managers; four queries."""
    if not person.is_manager:
        return None
    members = Membership.objects.open().confirmed().filter(municipality=OuterRef("pk"))
    places = Municipality.objects.current().aggregate(
        municipalities=Count("pk"), taking_part=Count("pk", filter=Exists(members))
    )
    return ManagerPanel(
        waiting=queries.waiting_for_managers(person).count(),
        names=queries.names_waiting(person).count(),
        forgeries=ForgeryReport.objects.filter(handled_at=None).count(),
        **places,
    )


def moderator_panel(person: Person) -> ModeratorPanel | None:
    """For moderators; None for others."""
    if not is_moderator(person):
        return None
    return ModeratorPanel(cases=cases_that_wait(person), posts=posts_that_wait())


def trainer_panel(person: Person, language: str) -> TrainerPanel | None:
    """For trainers, and others who see numbers and wrote a course: their published courses, by title.

    One query, and ten when it is time to count.
    """
    if not can_see_numbers(person):
        return None
    mine = CoursePage.objects.filter(owner=person, locale=F("source_locale"))
    courses = list(
        PublishedCourse.objects.filter(language=language, page_id__in=mine.values("pk"))
        .defer("outline")
        .order_by("title")
    )
    if not courses and not person.is_trainer:
        return None
    keys = [course.course_key for course in courses]
    name = f"website:trainer:{person.pk}:{language}"
    kept = cache.get(name)
    if kept is None or kept[0] != keys:
        kept = keys, course_numbers(keys, language), count_pages_to_translate(mine)
        cache.set(name, kept, KEPT.total_seconds())
    _keys, numbers, to_translate = kept
    return TrainerPanel(
        courses=[TrainerCourse(course, numbers[course.course_key]) for course in courses],
        to_translate=to_translate,
    )
