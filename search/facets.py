"""The filters beside the results: what they and their values are called."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from lms.after_commit import after_commit
from search.asked import Asked
from search.query import FACETS
from search.registry import kinds
from search.remembered import Remembered

TITLES: dict[str, str | Promise] = {
    "kind": _("What to look for"),
    "topic": _("Topic"),
    "service": _("Service"),
    "status": _("Status"),
    "has": _("What it has"),
    "language": _("Language"),
    "region": _("Region"),
    "municipality": _("Municipality"),
    "year": _("Year"),
}
SHOWN = 6  # choices of a facet; the others stand behind a word
CHECKBOX = (
    '<label class="choice"><input type="checkbox" name="{}" value="{}"{}>'
    '{}<span class="n">{}</span></label>'
)
CHECKED = mark_safe(" checked")

Words = Mapping[str, str | Promise]

# The rooms that know a facet join here: what its values are called in a language. What one does not know the next is
# asked for; what none knows is left out. What rows say is remembered: `forget_names` when one of them has changed.
value_names: dict[str, list[Callable[[Collection[str], str], Mapping[str, str]]]] = defaultdict(
    list
)
value_words: dict[str, Callable[[Collection[str], str], Words]] = {
    "kind": lambda values, language: {name: kind.words for name, kind in kinds().items()},
    "language": lambda values, language: dict(settings.LANGUAGES),
    # Of the digits in other scripts some are no numbers: “²”.
    "year": lambda values, language: {value: value for value in values if value.isdecimal()},
}

# By facet and language; filled as it is asked for.
NAMES: Remembered[dict[tuple[str, str], dict[str, str]]] = Remembered(
    "search:names", lambda: defaultdict(dict)
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A checkbox of a facet, here, in the catalogue and in the explorer of records: its value and how many it has."""

    value: str
    words: str | Promise
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its choices: those that come first, and the rest."""

    name: str
    title: str | Promise
    choices: list[Choice]
    others: list[Choice]

    @classmethod
    def of(cls, name: str, choices: Sequence[Choice]) -> "Facet":
        """What comes first of these, and what is chosen, stands open."""
        first = [c for n, c in enumerate(choices) if n < SHOWN or c.is_chosen]
        others = [c for n, c in enumerate(choices) if n >= SHOWN and not c.is_chosen]
        return cls(name, TITLES[name], first, others)

    @property
    def drawn(self) -> SafeString:
        """The checkboxes that come first."""
        return self._drawn(self.choices)

    @property
    def drawn_others(self) -> SafeString:
        """The checkboxes behind a word."""
        return self._drawn(self.others)

    def _drawn(self, choices: Iterable[Choice]) -> SafeString:
        # Sixty on a page: as includes they took half of the time of drawing it.
        return format_html_join(
            "",
            CHECKBOX,
            (
                (
                    self.name,
                    each.value,
                    CHECKED if each.is_chosen else "",
                    each.words,
                    number_format(each.count, force_grouping=True),
                )
                for each in choices
            ),
        )


@dataclass(frozen=True)
class Chip:
    """A filter in force, and the state of the page without it."""

    words: str | Promise
    rest: Asked


def facets_of(
    counts: Mapping[str, Mapping[str, int]], asked: Asked, language: str
) -> tuple[list[Facet], list[Chip]]:
    """The facets that tell something, and the filters in force."""
    facets, chips = [], []
    for name in FACETS:
        chosen = asked.filters.get(name, ())
        choices = choices_of(name, counts.get(name, {}), chosen, language)
        words = {each.value: each.words for each in choices}
        chips += [Chip(words.get(value, value), asked.without(name, value)) for value in chosen]
        if len(choices) > 1 or any(each.is_chosen for each in choices):
            facets.append(Facet.of(name, choices))
    return facets, chips


def choices_of(
    name: str, counts: Mapping[str, int], chosen: Collection[str], language: str
) -> list[Choice]:
    """What one may choose of a facet, in the order of the page: what is counted, and what is chosen already."""
    values = dict.fromkeys([*chosen, *counts])
    words = words_of(name, values, language) if values else {}
    choices = [
        Choice(value, words[value], counts.get(value, 0), value in chosen)
        for value in values
        if value in words
    ]
    return sorted(choices, key=_order(name))


def words_of(name: str, values: Collection[str], language: str) -> Words:
    """What these values of a facet are called; those that do not exist are left out."""
    if name in value_names:
        return _names_of(NAMES.get()[name, language], name, values, language)
    return value_words[name](values, language)


def forget_names() -> None:
    """Something by which one filters has another name: after the commit it is asked for again."""
    after_commit(NAMES.forget)


def _names_of(
    known: dict[str, str], name: str, values: Collection[str], language: str
) -> Mapping[str, str]:
    """What these values are called: those that nobody has asked for yet are asked for now."""
    missing = [value for value in values if value not in known]
    for ask in value_names[name] if missing else ():
        known.update(ask([value for value in missing if value not in known], language))
    return known


def _order(name: str) -> Callable[[Choice], tuple[int, str]]:
    """Years from the latest, everything else from the most frequent."""
    if name == "year":
        return lambda choice: (-int(choice.value), "")
    return lambda choice: (-choice.count, str(choice.words))
