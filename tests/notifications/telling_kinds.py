"""A room for tests of mail: its kinds, whose words change with the language, and a right that can be taken away."""

from collections.abc import Iterator, Mapping, Sequence

import pytest
from django.db.models import Q
from django.utils.translation import get_language

from lms.notifications import kinds, readers, sections
from lms.notifications.kinds import Kind, Teller, Told
from lms.notifications.models import Notice, Way
from lms.notifications.telling import tell

GONE: set[str] = set()  # subjects that cannot be told any more
FAILING: set[str] = set()  # subjects at which something breaks down
CLOSED: set[str] = set()  # words of readers who see nothing any more
MAY_SEE = "test.members"


def describe(notices: Sequence[Notice]) -> Mapping[int, Teller]:
    def teller(notice: Notice) -> Teller:
        def tell_it() -> Told:
            language = get_language()
            title = f"{notice.subject} ({language})"
            return Told(title, f"<b>{notice.event}</b> & co", f"/{language}/things/{notice.pk}/")

        return tell_it

    if FAILING & {each.subject for each in notices}:
        raise ConnectionError
    return {each.pk: teller(each) for each in notices if each.subject not in GONE}


def kind(name: str, way: Way, *, by_sms: bool = False) -> Kind:
    return Kind(
        name=name,
        group="Иштер",
        label=f"Label of {name}",
        about=f"About {name}.",
        way=way,
        describe=describe,
        by_sms=by_sms,
    )


AT_ONCE, BY_SMS = kind("test.once", Way.AT_ONCE), kind("test.sms", Way.AT_ONCE, by_sms=True)
DAILY, WEEKLY = kind("test.daily", Way.DAILY), kind("test.weekly", Way.WEEKLY)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only these kinds, no sections, and one word of readers beside the account's own."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(sections, "_sections", [])
    monkeypatch.setattr(
        readers, "rules", [lambda _now: Q(readers=MAY_SEE) & ~Q(readers__in=list(CLOSED))]
    )
    for each in (AT_ONCE, BY_SMS, DAILY, WEEKLY):
        kinds.register(each)
    yield
    GONE.clear()
    FAILING.clear()
    CLOSED.clear()


def told(of: Kind, number: int, *people: object, **facts: str) -> None:
    """Something happened, and these people hear of it."""
    facts = {"subject": f"thing:{number}", "place": f"room:{number}"} | facts
    tell(of, event=f"e:{number}", people=people, **facts)
