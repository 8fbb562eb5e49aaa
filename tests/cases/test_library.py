"""The library against a naive count of its rows: what is listed, what each choice would list, where cases are."""

import re
from collections import Counter
from html import unescape
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from exchange.cases.choices import AdoptionStatus
from exchange.cases.drawing import map_of
from exchange.cases.listing import Library, read_library
from exchange.cases.models import Case
from exchange.cases.narrowing import NAMES, SIZE
from exchange.cases.searching import facets_of
from lms.people.models import Municipality, Region
from search.indexing import touch
from tests import make
from tests.cases import library
from tests.cases.adoptions import begin, step, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> list[Municipality]:
    return [make.municipality() for _ in range(2)]


@pytest.fixture
def cases(places: list[Municipality]) -> list[Case]:
    """Sixteen of every sort."""
    texts = {"ru": "Одна машина", "ky": "Бир унаа"}
    records = []
    for place, services, full, languages in product(
        places, (["waste"], ["waste", "water"]), (True, False), (["ky"], ["ru", "ky"])
    ):
        words = {code: texts[code] for code in languages}
        rows = {"indicators": [{"what": words, "unit": words, "after": 1}]} if full else {}
        records.append(
            library.data(
                place,
                services=services,
                languages=languages,
                status="failed" if full else "running",
                started="2023-05-01" if full else "2025-05-01",
                **dict.fromkeys(("title", "summary", "problem", "done"), words),
                **rows,
            )
        )
    made = library.bring(*records)
    for n in (1, 5, 6, 9):  # taken up, one by two; another was only planned
        taken(made[n])
    taken(made[5], status=AdoptionStatus.UNDER_WAY)
    taken(made[12], status=AdoptionStatus.PLANNING)
    for each in made:
        touch("case", str(each.key))
    return made


def read(query: str = "") -> Library:
    return read_library(AnonymousUser(), "ru", QueryDict(query))


def values_of(case: Case) -> dict[str, list[str]]:
    languages = [each.language for each in case.texts.all() if each.language == each.text_language]
    facets = facets_of(case)
    return facets | {"service": facets["topic"], "language": languages}


def naive(cases: list[Case], filters: dict[str, list[str]]) -> list[Case]:
    return [
        case
        for case in cases
        if all(set(wanted) & set(values_of(case)[name]) for name, wanted in filters.items())
    ]


QUERIES = [
    "",
    "service=water",
    "service=water&service=waste",
    "status=failed&has=results",
    "language=ru&service=water",
    "year=2023",
    "year=2023&year=2025&language=ky",
    "year=soon",
    "has=nothing",
    "has=adopted",
    "has=adopted&has=results&service=waste",
    "status=running&has=results",
]


@pytest.mark.parametrize("query", QUERIES)
def test_lists_and_counts_are_those_of_a_naive_count(cases: list[Case], query: str):
    filters = dict(QueryDict(query).lists())
    found = read(query)
    expected = naive(cases, filters)
    assert found.page.paginator.count == len(expected)
    assert {text.case.key for text in found.texts} <= {case.key for case in expected}
    for facet in found.facets:
        others = {name: values for name, values in filters.items() if name != facet.name}
        counted = Counter(v for c in naive(cases, others) for v in values_of(c)[facet.name])
        shown = {c.value: c.count for c in [*facet.choices, *facet.others] if c.count}
        assert shown == dict(counted), facet.name


@pytest.mark.parametrize("query", [query for query in QUERIES if query])
def test_words_narrow_as_browsing_does(cases: list[Case], query: str):
    browsed, found = read(query), read(f"q=машина&{query}")
    # By words, what is not written in Russian is found by what is said around it.
    assert found.page.paginator.count <= browsed.page.paginator.count
    assert read(f"q=отходы&{query}").page.paginator.count == browsed.page.paginator.count


def test_a_case_in_kyrgyz_is_found_by_russian_words_and_shown_with_its_language(client: Client):
    case = library.case(languages=["ky"], title="Бир унаа", summary="Үч айыл", services=["water"])
    html = unescape(client.get("/ru/cases/", {"q": "питьевая вода"}).content.decode())
    assert f"/ru/cases/{case.slug}/" in html
    assert 'lang="ky">Бир унаа' in html
    assert "кыргызча" in html


def test_map_and_table_say_the_same_however_the_list_is_narrowed(client: Client, cases: list[Case]):
    everything = Counter(case.municipality.district.region.code for case in cases)
    for query in ("", "status=failed"):
        assert read(query).regions == dict(everything)
    # It counts all cases: between words and what they found it would stand in the way.
    assert '<svg class="map"' not in client.get("/ru/cases/?q=машина").content.decode()
    html = client.get("/ru/cases/?status=failed").content.decode()
    for code, count in everything.items():
        taken_up = sum(
            c.taken_up_count for c in cases if c.municipality.district.region.code == code
        )
        numbers = f'<td class="n">{count}</td><td class="n">{taken_up}</td>'
        assert re.search(rf'href="\?region={code}#found">[^<]+</a></th>{numbers}', html)


def test_the_search_is_above_the_map_and_what_narrows_the_list_leads_to_it(
    places: list[Municipality],
):
    library.bring(*[library.data(places[0]) for _ in range(SIZE + 1)])
    page = Client().get("/ru/cases/?service=waste").content.decode()
    html = page[page.index("<main") : page.index("</main>")]
    assert html.index('id="cq"') < html.index('<svg class="map"') < html.index('id="found"')
    narrowing = re.findall(r'href="(\?[^"]*)"', html)
    assert any("page=2" in each for each in narrowing)
    assert any("region=" in each for each in narrowing)
    assert all(each.endswith("#found") for each in narrowing), narrowing
    assert html.count('action="#found"') == html.count("<form ") == 2


def by_adoptions(cases: list[Case]) -> list[Case]:
    return sorted(cases, key=lambda c: (c.taken_up_count, c.published_at, c.pk), reverse=True)


def test_what_was_taken_up_most_often_comes_first_unless_the_latest_are_asked_for(
    cases: list[Case],
):
    keys = [case.key for case in by_adoptions(cases)]
    assert [text.case.key for text in read().texts] == keys
    assert [text.case.key for text in read("sort=often").texts] == keys
    latest = sorted(cases, key=lambda case: (case.published_at, case.pk), reverse=True)
    assert [text.case.key for text in read("sort=date").texts] == [case.key for case in latest]


def test_by_words_too(cases: list[Case]):
    counts = [text.case.taken_up_count for text in read("q=отходы&sort=often").texts]
    assert len(counts) == len(cases)
    assert counts == sorted(counts, reverse=True)


def test_orders_lead_to_themselves_and_keep_the_filters():
    for query in ("service=waste", "q=машина&has=adopted&sort=date"):
        asked = read(query).asked
        for _words, again, is_chosen in asked.orders:
            other = read(again).asked
            assert (other.filters, other.text) == (asked.filters, asked.text)
            assert (other.sort == asked.sort) == is_chosen


def test_the_darkest_region_has_most_and_a_region_without_cases_is_grey():
    counts = {"41702000000000": 9, "41704000000000": 1}
    for code in counts:
        Region.objects.create(code=code, name_ru=code)
    tones = {each.code: each.tone for each in map_of(counts, {}, "ru")}
    assert (tones["41702000000000"], tones["41704000000000"], tones[""]) == (4, 1, 0)


def test_pages_are_of_twenty_and_every_case_stands_on_one(places: list[Municipality]):
    made = library.bring(*[library.data(places[0]) for _ in range(SIZE + 3)])
    pages = [read(f"page={n}") for n in (1, 2)]
    listed = [text.case.key for page in pages for text in page.texts]
    assert len(pages[0].texts) == SIZE
    assert sorted(listed) == sorted(case.key for case in made)
    assert read("page=9").texts == pages[1].texts
    assert read("page=x").texts == pages[0].texts


@pytest.mark.parametrize(
    "query",
    ["q=%F0%9F%98%80", "service=" + "x" * 500, "page=-1", "year=20245", "q=a&page=" + "9" * 5000],
)
def test_whatever_stands_in_the_address_is_answered(client: Client, query: str):
    library.case()
    assert client.get(f"/ru/cases/?{query}").status_code == 200


def test_an_empty_library_says_so(client: Client):
    assert client.get("/ky/cases/").status_code == 200


def test_every_facet_has_a_title_in_every_language(cases: list[Case]):
    for language in ("ky", "ru", "en"):
        with translation.override(language):
            facets = read_library(AnonymousUser(), language, QueryDict()).facets
            assert [facet.name for facet in facets] == list(NAMES)
            assert all(str(facet.title) for facet in facets)


def test_a_step_is_seen_at_once_by_whoever_browses_and_by_whoever_searches():
    case = library.case()
    adoption = begin(case)
    for query in ("has=adopted", "q=машина&has=adopted"):
        assert read(query).texts == [], query
    step(adoption, AdoptionStatus.UNDER_WAY)
    for query in ("has=adopted", "q=машина&has=adopted"):
        assert [text.case.key for text in read(query).texts] == [case.key], query
    step(adoption, AdoptionStatus.STOPPED, note="Полигон закрыли.")
    for query in ("has=adopted", "q=машина&has=adopted"):
        assert read(query).texts == [], query
