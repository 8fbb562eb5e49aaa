"""What people are told, for tests: in the language of each, under their rights of now."""

from dataclasses import dataclass

from django.utils.translation import override

from lms.notifications.kinds import describe
from lms.notifications.models import Notice
from lms.people.models import Person


@dataclass(frozen=True)
class Said:
    person: Person
    title: str
    text: str
    url: str


def said_of(event: str) -> list[Said]:
    """What is said of events that begin so, the first first."""
    shown = Notice.objects.shown().filter(event__startswith=event).select_related("person")
    notices = list(shown.order_by("pk"))
    words = describe(notices)
    said = []
    for notice in notices:
        with override(notice.person.language):
            told = words[notice.pk]()
        said.append(Said(notice.person, told.title, told.text, told.url))
    return said
