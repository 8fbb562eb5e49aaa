"""The kinds of activities: each room that has one says here which pages they are and who shows them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from courses.catalogue.models import Activity
from courses.catalogue.outline import Outline, OutlineActivity

ShowActivity = Callable[[HttpRequest, Outline, OutlineActivity], HttpResponse]


@dataclass(frozen=True)
class Kind:
    """A kind of activity.

    `show` answers its address; `size` is what lists say of it (questions of a quiz), `size_words` says it, and
    `done_words` that it is done.
    """

    name: str
    model: type[Activity]
    show: ShowActivity
    done_words: str | Promise
    size: Callable[[Any], int]
    size_words: Callable[[OutlineActivity], str]


KINDS: dict[str, Kind] = {}


def register_kind(
    name: str,
    model: type[Activity],
    show: ShowActivity,
    *,
    done_words: str | Promise,
    size_words: Callable[[OutlineActivity], str],
    size: Callable[[Any], int] = lambda page: 0,
) -> None:
    """Make a kind of activity known; called in `AppConfig.ready` of the room that has it."""
    KINDS[name] = Kind(name, model, show, done_words, size, size_words)
