"""What is asked, in Elasticsearch's words: which entries, in what order, and what is counted among them."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp
from typing import Any

from elasticsearch_dsl import A, Q, Search
from elasticsearch_dsl.query import Query

from lms import clock
from search.engines.base import Question, Reading
from search.engines.ranking import (
    FIELDS,
    LOOSE,
    OWN_LANGUAGE,
    RECENCY_BONUS,
    RECENT,
    Weighed,
    weigh,
)

VALUES = 2_000  # of a facet; there are 500 municipalities
COUNTED_EXACTLY = 3_000  # things of one value; above that a count may be off by a few
ANYWHERE = [f"{name}^{weight}" for name, (weight, _) in FIELDS.items()]


def field_of(facet: str) -> str:
    """Where the values of a facet are; all but two are in `facets`."""
    return facet if facet in {"kind", "language"} else f"facets.{facet}"


def readable(tokens: frozenset[str]) -> list[Query]:
    """What is there, and may be opened with these tokens."""
    return [Q("term", is_deleted=False), Q("terms", access=sorted(tokens))]


def tells(question: Question) -> bool:
    """Whether anything is asked that some entries say and others do not."""
    return any(term.stems for reading in question.readings for term in reading.terms)


def matching(question: Question, nearly: Mapping[str, Sequence[str]]) -> Query:
    """What has the words of one of the readings; scored, where scores are wanted."""
    if not question.readings:
        return Q("match_all")
    if not tells(question):
        # Words that are in every text are looked for in titles, as they are written.
        return all_of([Q("term", title_forms=term.form) for term in question.readings[0].terms])
    telling = [each for each in question.readings if all(term.stems for term in each.terms)]
    return Q("dis_max", queries=[has_words(reading, nearly) for reading in telling])


def has_words(reading: Reading, nearly: Mapping[str, Sequence[str]]) -> Query:
    """What has as many of the reading's words as are needed; each word that is missing takes its part of the score."""
    is_as_typed = reading.weight == 1
    words = [
        weigh(term, nearly.get(term.form, ()) if is_as_typed else ()) for term in reading.terms
    ]
    query = Q("bool", should=[scored(word) for word in words], minimum_should_match=reading.needed)
    shares: list[dict[str, Any]] = [{"weight": 1.0}]
    if reading.needed < len(words):
        shares = [{"filter": has(word), "weight": 1 / len(words)} for word in words]
    return Q(
        "function_score", query=query, functions=shares, score_mode="sum", boost=reading.weight
    )


def scored(word: Weighed) -> Query:
    """The best of a word's alternatives: BM25F over title, extra words and body, or less for a loose reading."""
    alternatives = [
        Q(
            "combined_fields",
            query=" ".join(tokens),
            fields=ANYWHERE,
            operator="and",
            boost=counted / len(tokens),
        )
        for tokens, counted in word.words
    ]
    if word.loose:
        alternatives.append(
            Q("match", loose_tokens={"query": " ".join(word.loose), "boost": LOOSE})
        )
    return Q("dis_max", queries=alternatives, tie_breaker=0.1)


def has(word: Weighed) -> Query:
    """Whether one of a word's alternatives is there, without a score."""
    single = [tokens[0] for tokens, _ in word.words if len(tokens) == 1]
    alternatives = [Q("terms", **{name: single}) for name in FIELDS] if single else []
    alternatives += [
        all_of([any_of([Q("term", **{name: token}) for name in FIELDS]) for token in tokens])
        for tokens, _ in word.words
        if len(tokens) > 1
    ]
    if word.loose:
        alternatives.append(Q("terms", loose_tokens=list(word.loose)))
    return any_of(alternatives)


def best(query: Query, always: Sequence[Query], language: str) -> Query:
    """What the filters let through, in the order of fitness: with its weight, its age and the reader's language."""
    recency = {
        # What has no date is neither old nor new.
        "filter": Q("exists", field="moment"),
        "exp": {
            "moment": {
                "origin": clock.now().isoformat(),
                "scale": f"{RECENT.days}d",
                "decay": exp(-1),
            }
        },
        "weight": RECENCY_BONUS,
    }
    fresh = Q(
        "function_score",
        query=Q("bool", must=[query], filter=always),
        functions=[{"weight": 1.0}, recency],
        score_mode="sum",
    )
    same_in_all = Q("bool", must_not=[Q("exists", field="language")])
    own = {"filter": any_of([Q("term", language=language), same_in_all]), "weight": OWN_LANGUAGE}
    return weighted(fresh, by_weight(), own)


def newest(query: Query, always: Sequence[Query], language: str) -> Query:
    """What the filters let through; of two of one moment, the reader's language has a score."""
    own = Q("constant_score", filter=Q("term", language=language))
    return Q("bool", filter=[query, *always], should=[own])


def weighted(query: Query, *functions: Mapping[str, Any]) -> Query:
    """The query's score times that of each function."""
    return Q("function_score", query=query, functions=list(functions), score_mode="multiply")


def by_weight() -> dict[str, Any]:
    """What an entry counts among its kind."""
    return {"field_value_factor": {"field": "weight", "missing": 1}}


def all_of(queries: Iterable[Query]) -> Query:
    """What passes all of these."""
    return Q("bool", filter=list(queries))


def any_of(queries: Iterable[Query]) -> Query:
    """What passes one of these."""
    return Q("bool", should=list(queries), minimum_should_match=1)


def values_of(facet: str) -> Any:
    """The values of a facet, and how many things have each."""
    counted = A("terms", field=field_of(facet), size=VALUES)
    counted.metric("things", "cardinality", field="thing", precision_threshold=COUNTED_EXACTLY)
    return counted


def count(asked: Search, name: str, filters: Iterable[Query], counted: Any) -> None:
    """Let this be counted too, among what the filters let through."""
    asked.aggs.bucket(name, "filter", filter=all_of(filters)).bucket("counted", counted)
