"""What the index of learning records is told, and what happens when it is not there."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from courses.certificates.models import CertificateIssue
from courses.certificates.revocation import revoke
from courses.progress.enrolment import leave
from courses.progress.models import Enrolment
from courses.reports.explorer.database import DatabaseEngine
from courses.reports.explorer.engine import Answer, Request
from courses.reports.explorer.engines import WithStandIn
from courses.reports.explorer.indexed import IndexedEngine
from courses.reports.explorer.outbox import send_pending
from courses.reports.explorer.reading import Explorer
from lms import clock
from lms.people.choices import Sex
from lms.people.membership import confirm_membership
from lms.people.models import Person
from lms.people.name_changes import accept_name, change_name
from lms.people.profile import change_about
from search.circuit import Circuit
from search.engines.base import EngineUnavailable
from tests import make, make_courses
from tests.reports.explorer.test_agreement import ask
from tests.reports.learning import learn

pytestmark = pytest.mark.django_db


def all_seen() -> None:
    """As if the engine had seen everything."""
    for enrolment in Enrolment.objects.all():
        Enrolment.objects.filter(pk=enrolment.pk).update(indexed_version=enrolment.version)


def is_pending() -> bool:
    return Enrolment.objects.pending().exists()


def test_whatever_changes_a_record_makes_its_round_pending():
    manager, place = make.manager(), make.municipality()
    coordinator = make.coordinator(place)
    course = make_courses.course(lessons=2)
    learner = make.person(municipality=place)
    learn(learner, course, lessons=0)
    assert is_pending()

    all_seen()
    learn(learner, course, lessons=1)
    assert is_pending()

    all_seen()
    learn(learner, course, lessons=2)
    assert is_pending()

    all_seen()
    confirm_membership(by=coordinator, membership=make.membership_of(learner))
    assert is_pending()

    all_seen()
    revoke(by=manager, issue=CertificateIssue.objects.get(), why="По ошибке")
    assert is_pending()

    all_seen()
    change_about(person=learner, language="ky", sex=Sex.MALE)
    assert is_pending()

    all_seen()
    change_name(person=learner, family_name="Новая", given_name="Айгүл")
    assert not is_pending()  # it waits
    accept_name(by=coordinator, change=make.name_change_of(learner))
    assert is_pending()


def test_leaving_and_a_new_lesson_make_who_is_learning_pending():
    course = make_courses.course(lessons=2)
    learner = make.learner()
    learn(learner, course, lessons=1)
    all_seen()
    make_courses.publish_again(course.lessons[1], is_required=False)
    assert is_pending()

    all_seen()
    leave(person=learner, course_key=course.key)
    assert is_pending()


def test_reading_makes_nothing_pending():
    course = make_courses.course(lessons=1)
    learner = make.learner()
    learn(learner, course, lessons=1)
    all_seen()
    learn(learner, course, lessons=1)
    assert not is_pending()


class Away:
    """An engine that is not there."""

    name = "elasticsearch"
    asked = 0

    def answer(self, request: Request) -> Answer:
        self.asked += 1
        raise EngineUnavailable


def test_while_the_engine_is_away_the_database_answers_and_nobody_waits_twice():
    learn(make.learner(), make_courses.course(lessons=1), lessons=1)
    away = Away()
    engine = WithStandIn(away, DatabaseEngine(), Circuit())
    for _ in range(3):
        assert Explorer(make.manager(), ask(), engine).find().total == 1
    assert away.asked == 1


@pytest.mark.elasticsearch
def test_what_a_reader_may_not_open_is_not_shown_though_the_index_still_has_it(
    indexed: IndexedEngine,
):
    place = make.municipality()
    coordinator = make.coordinator(place)
    course = make_courses.course(lessons=2)
    learner = make.learner(place)
    learn(learner, course, lessons=1)
    send_pending()
    indexed.index.refresh()
    assert len(Explorer(coordinator, ask(), indexed).find().rows) == 1

    leave(person=learner, course_key=course.key)
    assert Explorer(coordinator, ask(), indexed).find().rows == []
    send_pending()
    indexed.index.refresh()
    assert Explorer(coordinator, ask(), indexed).find().total == 0


@pytest.mark.elasticsearch
def test_an_index_that_was_lost_is_filled_again_from_the_rows(indexed: IndexedEngine):
    learn(make.learner(), make_courses.course(lessons=1), lessons=1)
    manager = make.manager()
    assert send_pending() == 1
    assert send_pending() == 0
    patient = indexed.index.client.options(request_timeout=60)
    patient.indices.delete(index=f"{indexed.index.alias}-first")
    learn(make.learner(), make_courses.course(lessons=1), lessons=1)
    send_pending()
    send_pending()
    indexed.index.refresh()
    assert Explorer(manager, ask(), indexed).find().total == 2


@pytest.mark.elasticsearch
def test_a_command_says_the_same_by_both_engines(
    indexed: IndexedEngine, capsys: pytest.CaptureFixture[str]
):
    with clock.at(clock.now() - timedelta(days=40)):
        manager = make.manager()
        learn(make.learner(), make_courses.course(lessons=2), lessons=1)
    Person.objects.filter(pk=manager.pk).update(email="manager@demo.kg")
    send_pending()
    indexed.index.refresh()
    said = []
    for engine in ("database", "elasticsearch"):
        call_command("learning_records", "--as", "manager@demo.kg", "--engine", engine, "--json")
        said.append(json.loads(capsys.readouterr().out))
    assert said[0]["total"] == 1
    assert said[0]["facets"]["stage"] == {"stuck": 1}
    for name in ("total", "facets", "rows", "filters", "following"):
        assert said[0][name] == said[1][name]
