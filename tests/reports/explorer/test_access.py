"""The explorer tells nobody of records that they may not open: in rows, counts, filters, files and tables."""

from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from courses.certificates.models import CertificateIssue
from courses.reports.explorer.engines import engine_named
from courses.reports.explorer.outbox import learning_index, send_pending
from courses.reports.explorer.reading import Explorer
from lms.people.membership import confirm_membership
from lms.people.models import Municipality, Person
from tests import make, make_courses
from tests.reports.explorer.test_agreement import ask
from tests.reports.learning import learn
from tests.security.world import ROLES, everybody

pytestmark = pytest.mark.django_db

SEES = {
    "coordinator": {"Асанова"},
    "foreign": {"Бакирова"},
    "manager": {"Асанова", "Бакирова", "Валиева"},
    "admin": {"Асанова", "Бакирова", "Валиева"},
}
NAMES = SEES["manager"]


@pytest.fixture(params=["database", pytest.param("elasticsearch", marks=pytest.mark.elasticsearch)])
def engine_in_use(request: pytest.FixtureRequest) -> str:
    """The installation answers with this engine: the test runs once with each."""
    if request.param == "elasticsearch":
        request.getfixturevalue("indexed")
    return str(request.param)


@dataclass
class World:
    """Three who completed the same module: here, in another municipality, and outside of all."""

    people: dict[str, Person | None]
    places: dict[str, Municipality | None]
    course_key: str
    numbers: dict[str, str]


@pytest.fixture
def world(engine_in_use: str) -> World:
    place = make.municipality()
    people = everybody(place)
    foreign, manager = people["foreign"], people["manager"]
    assert foreign
    assert manager
    places = {
        "Асанова": place,
        "Бакирова": make.membership_of(foreign).municipality,
        "Валиева": None,
    }
    course = make_courses.course(lessons=1)
    for name, where in places.items():
        if where:
            learner = make.learner(where, family_name=name)
        else:
            learner = make.person(family_name=name)
            confirm_membership(by=manager, membership=make.membership_of(learner))
        learn(learner, course, lessons=1)
    if engine_in_use == "elasticsearch":
        send_pending()
        learning_index().refresh()
    issues = CertificateIssue.objects.select_related("person")
    return World(
        people, places, str(course.key), {each.person.family_name: each.number for each in issues}
    )


def test_everybody_is_told_of_the_records_that_are_theirs_to_see(world: World):
    for role in ROLES:
        sees = SEES.get(role, set())
        pages_show(role, sees, world)
        reader = world.people[role] or AnonymousUser()
        counts(reader, sees)
        for name in NAMES:
            theirs = {name} & sees
            counts(reader, theirs, name=name)
            counts(reader, theirs, certificate=world.numbers[name])
            place = world.places[name]
            counts(reader, theirs, municipality=place.code if place else "outside")


def counts(reader: Person | AnonymousUser, expected: set[str], **asked: str) -> None:
    """Rows, total and every facet speak of these people and of nobody else."""
    found = Explorer(reader, ask(**asked), engine_named(None)).find()
    assert {row.name.split()[0] for row in found.rows} == expected, asked
    assert found.total == len(expected)
    for name, values in found.facets.items():
        # The facet that is filtered counts what would be there without its own filter.
        if name not in {"municipality", "region"} or not asked.keys() & {"municipality"}:
            assert sum(values.values()) == len(expected), (asked, name, values)


def pages_show(role: str, sees: set[str], world: World) -> None:
    """The pages, the files and the tables: those names and no other; to whom they are not, nothing."""
    client, person = Client(), world.people[role]
    if person:
        client.force_login(person)
    is_manager = role in {"manager", "admin"}
    for name in NAMES:
        for address in addresses(name, world):
            answer = client.get(address, follow=True)
            content = b"".join(answer) if answer.streaming else answer.content
            shown = {each for each in NAMES if each in content.decode()}
            wanted = sees if "records" in address else sees & {name}
            if "/programme/" in address and not is_manager:
                wanted = set()
            if "?m=" in address and is_manager:  # is led to the overview, which names nobody
                wanted = set()
            assert shown == wanted, (role, address)


def addresses(name: str, world: World) -> list[str]:
    """Wherever records are shown; the tables of one municipality as well."""
    place = world.places[name]
    everywhere = [
        f"/ru/{room}/records/{asked}"
        for room in ("municipality", "programme")
        for asked in ("", "?as=csv")
    ]
    if place is None:
        return everywhere
    return [
        *everywhere,
        f"/ru/municipality/?m={place.code}&course={world.course_key}",
        f"/ru/programme/municipalities/{place.code}/?course={world.course_key}",
    ]
