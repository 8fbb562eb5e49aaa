"""Cases on the home page: what others took up most, and what a municipality like one's own has done."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db.models import BigIntegerField, CharField, Exists, F, OuterRef
from django.db.models.functions import Abs
from django.utils.safestring import SafeString

from exchange.cases.adoption.branches import branches_html
from exchange.cases.adoption.tree import Tree, tree_of
from exchange.cases.cards import cards_of
from exchange.cases.choices import Status
from exchange.cases.models import Adoption, Case, CaseText
from exchange.cases.narrowing import texts_from
from lms.people.models import Municipality
from lms.prepared import Prepared

CARDS = 3
BRANCHES = 3  # of the tree on the first page; the case's own page has all
KEPT = timedelta(hours=1)  # which case is like which municipality changes with the library
# A guest's rights, which are everybody's (`exchange.cases.access.texts_visible_to`).
SHOWN: Prepared[CaseText] = Prepared(
    lambda case, language: (
        CaseText.objects.visible_to(AnonymousUser())
        .filter(case=case, language=language)
        .select_related("case__municipality")
        .only(
            *("title", "text_language", "case__slug", "case__population", "case__has_results"),
            *(f"case__municipality__name_{code}" for code in ("ky", "ru", "en")),
        )
        .order_by()
    ),
    case=BigIntegerField(),
    language=CharField(),
)


@dataclass(frozen=True)
class Leading:
    """The case that was taken up most often, and who did it after."""

    text: CaseText
    tree: Tree
    branches: SafeString


@dataclass(frozen=True)
class Near:
    """A case of a municipality like one's own: by the number of its people, or of the same region."""

    text: CaseText
    is_of_region: bool


@dataclass(frozen=True)
class Examples:
    """`leading`: None while nobody has taken up anything; `cards`: others, as the library shows them."""

    leading: Leading | None
    cards: list[SafeString]


def examples(language: str) -> Examples:
    """For whoever has never been here: eight queries at most."""
    texts = texts_from(0, language, {}, "often")[: CARDS + 1]
    leading = None
    if texts and texts[0].case.taken_up_count:
        leading = _leading(texts.pop(0), language)
    return Examples(leading, cards_of(texts[:CARDS], language))


def _leading(text: CaseText, language: str) -> Leading:
    case = text.case = Case.objects.select_related("municipality").get(pk=text.case_id)
    tree = tree_of(case, language)
    drawn = tree.branches[:BRANCHES]
    more = tree.more + len(tree.branches) - len(drawn)
    return Leading(text, tree, branches_html(drawn, more, case, language))


def done_in_one_like(place: int | None, language: str) -> Near | None:
    """What works in a municipality like this one, and it has not taken up; a query. None for whoever works in none."""
    if place is None:
        return None
    name = f"website:like:{place}"
    if (found := cache.get(name)) is None:
        found = _case_for(Municipality.objects.select_related("district").get(pk=place))
        cache.set(name, found, KEPT.total_seconds())
    case, is_of_region = found
    text = SHOWN.first(case=case, language=language) if case else None
    return Near(text, is_of_region) if text else None


def _case_for(place: Municipality) -> tuple[int | None, bool]:
    """A case of one with about as many people; where nobody has said how many there are, of one in the same region."""
    mine = Adoption.objects.filter(case=OuterRef("pk"), municipality=place)
    shown = CaseText.objects.visible_to(AnonymousUser()).filter(case=OuterRef("pk"))
    fitting = Case.objects.filter(Exists(shown), ~Exists(mine), status=Status.RUNNING)
    fitting = fitting.exclude(municipality=place)
    if is_of_region := place.population is None:
        fitting = fitting.filter(municipality__district__region=place.district.region_id)
        distance: list[Any] = []
    else:
        fitting = fitting.exclude(population=None)
        distance = [Abs(F("population") - place.population)]
    # With figures to compare with before those without.
    ordered = fitting.order_by("-has_results", *distance, "-taken_up_count", "pk")
    return ordered.values_list("pk", flat=True).first(), is_of_region
