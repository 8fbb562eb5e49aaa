"""Trainers and learners at work while something else is killed: what they do is what the search follows."""

import random
from collections.abc import Callable
from uuid import uuid4

from wagtail.models import Page

from courses.catalogue.models import LessonPage
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.progress.models import Enrolment
from lms.people.membership import end_membership
from lms.people.searching import follow_municipalities
from search.models import SearchOutbox
from tests import make, make_courses


class Editors:
    """They do something of what the search follows, one thing a time."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.course = make_courses.course(lessons=6)
        self.module = self.course.modules[0]
        self.place = make.municipality()
        follow_municipalities([self.place.code])  # as their import does
        self.learners = [make.learner(self.place) for _ in range(3)]
        for learner in self.learners:
            enrol(person=learner, course_key=self.course.key)
        self.acts: list[Callable[[], None]] = [
            self.publish,
            self.publish,
            self.unpublish,
            self.move,
            self.begin,
            self.delete,
            self.complete,
            self.join_and_leave,
        ]

    def change(self) -> None:
        self.chance.choice(self.acts)()

    def lessons(self) -> list[LessonPage]:
        return list(LessonPage.objects.child_of(self.module).order_by("path"))

    def one(self) -> LessonPage:
        return self.chance.choice(self.lessons())

    def publish(self) -> None:
        lesson = self.one()
        lesson.title = f"Урок о контейнере {self.chance.randrange(1000)}"
        lesson.save_revision().publish()

    def unpublish(self) -> None:
        self.one().unpublish()

    def move(self) -> None:
        self.one().move(Page.objects.get(pk=self.module.pk), pos="first-child")

    def begin(self) -> None:
        module = type(self.module).objects.get(pk=self.module.pk)
        lesson = LessonPage(title="Новый урок", slug=f"lesson-{uuid4().hex}", minutes=5, body=[])
        make_courses.add(module, lesson)

    def delete(self) -> None:
        if len(self.lessons()) > 3:
            LessonPage.objects.get(pk=self.one().pk).delete()

    def complete(self) -> None:
        if live := [lesson for lesson in self.lessons() if lesson.live]:
            lesson = self.chance.choice(live)
            complete_lesson(
                person=self.chance.choice(self.learners),
                activity_key=lesson.translation_key,
                language="ru",
                revision_id=lesson.live_revision_id,
            )

    def join_and_leave(self) -> None:
        person = make.learner(self.place)
        if self.chance.random() < 0.5:
            end_membership(by=person, membership=make.membership_of(person))


def nothing_waits() -> bool:
    return not SearchOutbox.objects.exists() and not Enrolment.objects.pending().exists()
