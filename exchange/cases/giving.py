"""What municipalities gave each other: adoptions in lists, with the cases that they are of and that they became."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from exchange.cases.access import User
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption, Case, CaseText
from exchange.cases.models.adoptions import AdoptionQuerySet
from exchange.cases.tree import Became, became_of, texts_of
from lms.people.models import Municipality

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


def given_by(place: Municipality, user: User) -> AdoptionQuerySet:
    """What others took of its cases."""
    return Adoption.objects.visible_to(user).filter(giver=place)


def taken_by(place: Municipality, user: User) -> AdoptionQuerySet:
    """What it took of the cases of others."""
    return Adoption.objects.visible_to(user).filter(municipality=place)


def of_case(case: Case, user: User) -> AdoptionQuerySet:
    """Who took it."""
    return Adoption.objects.visible_to(user).filter(case=case)


def in_lines(adoptions: QuerySet[Adoption]) -> QuerySet[Adoption]:
    """With what a line needs, the latest first."""
    return adoptions.select_related("case", "giver", "municipality").order_by("-status_on", "-pk")


def lines_of(adoptions: Iterable[Adoption], language: str) -> list[Line]:
    """The lines, in the words of the language."""
    adoptions = list(adoptions)
    became = became_of(adoptions, language)
    texts = texts_of((each.case_id for each in adoptions), language)
    return [
        Line(
            each,
            Became(each.case, texts.get(each.case_id)),
            became.get(each.result_key) if each.result_key else None,
        )
        for each in adoptions
    ]


def tallies_of(place: Municipality, user: User) -> tuple[Tally, Tally]:
    """What it gave, and what it took."""
    gave, took = Q(giver=place), Q(municipality=place)
    both = Adoption.objects.visible_to(user).filter(gave | took)
    found = both.aggregate(
        **{f"gave_{name}": count for name, count in counts_of(gave).items()},
        **{f"took_{name}": count for name, count in counts_of(took).items()},
    )
    names = ("adoptions", "taken_up", "working")
    given, taken = (Tally(*(found[f"{act}_{name}"] for name in names)) for act in ("gave", "took"))
    return given, taken


def counts_of(which: Q | None = None) -> dict[str, Count]:
    """The numbers of a tally, as a query counts them."""
    which = which or Q()
    return {
        "adoptions": Count("pk", filter=which),
        "taken_up": Count("pk", filter=which & Q(status__in=TAKEN_UP)),
        "working": Count("pk", filter=which & Q(status=AdoptionStatus.WORKING)),
    }


def cases_of(place: Municipality, user: User, language: str) -> list[CaseText]:
    """Those of its cases that others took up most often."""
    texts = CaseText.objects.visible_to(user).filter(language=language, case__municipality=place)
    order = ("-case__taken_up_count", "-case__published_at", "-case__pk")
    return list(texts.select_related("case").defer("content").order_by(*order)[:FIRST])
