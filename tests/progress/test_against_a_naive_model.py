"""Whatever trainers do to a course, what learners have is never taken away: random sequences against a naive model."""

import random
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from wagtail.models import Locale

from courses.catalogue.models import LessonPage, ModulePage
from courses.catalogue.outline import outline_of
from courses.progress.completion import catch_up, complete_lesson
from courses.progress.enrolment import enrol
from courses.progress.models import (
    ActivityCompletion,
    CourseCompletion,
    Enrolment,
    ModuleCompletion,
)
from courses.progress.refusals import NotPublished
from courses.progress.standing import enrolment_of, standing_of
from lms.people.models import Person
from tests import make, make_courses

pytestmark = pytest.mark.django_db
STEPS = 25


@dataclass
class Learner:
    """What a naive reader of the rules expects of one learner."""

    person: Person
    bound: set[UUID] = field(default_factory=set)
    done: set[UUID] = field(default_factory=set)
    modules: set[UUID] = field(default_factory=set)
    is_complete: bool = False
    percent: int = 0


class World:
    """A course that a trainer changes while people learn, and what should come of it."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.course = make_courses.course(modules=2, lessons=2).page
        self.lessons: dict[UUID, LessonPage] = {
            page.translation_key: page for page in make_courses.activities(self.course)
        }
        self.learners: list[Learner] = []

    def live(self) -> dict[UUID, UUID]:
        """Required lessons that are published now, with their modules."""
        return {
            page.translation_key: page.get_parent().translation_key
            for page in LessonPage.objects.descendant_of(self.course).live()
            if page.get_parent().live and page.is_required
        }

    def a_learner_joins(self) -> None:
        if len(self.learners) < 3:
            person = make.learner()
            enrol(person=person, course_key=self.course.translation_key)
            self.learners.append(Learner(person=person, bound=set(self.live())))

    def a_lesson_is_completed(self) -> None:
        if not self.learners:
            return
        learner = self.random.choice(self.learners)
        key = self.random.choice(list(self.lessons))
        published = LessonPage.objects.filter(
            translation_key=key, live=True, locale__language_code="ru"
        ).exists()
        language = self.random.choice(["ru", "ky"])
        try:
            complete_lesson(
                person=learner.person, activity_key=key, language=language, revision_id=None
            )
        except NotPublished:
            assert not published
            return
        assert published
        learner.done.add(key)
        self.settle(learner)

    def a_lesson_is_added(self) -> None:
        binds = self.random.random() < 0.3
        module = self.random.choice(list(ModulePage.objects.child_of(self.course)))
        lesson = make_courses.lesson(module, binds_enrolled=binds)
        self.lessons[lesson.translation_key] = lesson
        if binds:
            for learner in self.learners:
                learner.bound.add(lesson.translation_key)

    def a_lesson_is_unpublished(self) -> None:
        page = self.random.choice(list(self.lessons.values()))
        page.refresh_from_db()
        if page.live:
            page.unpublish()
            for learner in self.learners:
                learner.bound.discard(page.translation_key)
            self.catch_up()

    def a_lesson_is_published_again(self) -> None:
        page = self.random.choice(list(self.lessons.values()))
        page.refresh_from_db()
        was_live = page.live
        make_courses.publish(page)
        if not was_live and page.binds_enrolled:
            for learner in self.learners:
                learner.bound.add(page.translation_key)

    def a_lesson_is_moved(self) -> None:
        page = self.random.choice(list(self.lessons.values()))
        page.refresh_from_db()
        target = self.random.choice(list(ModulePage.objects.child_of(self.course)))
        if page.get_parent().pk != target.pk:
            page.move(target, pos="last-child")
            self.catch_up()

    def a_lesson_is_translated(self) -> None:
        ky = Locale.objects.get(language_code="ky")
        page = self.random.choice(list(self.lessons.values()))
        page.refresh_from_db()
        if not page.has_translation(ky):
            copy = page.copy_for_translation(ky, copy_parents=True)
            copy.save_revision().publish(skip_permission_checks=True)

    def catch_up(self) -> None:
        """The task that runs after the commit."""
        catch_up(self.course.translation_key)
        for learner in self.learners:
            self.settle(learner)

    def settle(self, learner: Learner) -> None:
        """The rules, naively: a module is complete when its bound lessons are done, the course when all are."""
        live = self.live()
        bound = learner.bound & set(live)
        for module in set(live.values()):
            inside = {key for key in bound if live[key] == module}
            if inside and inside <= learner.done:
                learner.modules.add(module)
        if bound:
            learner.percent = max(learner.percent, 100 * len(bound & learner.done) // len(bound))
            if bound <= learner.done:
                learner.is_complete = True

    def check(self) -> None:
        for learner in self.learners:
            enrolment = Enrolment.objects.get(person=learner.person)
            done = ActivityCompletion.objects.filter(enrolment=enrolment)
            assert set(done.values_list("activity_key", flat=True)) == learner.done
            modules = ModuleCompletion.objects.filter(enrolment=enrolment)
            assert set(modules.values_list("module_key", flat=True)) >= learner.modules
            has_course = CourseCompletion.objects.filter(enrolment=enrolment).exists()
            assert has_course == learner.is_complete
            self.check_standing(learner)

    def check_standing(self, learner: Learner) -> None:
        outline = outline_of(self.course.translation_key, "ky")
        assert outline is not None
        standing = standing_of(enrolment_of(learner.person, outline.course_key), outline)
        assert standing.percent >= learner.percent
        assert standing.required == learner.bound & set(self.live())
        if learner.is_complete:
            assert standing.percent == 100


@pytest.mark.parametrize("seed", range(4))
def test_nothing_that_a_trainer_does_takes_progress_away(seed: int) -> None:
    world = World(seed)
    steps = [
        world.a_learner_joins,
        world.a_lesson_is_completed,
        world.a_lesson_is_completed,
        world.a_lesson_is_completed,
        world.a_lesson_is_added,
        world.a_lesson_is_unpublished,
        world.a_lesson_is_published_again,
        world.a_lesson_is_moved,
        world.a_lesson_is_translated,
    ]
    world.a_learner_joins()
    for _ in range(STEPS):
        world.random.choice(steps)()
        world.check()
