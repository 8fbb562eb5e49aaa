"""Whatever was written and whatever is asked, both engines find the same, and so does a recount by hand."""

from collections import defaultdict
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from search.analysis import tokens
from search.engines.base import Answer, Question, Reading, Term
from search.engines.database import DatabaseEngine
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import SearchEntry, SearchWord
from search.registry import Draft
from search.tasks import learn_words
from tests.search.things import Things

WORDS = ["мусор", "мусора", "вывоз", "вода", "воды", "бюджет", "сельский"]
WORDS += ["таштанды", "суу", "тазалоо", "water", "budget"]
SLIPS = ["мусар", "вывозз", "бюджит", "вада", "xyzzy", "2026"]
LANGUAGES = ("ky", "ru", "")
MOMENTS = (None, datetime(2024, 5, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC))
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
FACETS = ("kind", "language", "topic", "region", "year")

sentences = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
facets = st.fixed_dictionaries(
    {},
    optional={
        "topic": st.lists(st.sampled_from(["waste", "water", "budget"]), min_size=1, max_size=2),
        "region": st.sampled_from([["osh"], ["naryn"]]),
        "course": st.sampled_from([["c1"], ["c2"]]),
    },
)
audiences = st.sampled_from([("public",), ("member",), ("person:1", "role:manager"), ()])


@st.composite
def things(draw: st.DrawFn) -> list[Draft]:
    """A thing in one to three languages, each of a day and for readers of its own."""
    return [
        Draft(
            language,
            title=draw(sentences),
            body=draw(sentences),
            extra=draw(sentences),
            facets=draw(facets),
            access=draw(audiences),
            moment=draw(st.sampled_from(MOMENTS)),
            times=draw(st.sampled_from([0, 0, 2, 11])),
        )
        for language in draw(st.lists(st.sampled_from(LANGUAGES), max_size=3, unique=True))
    ]


def term_of(word: str, synonyms: tuple[tuple[str, ...], ...] = ()) -> Term:
    (token,) = tokens(word)
    return Term(token.form, token.stems, token.loose, synonyms)


stems = st.sampled_from(WORDS).map(lambda word: term_of(word).stems[0])
terms = st.builds(
    term_of,
    st.sampled_from([*WORDS, *SLIPS]),
    st.lists(st.lists(stems, min_size=1, max_size=2).map(tuple), max_size=2).map(tuple),
)
readings = st.lists(terms, min_size=1, max_size=4, unique_by=lambda term: term.form).map(
    lambda some: Reading(tuple(some))
)
filters = st.fixed_dictionaries(
    {},
    optional={
        "kind": st.sampled_from([("thing",), ("other",)]),
        "language": st.sampled_from([("ky",), ("ky", "ru")]),
        "topic": st.sampled_from([("waste",), ("waste", "water"), ("none",)]),
        "region": st.just(("osh",)),
    },
)
questions = st.builds(
    Question,
    readings=st.lists(readings, max_size=2).map(
        lambda some: tuple(Reading(each.terms, 1 - at * 0.3) for at, each in enumerate(some))
    ),
    tokens=st.sampled_from([{"public"}, {"public", "member"}, {"public", "person:1"}]).map(
        frozenset
    ),
    language=st.sampled_from(["ky", "ru", "en"]),
    filters=filters,
    within=st.sampled_from([None, None, "c1"]),
    sort=st.sampled_from(["relevance", "date", "often"]),
    limit=st.just(100),
    facets=st.sampled_from([FACETS, FACETS[:2], ()]),
)


@pytest.mark.elasticsearch
@pytest.mark.django_db
@tried(max_examples=10, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(written=st.lists(things(), max_size=8), asked=st.lists(questions, min_size=4, max_size=8))
def test_both_engines_find_what_a_recount_finds(
    copying: ElasticsearchEngine,
    written: list[list[Draft]],
    asked: list[Question],
):
    begin_with(copying, written)
    for question in asked:
        mine, theirs = copying.search(question), DatabaseEngine().search(question)
        assert told(mine) == told(theirs)
        if not mine.corrections:
            assert told(mine)[:3] == recounted(question)
        if question.sort != "relevance" or not question.readings:
            assert in_order(mine) == in_order(theirs)
            if not mine.corrections:
                assert in_order(mine) == listed(question)


def begin_with(engine: ElasticsearchEngine, written: list[list[Draft]]) -> None:
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    Things().put({f"t{number}": drafts for number, drafts in enumerate(written)})
    learn_words()
    engine.rebuild(SearchEntry.objects.all())


def told(answer: Answer) -> tuple[set[str], int, dict[str, dict[str, int]], dict[str, str]]:
    """What must be equal: the order may differ, the scores do."""
    keys = [hit.key for hit in answer.hits]
    assert len(keys) == len(set(keys)), "a thing is found once"
    return set(keys), answer.total, answer.facets, answer.corrections


def in_order(answer: Answer) -> list[tuple[str, str, datetime | None]]:
    """The things in their order, each in the language in which it is read, and of the day by which it stands."""
    return [(hit.key, hit.language, hit.moment) for hit in answer.hits]


def listed(question: Question) -> list[tuple[str, str, datetime | None]]:
    """The same in the plainest way: texts from the newest to what has no date, then each thing where it comes first.

    By words what others did most often comes first, if that is asked for.
    """
    rows = [row for row in readable(question) if passes(row, question)]

    def is_own(row: SearchEntry) -> bool:
        return row.language == question.language

    def place(row: SearchEntry) -> tuple[int, datetime, bool, int]:
        times = row.times if question.sort == "often" and question.readings else 0
        return times, row.moment or LONG_AGO, is_own(row), row.pk

    rows.sort(key=place, reverse=True)
    found: dict[str, list[SearchEntry]] = defaultdict(list)
    for row in rows:
        found[row.object_key].append(row)
    return [
        (key, next(filter(is_own, texts), texts[0]).language, texts[0].moment)
        for key, texts in found.items()
    ]


def recounted(question: Question) -> tuple[set[str], int, dict[str, dict[str, int]]]:
    """The answer in the plainest way there is: every row is looked at for every count."""
    rows = readable(question)
    found = {row.object_key for row in rows if passes(row, question)}
    facets = {}
    for name in question.facets:
        counts: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if passes(row, question, but=name):
                for value in values(row, name):
                    counts[value].add(row.object_key)
        facets[name] = {value: len(keys) for value, keys in counts.items()}
    return found, len(found), facets


def readable(question: Question) -> list[SearchEntry]:
    """What has the words, and may be opened."""
    return [
        row
        for row in SearchEntry.objects.filter(is_deleted=False)
        if question.tokens & set(row.access)
        and (question.within is None or question.within in row.facets.get("course", []))
        and (not question.readings or any(fits(row, reading) for reading in question.readings))
    ]


def fits(row: SearchEntry, reading: Reading) -> bool:
    words = {*row.title_tokens.split(), *row.extra_tokens.split(), *row.body_tokens.split()}
    loose = set(row.loose_tokens.split())
    there = [
        bool(words & set(term.stems))
        or any(words.issuperset(synonym) for synonym in term.synonyms)
        or bool(loose & {*term.stems, *term.loose})
        for term in reading.terms
    ]
    return sum(there) >= reading.needed


def passes(row: SearchEntry, question: Question, but: str = "") -> bool:
    return all(
        set(wanted) & set(values(row, name))
        for name, wanted in question.filters.items()
        if name != but
    )


def values(row: SearchEntry, name: str) -> list[str]:
    own = {"kind": [row.kind], "language": [row.language] if row.language else []}
    found: list[str] = own[name] if name in own else row.facets.get(name, [])
    return found
