"""For whom a completion counts: the municipality of that moment, if it knows the person."""

import pytest

from courses.reports.matrix import Cell, Matrix
from courses.reports.views.municipality import Report
from lms import clock
from lms.people.membership import ask_membership, confirm_membership, refuse_membership
from lms.people.models import Municipality
from tests import make, make_courses
from tests.reports.learning import learn, move_to, number_of, overview, report

pytestmark = pytest.mark.django_db


def test_who_moves_away_leaves_their_completions_where_they_were_earned():
    old, new = make.municipality(), make.municipality()
    manager, course = make.manager(), make_courses.course(lessons=1)
    learner = make.learner(old)
    learn(learner, course, lessons=1)

    move_to(learner, new, by=manager)

    assert number_of(manager, "completed", old) == 1
    assert number_of(manager, "completed", new) == 0
    [row] = report(old).rows
    assert row.left_on == clock.today()
    assert row.standing == "completed"


def test_a_newcomer_brings_courses_and_days_that_count_elsewhere():
    old, new = make.municipality(), make.municipality()
    manager, course = make.manager(), make_courses.course(lessons=1)
    learner = make.learner(old)
    learn(learner, course, lessons=1)

    move_to(learner, new, by=manager)

    people = report(new, course=str(course.key))
    assert people.rows[0].standing == "brought"
    assert people.rows[0].completed_at is not None
    assert people.certified == 0


def test_what_somebody_does_after_they_left_is_not_told_where_they_were():
    old, new = make.municipality(), make.municipality()
    begun, later = make_courses.course(lessons=2), make_courses.course(lessons=1)
    learner = make.learner(old)
    learn(learner, begun, lessons=1)
    [before] = report(old).rows

    move_to(learner, new, by=make.manager())
    learn(learner, begun, lessons=2)
    learn(learner, later, lessons=1)

    [row] = report(old).rows
    assert row.left_on
    assert (row.course_count, row.done_count, row.completed_at) == (1, 0, None)
    assert (row.standing, row.seen_at) == ("learning", before.seen_at)
    assert report(old, course=str(begun.key)).rows[0].percent is None
    assert report(old, course=str(later.key)).rows == []
    assert cells(old) == {(learner.pk, begun.key): Cell(at=None, is_counted_here=True)}
    of_modules = cells(old, course=str(begun.key))
    assert [(cell.at, cell.is_counted_here) for cell in of_modules.values()] == [(None, True)]
    # Where they are now, all of it is told.
    assert {key for _person, key in cells(new)} == {begun.key, later.key}
    assert all(cell.at for cell in cells(new).values())


def cells(place: Municipality, **asked: str) -> Matrix:
    """The table of a municipality, as its page has it."""
    table = Report(make.coordinator(place), place, asked)
    return table.cells(table.people().rows)


def test_nothing_counts_until_the_membership_is_confirmed_and_then_all_of_it_does():
    place, manager, course = make.municipality(), make.manager(), make_courses.course(lessons=1)
    newcomer = make.person(municipality=place)
    learn(newcomer, course, lessons=1)
    assert number_of(manager, "completed", place) == 0
    assert report(place).all == 0

    confirm_membership(by=manager, membership=make.membership_of(newcomer))

    assert number_of(manager, "completed", place) == 1
    assert report(place).rows[0].standing == "completed"


def test_what_a_refused_person_did_counts_nowhere_also_when_they_are_confirmed_later():
    place, other = make.municipality(), make.municipality()
    manager, course = make.manager(), make_courses.course(lessons=1)
    stranger = make.person(municipality=place)
    learn(stranger, course, lessons=1)
    refuse_membership(by=manager, membership=make.membership_of(stranger), because="Unknown here")
    again = ask_membership(person=stranger, municipality=other, position=make.position())
    confirm_membership(by=manager, membership=again)

    assert overview(manager).total.numbers.get("completions", 0) == 0
    assert report(other).rows[0].standing == "brought"
    # The certificate was issued under the later membership, and is counted there.
    assert number_of(manager, "certificates", other) == 1


def test_people_outside_have_a_line_of_their_own():
    manager, course = make.manager(), make_courses.course(lessons=1)
    expert = make.person()
    confirm_membership(by=manager, membership=make.membership_of(expert))
    learn(expert, course, lessons=1)

    assert number_of(manager, "completed", None) == 1
    assert overview(manager).total.completed == 1
    assert expert.pk in {row.person_id for row in report(None).rows}


def test_as_it_is_now_a_municipality_has_what_was_earned_in_those_it_was_made_of():
    manager, course = make.manager(), make_courses.course(lessons=1)
    old, new = make.municipality(), make.municipality()
    learn(make.learner(old), course, lessons=1)
    learn(make.learner(new), course, lessons=1)
    Municipality.objects.filter(pk=old.pk).update(valid_to=clock.today())
    old.successors.add(new)

    then, now = overview(manager), overview(manager, as_now=True)

    assert {line.code: line.completed for line in then.municipalities if line.completed} == {
        old.code: 1,
        new.code: 1,
    }
    assert {line.code: line.completed for line in now.municipalities if line.completed} == {
        new.code: 2
    }
    assert then.total.numbers == now.total.numbers


def test_a_course_that_was_only_begun_counts_where_it_was_begun():
    place, manager, course = make.municipality(), make.manager(), make_courses.course(lessons=2)
    learner = make.learner(place)
    learn(learner, course, lessons=1)

    assert number_of(manager, "started", place) == 1
    assert number_of(manager, "completed", place) == 0
    [row] = report(place, who="learning").rows
    assert row.percent == 50
