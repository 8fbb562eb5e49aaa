"""What somebody is told, for tests."""

from lms.notifications.kinds import describe
from lms.notifications.models import Notice
from lms.people.models import Person


def told(person: Person) -> list[str]:
    """The kinds of what somebody's list has now, the oldest first; what has no words is not in it."""
    shown = Notice.objects.shown().filter(person=person).order_by("pk")
    words = describe(shown)
    return [each.kind.removeprefix("forum.") for each in shown if each.pk in words]


def titles(person: Person) -> list[str]:
    """The same as words, in the language that is active."""
    shown = list(Notice.objects.shown().filter(person=person).order_by("pk"))
    words = describe(shown)
    return [words[each.pk]().title for each in shown]
