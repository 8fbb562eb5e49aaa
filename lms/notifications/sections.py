"""What a digest tells beside notices: higher rooms join sections, such as what is unread in the forum."""

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime

from lms.notifications.kinds import Kind, Teller, Words
from lms.notifications.models import Preference, Way


@dataclass(frozen=True)
class Asked:
    """What a section is asked for: these people, by key; what is new since that moment.

    `told` has, for each of them, the places ("topic:45") that the digest tells of already: they are left out.
    """

    people: Collection[int]
    since: datetime
    told: Mapping[int, Set[str]] = field(default_factory=dict)


# For each person what they are told, the most important first, under their rights of now: few queries for however many.
Gather = Callable[[Asked], Mapping[int, Sequence[Teller]]]


@dataclass(frozen=True)
class Section:
    """A part of digests. It comes as its kind is preferred: every day, every week, or not; the kind has no notices."""

    kind: Kind
    heading: Words
    gather: Gather


_sections: list[Section] = []


def register(section: Section) -> None:
    """Join a section, in `AppConfig.ready`, beside its kind; joined again it is the same one."""
    if section not in _sections:
        _sections.append(section)


def all_sections() -> list[Section]:
    """In the order in which the rooms joined them."""
    return list(_sections)


def who_wants(section: Section, ways: Collection[Way], people: Collection[int]) -> list[int]:
    """Those of these people to whom the section comes in one of these ways."""
    kind = section.kind
    mine = Preference.objects.filter(kind=kind.name, person__in=people)
    preferred = dict(mine.values_list("person_id", "way"))
    return [pk for pk in people if preferred.get(pk, kind.way) in ways]
