"""Whatever people do: parts add up to totals, lists are as long as their numbers, a recount finds the same."""

from datetime import timedelta
from random import Random

import pytest
from django.core.management import call_command

from courses.certificates.models import WaitingCertificate
from courses.progress.models import CourseCompletion, Enrolment, ModuleCompletion, MonthCount
from courses.reports.behind import places_asked_for, rows_behind
from courses.reports.checking import check_certificates, check_totals, differences
from courses.reports.municipality import STANDINGS
from courses.reports.numbers import NUMBERS
from courses.reports.programme import activities_by_month, read_places
from courses.reports.scale.seeding import seed_scale
from courses.reports.scopes import Scope, scope_of
from lms import clock
from lms.people.membership import confirm_membership
from lms.people.models import Municipality, Person
from tests import make, make_courses
from tests.make_courses import MadeCourse
from tests.reports.learning import learn, move_to, overview, report

pytestmark = pytest.mark.django_db


def anybody(chance: Random, places: list[Municipality | None], manager: Person) -> Person:
    """A member somewhere or outside; some wait to be confirmed."""
    person = make.person(municipality=chance.choice(places), sex=chance.choice(["f", "m", ""]))
    if chance.random() < 0.8:
        confirm_membership(by=manager, membership=make.membership_of(person))
    return person


def live(
    chance: Random,
    people: list[Person],
    courses: list[MadeCourse],
    places: list[Municipality | None],
    by: Person,
) -> None:
    """Somebody learns something on some day, or moves."""
    person = chance.choice(people)
    if chance.random() < 0.25:
        place = chance.choice(places)
        if person.confirmed_membership and place != person.confirmed_membership.municipality:
            move_to(person, place, by)
        return
    day = clock.today() - timedelta(days=chance.randint(0, 200))
    learn(person, chance.choice(courses), chance.randint(0, 2), day)


@pytest.mark.parametrize("seed", range(3))
def test_parts_add_up_and_lists_are_as_long_as_their_numbers(seed: int):
    chance = Random(seed)
    manager = make.manager()
    places: list[Municipality | None] = [make.municipality(), make.municipality(), None]
    courses = [make_courses.course(lessons=2), make_courses.course(lessons=1)]
    people = [anybody(chance, places, manager) for _ in range(8)]
    for _ in range(25):
        live(chance, people, courses, places, manager)

    assert list(differences()) == []
    today = clock.today()
    half = (today - timedelta(days=100)).isoformat()
    asked = [
        {},
        {"sex": "f"},
        {"course": str(courses[0].key)},
        {"from": half},
        {"to": half, "sex": "m"},
    ]
    for each in asked:
        scope = scope_of(each, today)
        shown = overview(manager, scope)
        known = read_places(manager)
        for name, number in NUMBERS.items():
            parts = [line.numbers.get(name, 0) for line in shown.municipalities]
            regions = [line.numbers.get(name, 0) for line in shown.regions]
            assert sum(parts) == sum(regions) == shown.total.numbers.get(name, 0)
            if name == "activities":
                continue
            for line in shown.municipalities:
                wanted = places_asked_for(line.code, "", known, as_now=False)
                rows = rows_behind(manager, number, scope, today, places=wanted)
                assert rows.count() == line.numbers.get(name, 0)
            everything = rows_behind(manager, number, scope, today, places=None)
            assert everything.count() == shown.total.numbers.get(name, 0)
        for month, count in activities_by_month(manager, scope, today):
            within = Scope(scope.course_key, scope.period.part_in(month), scope.sex)
            assert NUMBERS["activities"].visible_to(manager, within, today).count() == count


@pytest.mark.parametrize("seed", range(3))
def test_the_standings_of_a_municipality_add_up_to_its_list(seed: int):
    chance = Random(seed)
    manager, place = make.manager(), make.municipality()
    courses = [make_courses.course(lessons=2)]
    people = [anybody(chance, [place], manager) for _ in range(6)]
    for _ in range(12):
        live(chance, people, courses, [place, None], manager)

    for asked in (
        {},
        {"course": str(courses[0].key)},
        {"period": "month"},
        {"period": "last-year"},
    ):
        everybody = report(place, **asked)
        assert sum(everybody.standings.values()) == everybody.all == len(everybody.rows)
        for standing in STANDINGS:
            rows = report(place, standing, **asked).rows
            assert len(rows) == everybody.standings[standing]
            assert {row.standing for row in rows} <= {standing}
        assert len(report(place, "certified", **asked).rows) == everybody.certified


def test_invented_people_keep_every_rule_and_a_recount_finds_what_is_broken(capsys):
    written = seed_scale(people=120, completions=1_500)
    assert written.activities == 1_500
    call_command("check_records")
    assert "Everything adds up." in capsys.readouterr().out

    module = ModuleCompletion.objects.order_by("pk").first()
    assert module is not None
    ModuleCompletion.objects.filter(pk=module.pk).update(counted=[])
    month = MonthCount.objects.order_by("pk").first()
    assert month is not None
    MonthCount.objects.filter(pk=month.pk).update(activities=99)
    done = Enrolment.objects.exclude(course_completion=None).order_by("pk").first()
    assert done is not None
    Enrolment.objects.filter(pk=done.pk).update(best_percent=60)
    with pytest.raises(SystemExit) as stopped:
        call_command("check_records")
    assert stopped.value.code == 1
    said = capsys.readouterr().out
    assert "nothing was counted" in said
    assert "99 activities are counted" in said
    assert "the percentage is 60" in said
    assert list(check_totals()) == []


def test_the_recount_finds_a_completion_whose_course_is_gone():
    course = make_courses.course(lessons=1)
    waits = make.person(municipality=make.municipality())
    learn(waits, course, 1)
    course.page.delete()
    assert list(differences()) == []  # what the certificate says was kept at the completion
    WaitingCertificate.objects.all().delete()  # as if the course had gone before
    completion = CourseCompletion.objects.get()
    [sentence] = differences()
    assert sentence.startswith(f"Course completion {completion.pk}: the course is gone")
    # Confirmed, it still has none; that is said once.
    confirm_membership(by=make.manager(), membership=make.membership_of(waits))
    [sentence] = check_certificates()
    assert sentence.startswith(f"Course completion {completion.pk}: the course is gone")
