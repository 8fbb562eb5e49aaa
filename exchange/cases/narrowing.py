"""What the library asks the database: which cases fit, and how many each choice of a facet has.

The questions are prepared, for each shape that narrowing has: which facets, and how many values of each. To build and
compile the nine of one page took longer than all the rest of it (decision 0005).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Cast

from exchange.cases import access
from exchange.cases.models import Case, CaseText
from exchange.cases.models.published import CaseTextQuerySet
from lms.prepared import Prepared, PreparedForMany, Slot
from search.engines.base import Sort

SIZE = 20  # cases on a page
# Facets in their order, and what of a text's case has the value.
FACETS = {
    "service": "case__services__key",
    "region": "case__municipality__district__region__code",
    "municipality": "case__municipality__code",
    "status": "case__status",
    "year": "case__year",
    "language": "case__texts__language",
}
# What a case may have: each is a choice of one more facet.
HAS = {"results": Q(case__has_results=True), "adopted": Q(case__taken_up_count__gt=0)}
NAMES = (*FACETS, "has")
# Where it was written, not where it is only shown.
WRITTEN = {"language": Q(case__texts__text_language=F("case__texts__language"))}
# Of all cases, however they are narrowed, by region: how many, and how often others took them up.
MAP, TAKEN = "map", "taken"
TOTAL = "total"
ORDERS: dict[Sort, tuple[str, ...]] = {
    "date": ("-published_at", "-case_id"),
    # All columns of one table, so that an index has them in this order.
    "often": ("-case__taken_up_count", "-case__published_at", "-case__pk"),
}
CASES = Count("pk")
# What a list says of a case.
OF_A_CARD = (
    *("title", "summary", "text_language", "published_at"),
    *(f"case__{name}" for name in ("key", "slug", "year", "status")),
    *(f"case__{name}" for name in ("has_results", "taken_up_count")),
    *(f"case__municipality__name_{code}" for code in ("ky", "ru", "en")),
)
PLACES = (
    1,
    2,
    5,
    20,
)  # the values of a facet are put into so many; the first stands in what is left over
SHAPES = 500  # that are kept; people seldom narrow by more than three things
NOTHING = Q(language="")

# By what is narrowed: of a facet the number of its places, of “has” the choices themselves.
Shape: TypeAlias = tuple[tuple[str, int | tuple[str, ...]], ...]
Counts: TypeAlias = dict[str, dict[str, int]]
Counted: TypeAlias = tuple[str, str, int]  # facet, value, how many


def count_choices(language: str, filters: Mapping[str, Sequence[str]]) -> Counts:
    """How many cases each choice has with the other filters in force; of them all; and of each region, unnarrowed."""
    shape, values = _shape_of(filters)
    return _read(_counting(shape).all(language=language, **values))


def _read(rows: Iterable[Counted]) -> Counts:
    """The answers of all, by facet and value."""
    counts: Counts = defaultdict(dict)
    for name, value, count in rows:
        if count or name == TAKEN:
            counts[name][value] = count
    return counts


def texts_from(
    start: int, language: str, filters: Mapping[str, Sequence[str]], order: Sort
) -> list[CaseText]:
    """A page of what fits, from that place on."""
    shape, values = _shape_of(filters)
    return _listing(shape, order, start).all(language=language, **values)


def _every(language: str | Slot) -> CaseTextQuerySet:
    # A guest's rights, which are everybody's.
    guest = AnonymousUser()
    return CaseText.objects.filter(access.texts_visible_to(guest), language=language)


def _with_facts(texts: CaseTextQuerySet) -> QuerySet[CaseText]:
    return texts.select_related("case__municipality").only(*OF_A_CARD)


# The texts of these cases, in whatever order.
TEXTS = PreparedForMany(
    lambda about, language: _with_facts(_every(language).filter(about).order_by()),
    "case__key",
    Case._meta.get_field("key"),
    language=CharField(),
)
# The services of these cases: the case, and the key of the service.
SERVICES: PreparedForMany[tuple[int, str]] = PreparedForMany(
    lambda about: (
        Case.services.through.objects.filter(about)
        .order_by("service__order", "service__key")
        .values_list("case_id", "service__key")
    ),
    "case",
    BigIntegerField(),
)


def _shape_of(filters: Mapping[str, Sequence[str]]) -> tuple[Shape, dict[str, object]]:
    """What a question is prepared for, and what it is filled in with."""
    shape: list[tuple[str, int | tuple[str, ...]]] = []
    filled: dict[str, object] = {}
    for name, asked in filters.items():
        if name == "has":
            shape.append((name, tuple(each for each in HAS if each in asked)))
            continue
        wanted: list[object] = [_year(each) for each in asked] if name == "year" else [*asked]
        places = next(each for each in PLACES if each >= len(wanted))
        wanted += wanted[:1] * (places - len(wanted))
        shape.append((name, places))
        filled |= {f"{name}_{place}": value for place, value in enumerate(wanted)}
    return tuple(shape), filled


def _year(value: str) -> int:
    """The year, or one in which nothing was."""
    return int(value) if value.isascii() and value.isdigit() and len(value) == 4 else 0


def _fields_of(shape: Shape) -> dict[str, Any]:
    fields: dict[str, Any] = {"language": CharField()}
    for name, places in shape:
        for place in range(places if isinstance(places, int) else 0):
            fields[f"{name}_{place}"] = IntegerField() if name == "year" else CharField()
    return fields


def _narrowed(texts: CaseTextQuerySet, shape: Shape, slots: Mapping[str, Slot]) -> CaseTextQuerySet:
    for name, places in shape:
        if isinstance(places, tuple):
            has = Q()
            for each in places:
                has |= HAS[each]
            texts = texts.filter(has if places else NOTHING)
            continue
        wanted = [slots[f"{name}_{place}"] for place in range(places)]
        if name in {"service", "language"}:  # a case has several: it is listed once
            texts = texts.filter(case__in=_cases_of(name, wanted))
        else:
            texts = texts.filter(**{f"{FACETS[name]}__in": wanted})
    return texts


def _cases_of(name: str, wanted: Sequence[Slot]) -> QuerySet[Any, Any]:
    if name == "service":
        return Case.services.through.objects.filter(service__key__in=wanted).values("case")
    written = CaseText.objects.filter(text_language=F("language"), language__in=wanted)
    return written.order_by().values("case")


@lru_cache(maxsize=SHAPES)
def _listing(shape: Shape, order: Sort, start: int) -> Prepared[CaseText]:
    def build(language: Slot, **slots: Slot) -> QuerySet[CaseText]:
        texts = _with_facts(_narrowed(_every(language), shape, slots))
        return texts.order_by(*ORDERS[order])[start : start + SIZE]

    return Prepared(build, **_fields_of(shape))


@lru_cache(maxsize=SHAPES)
def _counting(shape: Shape) -> Prepared[Counted]:
    """All counts of a page in one question."""

    def build(language: Slot, **slots: Slot) -> QuerySet[Any, Counted]:
        every = _every(language)
        questions = [_count(TOTAL, _narrowed(every, shape, slots))]
        for name in NAMES:
            others = _narrowed(every, tuple(each for each in shape if each[0] != name), slots)
            if name == "has":
                questions += [_count(name, others.filter(HAS[each]), value=each) for each in HAS]
            else:
                questions.append(_count(name, others, FACETS[name]))
        return _union([*questions, *_by_region(every)])

    return Prepared(build, **_fields_of(shape))


def _union(questions: Sequence[QuerySet[Any, Counted]]) -> QuerySet[Any, Counted]:
    return questions[0].union(*questions[1:], all=True)


def _by_region(every: CaseTextQuerySet) -> list[QuerySet[Any, Counted]]:
    region = FACETS["region"]
    return [
        _count(MAP, every, region),
        _count(TAKEN, every, region, count=Sum("case__taken_up_count")),
    ]


def _count(
    name: str, texts: CaseTextQuerySet, path: str = "", value: str = "", count: Any = CASES
) -> QuerySet[Any, Counted]:
    """Rows of `name`, a value, and how many cases have it: the values of `path`, or all of them as `value`."""
    texts = texts.filter(WRITTEN.get(name, Q()))
    if name == "service":
        texts = texts.filter(case__services__isnull=False)
    what = Cast(F(path), CharField()) if path else Value(value, CharField())
    return (
        texts.order_by()
        .annotate(facet=Value(name, CharField()), value=what)
        .values("facet", "value")
        .annotate(count=count)
        .values_list("facet", "value", "count")
    )
