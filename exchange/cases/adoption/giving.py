"""What municipalities gave each other: adoptions in lists, with the cases that they are of and that they became."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, CharField, Count, Q, QuerySet

from exchange.cases.adoption.tree import ADOPTION, CASE, PLACE, Became, cases_of
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption, CaseText
from exchange.cases.models.adoptions import AdoptionQuerySet
from lms.people.models import Municipality
from lms.prepared import Prepared

FIRST = 5  # of each list, on the municipality's own page
PAGE = 20  # on a page of the whole list


@dataclass(frozen=True, slots=True)
class Line:
    """An adoption, the case that it is of, and the one that it became."""

    adoption: Adoption
    source: Became
    result: Became | None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many adoptions there are, how many of them are taken up (`choices.TAKEN_UP`), and how many work."""

    adoptions: int = 0
    taken_up: int = 0
    working: int = 0


def every() -> AdoptionQuerySet:
    """What everybody reads of adoptions, so that lists and counts are the same for all."""
    return Adoption.objects.visible_to(AnonymousUser())


def in_lines(adoptions: QuerySet[Adoption]) -> QuerySet[Adoption]:
    """With what a line needs, and no more: the latest first."""
    places = [f"{of}__{name}" for of in ("giver", "municipality") for name in PLACE]
    rows = adoptions.select_related("case", "giver", "municipality").only(*ADOPTION, *CASE, *places)
    return rows.order_by("-status_on", "-pk")


def lines_of(adoptions: Iterable[Adoption], language: str) -> list[Line]:
    """The lines, in the words of the language."""
    adoptions = list(adoptions)
    keys = {key for each in adoptions for key in (each.case.key, each.result_key) if key}
    cases = cases_of(keys, language)
    return [
        Line(each, cases[each.case.key], cases.get(each.result_key) if each.result_key else None)
        for each in adoptions
    ]


# The first of what a municipality gave (others took of its cases) and of what it took; its cases in the reader's words.
GAVE = Prepared(
    lambda place: in_lines(every().filter(giver=place))[:FIRST], place=BigIntegerField()
)
TOOK = Prepared(
    lambda place: in_lines(every().filter(municipality=place))[:FIRST], place=BigIntegerField()
)
STATUSES = Prepared(
    lambda place: (
        every()
        .filter(Q(giver=place) | Q(municipality=place))
        .order_by()
        .values_list("status", "giver")
        .annotate(n=Count("pk"))
    ),
    place=BigIntegerField(),
)
CASES = Prepared(
    lambda place, language: (
        CaseText.objects.visible_to(AnonymousUser())
        .filter(language=language, case__municipality=place)
        .select_related("case")
        .defer("content")
        .order_by("-case__taken_up_count", "-case__published_at", "-case__pk")[:FIRST]
    ),
    place=BigIntegerField(),
    language=CharField(),
)


def tallies_of(place: Municipality) -> tuple[Tally, Tally]:
    """What it gave, and what it took."""
    gave: Counter[str] = Counter()
    took: Counter[str] = Counter()
    for status, giver, count in STATUSES.all(place=place.pk):
        (gave if giver == place.pk else took)[status] += count
    return _tally(gave), _tally(took)


def _tally(statuses: Counter[str]) -> Tally:
    return Tally(
        statuses.total(),
        sum(statuses[each] for each in TAKEN_UP),
        statuses[AdoptionStatus.WORKING],
    )
