"""What people are told of. Each room names its own kinds, and finds their words when they are shown or mailed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from lms.notifications.models import Notice, Way

Words = str | Promise


@dataclass(frozen=True)
class Told:
    """A notice in words, in one language; `url` begins with a slash, and whoever opens it reads it if so said."""

    title: str
    text: str
    url: str
    is_read_there: bool = False


# Says it in the language that is active when it is called; it asks the database nothing.
Teller = Callable[[], Told]
# Notices of one kind, of whichever people, in few queries: what cannot be told any more is left out.
Describe = Callable[[Sequence[Notice]], Mapping[int, Teller]]


def key_in(notice: Notice) -> int:
    """The key in "membership:12"."""
    return int(notice.subject.partition(":")[2])


def told_of(rows: QuerySet[Any], say: Callable[[Any], Told]) -> Describe:
    """Notices that tell of one row each, found by one query; `say` puts a row into words. What is gone is left out."""

    def describe(notices: Sequence[Notice]) -> dict[int, Teller]:
        found = rows.in_bulk(list({key_in(each) for each in notices}))
        return {
            each.pk: partial(say, found[key]) for each in notices if (key := key_in(each)) in found
        }

    return describe


def everybody(_person: Any) -> bool:
    """The kind concerns whoever has an account."""
    return True


@dataclass(frozen=True)
class Kind:
    """A kind of notices. `about` is one sentence for the page of preferences, below `group` and `label`.

    `way` holds for whoever prefers nothing; `concerns` says on whose page of preferences it stands. `by_sms`: told at
    once, it reaches those without an e-mail address by SMS. They cost: for what somebody waits for.
    """

    name: str
    group: Words
    label: Words
    about: Words
    way: Way
    describe: Describe
    may_be_mailed: bool = True
    by_sms: bool = False
    concerns: Callable[[Any], bool] = everybody


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Join a kind, in `AppConfig.ready`. Raises `ValueError` when the name is another's."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"There are two kinds of notices called {kind.name}.")


def kind_named(name: str) -> Kind | None:
    """The kind of that name; None if no room has it (any more)."""
    return _kinds.get(name)


def all_kinds() -> list[Kind]:
    """In the order in which the rooms joined them."""
    return list(_kinds.values())


def describe(notices: Iterable[Notice]) -> dict[int, Teller]:
    """The words of these notices, by key; a few queries for each kind among them, however many there are.

    Who may see them is not asked here: the notices come from `Notice.objects.shown()`. What has gone since is left out.
    """
    of_kind: dict[str, list[Notice]] = {}
    for notice in notices:
        of_kind.setdefault(notice.kind, []).append(notice)
    told: dict[int, Teller] = {}
    for name, rows in of_kind.items():
        if kind := _kinds.get(name):
            told.update(kind.describe(rows))
    return told
