"""Random histories of people who learn, move, leave, take a course again and lose certificates; by the use cases."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from random import Random
from uuid import UUID

from courses.catalogue.models import LessonPage, ModulePage
from courses.catalogue.publication import postponed
from courses.certificates.models import CertificateIssue
from courses.certificates.renewal import renew
from courses.certificates.revocation import revoke
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol, leave
from lms import clock
from lms.people.membership import confirm_membership, move
from lms.people.models import Municipality, Person
from lms.rules import Refusal
from tests import make, make_courses
from tests.make_courses import MadeCourse
from tests.reports.learning import noon

NAMES = ["Асанов", "Асанова", "Үсөнов", "Өмүров", "Жээнбеков", "Ёлкин"]


def course_of_two_modules(valid_months: int | None = None) -> MadeCourse:
    """Two lessons in the first module, one in the second, which has an optional one too."""
    made = make_courses.course(lessons=2)
    with postponed():
        second = make_courses.add(made.page, ModulePage(title="Модуль 2", slug="module-2"))
        made.modules.append(second)
        for n, required in ((3, True), (4, False)):
            body = [make_courses.text_block(f"lesson-{n}", "Тариф.")]
            page = LessonPage(
                title=f"Урок {n}", slug=f"lesson-{n}", minutes=5, body=body, is_required=required
            )
            made.lessons.append(make_courses.add(second, page))
    make_courses.publish_again(made.page, certificate_valid_months=valid_months)
    return made


class History:
    """People, places and courses, and what happens among them from one day to the next."""

    def __init__(self, seed: int, people: int = 10) -> None:
        self.chance = Random(seed)
        self.day = clock.today() - timedelta(days=400)
        with clock.at(noon(self.day)):
            self.manager = make.manager()
            self.places: list[Municipality | None] = [make.municipality() for _ in range(3)]
            self.places.append(None)
            self.courses = [course_of_two_modules(), course_of_two_modules(valid_months=3)]
            self.people = [self.somebody() for _ in range(people)]

    def somebody(self) -> Person:
        person = make.person(
            municipality=self.chance.choice(self.places),
            sex=self.chance.choice(["f", "m", ""]),
            family_name=self.chance.choice(NAMES),
            position=make.position(self.chance.choice(["clerk", "head"])),
        )
        if self.chance.random() < 0.8:
            confirm_membership(by=self.manager, membership=make.membership_of(person))
        return person

    def days(self, count: int) -> Iterator[date]:
        """So many days on which something happens, up to today."""
        for left in range(count, 0, -1):
            span = (clock.today() - self.day).days
            self.day += timedelta(days=self.chance.randint(0, max(0, 2 * span // (left + 1))))
            for _event in range(3):
                with clock.at(noon(self.day)), suppress(Refusal):
                    self.something_happens()
            yield self.day

    def something_happens(self) -> None:
        person = Person.objects.get(pk=self.chance.choice(self.people).pk)
        what = self.chance.random()
        if what < 0.12:
            self.move(person)
        elif what < 0.18:
            leave(person=person, course_key=self.chance.choice(self.courses).key)
        elif what < 0.3:
            self.take_again()
        elif what < 0.34:
            self.take_away()
        elif what < 0.38:
            self.confirm(person)
        elif what < 0.42:
            self.change_the_course()
        else:
            self.learn(person)

    def move(self, person: Person) -> None:
        place = self.chance.choice(self.places)
        new = move(person=person, municipality=place, position=make.position("head"))
        if new.confirmed_at is None and self.chance.random() < 0.8:
            confirm_membership(by=self.manager, membership=new)

    def confirm(self, person: Person) -> None:
        if person.membership and person.membership.confirmed_at is None:
            confirm_membership(by=self.manager, membership=person.membership)

    def learn(self, person: Person) -> None:
        course = self.chance.choice(self.courses)
        enrol(person=person, course_key=course.key)
        for lesson in self.chance.sample(course.lessons, self.chance.choice([0, 1, 2, 4, 4])):
            complete_lesson(
                person=person,
                activity_key=UUID(str(lesson.translation_key)),
                language="ru",
                revision_id=lesson.live_revision_id,
            )

    def take_again(self) -> None:
        for issue in CertificateIssue.objects.exclude(expires_on=None):
            with suppress(Refusal):
                renew(person=issue.person, issue=issue)
                return

    def take_away(self) -> None:
        issue = CertificateIssue.objects.first()
        if issue:
            revoke(by=self.manager, issue=issue, why="По ошибке")

    def change_the_course(self) -> None:
        """The optional lesson becomes a required one, or the other way; it binds who enrols from then on."""
        lesson = self.chance.choice(self.courses).lessons[-1]
        page = LessonPage.objects.get(pk=lesson.pk)
        make_courses.publish_again(page, is_required=not page.is_required)


def merge(old: Municipality, new: Municipality) -> None:
    """The country's reform: the old one goes into the new one."""
    old.successors.add(new)
    Municipality.objects.filter(pk=old.pk).update(valid_to=clock.today())
