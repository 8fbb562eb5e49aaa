"""What reports are about, made by the use cases: people who learn on given days, and who move."""

from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone

from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.reports.municipality import People, read_people
from courses.reports.numbers import NUMBERS
from courses.reports.programme import Overview, read_overview
from courses.reports.scopes import Scope, scope_of
from lms import clock
from lms.people.membership import confirm_membership, move
from lms.people.models import Municipality, Person
from tests import make
from tests.make_courses import MadeCourse


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def learn(person: Person, course: MadeCourse, lessons: int, on: date | None = None) -> None:
    """The person joins the course, if they have not, and completes so many lessons on a day."""
    with clock.at(noon(on) if on else clock.now()):
        enrol(person=person, course_key=course.key)
        for lesson in course.lessons[:lessons]:
            complete_lesson(
                person=person,
                activity_key=UUID(str(lesson.translation_key)),
                language="ru",
                revision_id=lesson.live_revision_id,
            )


def move_to(person: Person, place: Municipality | None, by: Person) -> None:
    """The person moves today, and a manager or coordinator confirms it at once."""
    new = move(person=person, municipality=place, position=make.position("head"))
    confirm_membership(by=by, membership=new)
    person.forget_what_was_read()


def report(place: Municipality | None, who: str = "", **asked: str) -> People:
    """The list of a municipality, as its page reads it."""
    scope = scope_of(asked, clock.today())
    return read_people(place, scope, now=clock.now(), today=clock.today(), who=who)


def overview(manager: Person, scope: Scope | None = None, *, as_now: bool = False) -> Overview:
    return read_overview(manager, scope or Scope(), clock.today(), as_now=as_now)


def number_of(manager: Person, name: str, place: Municipality | None) -> int:
    """A number of the programme's page for one municipality, or for outside."""
    code = place.code if place else "outside"
    lines = [line for line in overview(manager).municipalities if line.code == code]
    return lines[0].numbers.get(name, 0) if lines else 0


def names_behind(manager: Person, name: str) -> list[int]:
    """The keys of the rows behind a number."""
    rows = NUMBERS[name].visible_to(manager, Scope(), clock.today())
    return list(rows.values_list("pk", flat=True))
