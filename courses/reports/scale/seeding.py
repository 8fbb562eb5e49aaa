"""The whole of it: places, courses, people, what they learned, certificates, what they talked about, cases, adoptions.

One transaction; all or nothing.
"""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil
from random import Random

from django.db import transaction

from courses.reports.scale.adoptions import Giving
from courses.reports.scale.bulk import count_anew
from courses.reports.scale.cases import write_cases
from courses.reports.scale.certificates import write_certificates
from courses.reports.scale.content import LESSONS, MODULES, make_courses
from courses.reports.scale.learning import History, courses_to_learn
from courses.reports.scale.people import Crowd
from courses.reports.scale.talk import Talk
from lms import clock
from lms.people.choices import Role
from lms.people.models import Municipality, Person, Position, RoleGrant
from lms.people.places import (
    import_municipalities,
    import_positions,
    read_municipalities,
    read_positions,
)

LASTS = timedelta(days=600)  # the programme, up to now
ROOM = 2  # activities in all courses, for each that a person completes on average


@dataclass(frozen=True, slots=True)
class Written:
    people: int
    activities: int
    modules: int
    courses: int
    certificates: int
    adoptions: int


def seed_scale(
    people: int,
    completions: int,
    topics: int = 0,
    posts: int = 0,
    *,
    cases: int = 0,
    adoptions: int = 0,
) -> Written:
    """Write so many people with so many completions, topics, posts, cases and adoptions, beside whatever is there."""
    with transaction.atomic():
        now = clock.now()
        _seed_places()
        _make_room(ceil(ROOM * completions / people), people)
        chance = Random(Person.objects.count())  # noqa: S311  measured twice, it should be the same
        learners = Crowd(people, now, chance).write()
        history = History(learners, courses_to_learn(), now, chance)
        completed = history.write(completions)
        certificates = write_certificates(completed)
        if topics:
            Talk(learners, _moderator(), now, chance).write(topics, posts)
        write_cases(cases, now, chance)
        adopted = Giving(now, chance).write(adoptions) if adoptions else 0
    count_anew()
    return Written(
        people=len(learners),
        activities=len(history.activities),
        modules=len(history.modules),
        courses=len(completed),
        certificates=certificates,
        adoptions=adopted,
    )


def _seed_places() -> None:
    if not Municipality.objects.exists():
        import_municipalities(read_municipalities())
    if not Position.objects.exists():
        import_positions(read_positions())


def _moderator() -> Person:
    """Who hides posts: somebody who does so already, or whoever manages the programme."""
    grants = RoleGrant.objects.in_force().order_by("pk")
    grant = grants.filter(role=Role.MODERATOR).first()
    if grant is None:
        manager = grants.filter(role=Role.MANAGER)[0].person
        grant = RoleGrant.objects.create(person=manager, role=Role.MODERATOR, granted_by=None)
    return grant.person


def _make_room(activities: int, people: int) -> None:
    """Courses enough that everybody can complete so many activities."""
    there = sum(len(course.activities) for course in courses_to_learn())
    missing = max(0, activities - there)
    if missing or not there:
        make_courses(1, ceil(missing / (MODULES * LESSONS)) or 1, clock.now() - LASTS)
