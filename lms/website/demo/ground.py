"""What the demonstration stands on: people, lists, cases as drafts and courses, each after what it needs."""

from datetime import datetime, timedelta

from lms import clock
from lms.people.models import Person
from lms.website.demo.cases import draft_cases, seed_lists
from lms.website.demo.courses import seed_courses, seed_topics
from lms.website.demo.people import seed_people

BEFORE_ANYBODY_JOINED = timedelta(days=190)


def seed_ground(day: datetime) -> None:
    """Make what is missing, as of that day: all but what people do with it."""
    seed_people(day)
    seed_topics()
    seed_lists()
    draft_cases(moderator(), day)  # lessons point to them
    with clock.at(day - BEFORE_ANYBODY_JOINED):
        seed_courses(Person.objects.get(email="trainer@demo.kg"))


def moderator() -> Person:
    """Who brings the cases in."""
    return Person.objects.get(email="moderator@demo.kg")
