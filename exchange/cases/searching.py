"""Cases as they are searched: only what is published, in the languages that it is written in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from exchange.cases.choices import Status
from exchange.cases.content import words_of
from exchange.cases.models import Case, CaseAddress, CaseText, Service, Tag
from exchange.cases.models.published import CaseTextQuerySet
from lms.languages import LANGUAGES
from lms.people.models import Municipality
from lms.people.renaming import on_renamed
from search.facets import forget_names, value_names, value_words
from search.indexing import touch
from search.registry import Draft, Kind, Reader, Shown, register

WEIGHT = 1.2  # what somebody has done answers better than what they say of it
HAS: dict[str, str | Promise] = {
    "results": _("results in figures"),
    "adopted": _("taken up by others"),
}


def register_kind() -> None:
    """Make cases known to the search, and what their facets are called."""
    register(Kind("case", _("Cases"), case_drafts, case_keys, show_cases, _("Case")))
    for name in ("service", "topic"):
        value_names[name].append(_service_words)
    on_renamed[Municipality].append(_follow_places)
    value_words["status"] = lambda values, language: dict(Status.choices)
    value_words["has"] = lambda values, language: HAS


def _service_words(values: Collection[str], language: str) -> dict[str, str]:
    """What services are called."""
    return {each.key: each.name_in(language) for each in Service.objects.filter(key__in=values)}


def follow_cases(keys: Collection[UUID]) -> None:
    """Cases were published, changed or taken down."""
    touch("case", *map(str, keys))


def follow_adoptions(cases: Collection[int]) -> None:
    """Others did it after, or stopped: its facet and its place in the order say so."""
    follow_cases(
        list(Case.objects.filter(pk__in=cases).order_by("key").values_list("key", flat=True))
    )


def follow_list(thing: Service | Tag) -> None:
    """The name of a service or a challenge was changed: its cases are found by the new one."""
    forget_names()
    touch("case", *sorted(str(key) for key in thing.cases.values_list("key", flat=True)))


def _follow_places(keys: Collection[int]) -> None:
    """Cases are found by the names of where they are."""
    cases = Case.objects.filter(municipality__in=keys).order_by("key")
    touch("case", *map(str, cases.values_list("key", flat=True)))


def case_keys() -> list[str]:
    """All cases that are published."""
    keys = CaseText.objects.filter(text_language=F("language")).order_by("case")
    return [str(key) for key in dict.fromkeys(keys.values_list("case__key", flat=True))]


def case_drafts(keys: Collection[str]) -> dict[str, list[Draft]]:
    """The words of each language; around them what the case is about, in every language, so that it is found by any."""
    drafts: dict[str, list[Draft]] = defaultdict(list)
    texts = _texts(keys).prefetch_related("case__services", "case__tags")
    for text in texts.filter(text_language=F("language")):
        case = text.case
        about = " ".join(dict.fromkeys(_about(case)))
        drafts[str(case.key)].append(
            Draft(
                language=text.language,
                title=text.title,
                body="\n".join(filter(None, words_of(text.content))),
                extra=about,
                facets=facets_of(case),
                moment=case.published_at,
                weight=WEIGHT,
                times=case.taken_up_count,
            )
        )
    return drafts


def facets_of(case: Case) -> dict[str, list[str]]:
    """What a case is narrowed by in the search: its services are topics there, as those of courses and of the forum."""
    place = case.municipality
    return {
        "topic": [each.key for each in case.services.all()],
        "status": [case.status],
        "municipality": [place.code],
        "region": [place.district.region.code],
        "has": [
            *(["results"] if case.has_results else []),
            *(["adopted"] if case.taken_up_count else []),
        ],
        "year": [str(case.year)],
    }


def _about(case: Case) -> Iterable[str]:
    for thing in [*case.services.all(), *case.tags.all(), case.municipality]:
        for code in LANGUAGES:
            yield thing.name_in(code)


def show_cases(user: Reader, keys: Collection[str], language: str) -> dict[str, Shown]:
    """Those that this reader may open, in the words that they will read."""
    shown = {}
    for text in _texts(keys).visible_to(user).filter(language=language):
        with translation.override(language):
            url = reverse("case", args=[text.case.slug])
        shown[str(text.case.key)] = Shown(
            title=text.title,
            url=url,
            language=text.text_language,
            municipality=text.case.municipality.name_in(language),
            note=str(text.case.get_status_display()) if text.case.status != Status.RUNNING else "",
        )
    return shown


def _texts(keys: Collection[str]) -> CaseTextQuerySet:
    rows = CaseText.objects.filter(case__key__in=keys)
    return rows.select_related("case__municipality__district__region").order_by("case", "language")


def things_at(pages: Mapping[str, Mapping[str, Any]]) -> dict[str, tuple[str, str]]:
    """The kind and the key of the case at each of these paths, under its address of now or an earlier one."""
    slugs = {facts["slug"] for facts in pages.values()}
    addresses = CaseAddress.objects.filter(slug__in=slugs)
    keys = dict(addresses.values_list("slug", "case__key"))
    return {
        path: ("case", str(keys[facts["slug"]]))
        for path, facts in pages.items()
        if facts["slug"] in keys
    }
