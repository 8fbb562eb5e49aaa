"""What is asked of a document, as plain values: rooms say it, an engine puts it into its own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class OneOf:
    """The field has one of the values; with none of them, nothing fits."""

    field: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Between:
    """The field is at least `since` and below `until`; None is open. A document without the field does not fit."""

    field: str
    since: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Begins:
    """Each of the words begins a word of the field."""

    field: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Each of the conditions holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of the conditions holds."""

    conditions: tuple["Condition", ...]


Condition: TypeAlias = OneOf | Between | Begins | Not | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Facet:
    """What is counted: the values of a field, or how many fit each of some conditions with names."""

    values_of: str = ""
    conditions: Mapping[str, Condition] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """Documents that fit `always` and each of `filters`; a facet of a filter's name is counted without that filter.

    `after` are the values of the sort fields behind which the page begins.
    """

    always: tuple[Condition, ...]
    filters: Mapping[str, Condition] = field(default_factory=dict)
    facets: Mapping[str, Facet] = field(default_factory=dict)
    sort: tuple[str, ...] = ()
    after: Sequence[Any] = ()
    limit: int = 50


@dataclass(slots=True)
class Found:
    """The values of the sort fields of each document of the page, how many fit, and the counts."""

    hits: list[list[Any]]
    total: int
    facets: dict[str, dict[Any, int]]


@dataclass(frozen=True, slots=True)
class Document:
    """One document in one version; without fields it is not there any more."""

    key: str
    version: int
    fields: Mapping[str, Any] | None
