"""What the forum tells somebody, for tests."""

from lms.notifications.kinds import describe
from lms.notifications.models import Notice
from lms.people.models import Person


def told(person: Person) -> list[str]:
    """The kinds of what somebody's list has now, the oldest first; what has no words is not in it."""
    shown = _of_the_forum(person)
    words = describe(shown)
    return [each.kind.removeprefix("forum.") for each in shown if each.pk in words]


def titles(person: Person) -> list[str]:
    """The same as words, in the language that is active."""
    shown = _of_the_forum(person)
    words = describe(shown)
    return [words[each.pk]().title for each in shown]


def _of_the_forum(person: Person) -> list[Notice]:
    shown = Notice.objects.shown().filter(person=person, kind__startswith="forum.")
    return list(shown.order_by("pk"))
