"""What the search engine has not seen while something was away, it sees afterwards: `make faults`."""

import random
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from wagtail.models import Page

from courses.catalogue.models import LessonPage
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.progress.models import Enrolment
from lms.people.membership import end_membership
from lms.people.searching import follow_municipalities
from search.models import SearchOutbox
from tests import make, make_courses
from tests.faults.conftest import until
from tests.services.elasticsearch.server import Elasticsearch
from tests.services.redis_server import Redis
from tests.services.site import Beat, Worker, manage

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]

CHANGES = 500
LASTS = (5, 30)  # changes that fall into a fault, at least and at most
CAUGHT_UP_WITHIN = 240  # seconds; sweeps come round each minute, and the machine is busy
FAULTS = ("worker is killed", "engine is killed", "engine hangs")


class Editors:
    """Trainers and learners, who do something of what the search follows, one thing a time."""

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
        make_courses.publish(module, lesson)

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


def test_what_is_published_while_something_is_away_is_found_afterwards(
    environment: dict[str, str],
    redis: Redis,
    over: Callable[[str], None],
    elasticsearch_of_its_own: Elasticsearch,
    tmp_path: Path,
    chance: random.Random,
):
    over(redis.url)
    editors = Editors(chance)
    engine, worker = elasticsearch_of_its_own, Worker(tmp_path, environment)
    begin: dict[str, Callable[[], None]] = dict(
        zip(FAULTS, (worker.kill_all, engine.kill, engine.hang), strict=True)
    )
    end: dict[str, Callable[[], None]] = dict(
        zip(FAULTS, (worker.start, engine.start, engine.go_on), strict=True)
    )
    # Each fault twice, one after the other, in an order that is drawn.
    faults = list(FAULTS) * 2
    chance.shuffle(faults)
    begins = sorted(chance.sample(range(0, CHANGES - LASTS[1], LASTS[1] + 5), len(faults)))
    happens: dict[int, Callable[[], None]] = {}
    for fault, at in zip(faults, begins, strict=True):
        happens[at] = begin[fault]
        happens[at + chance.randint(*LASTS)] = end[fault]
    worker.start()
    try:
        with Beat(tmp_path, environment):
            for number in range(CHANGES):
                happens.get(number, int)()
                editors.change()
            until(nothing_waits, within=CAUGHT_UP_WITHIN)
            manage(environment, "search_check")  # fails with every difference that there is
    finally:
        worker.stop()


def test_the_index_catches_up_when_redis_is_back(
    environment: dict[str, str],
    redis: Redis,
    over: Callable[[str], None],
    elasticsearch_of_its_own: Elasticsearch,
    tmp_path: Path,
    chance: random.Random,
):
    over(redis.url)
    redis.kill()
    editors = Editors(chance)
    for _ in range(10):
        editors.change()
    assert not nothing_waits()
    redis.start()
    with Worker(tmp_path, environment), Beat(tmp_path, environment):
        until(nothing_waits, within=CAUGHT_UP_WITHIN)
        manage(environment, "search_check")
