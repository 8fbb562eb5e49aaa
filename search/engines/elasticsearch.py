"""The engine of an installation that has Elasticsearch: asked in ready tokens, it finds what the database finds.

With its clauses the only module that knows elasticsearch-dsl. No plugin, no script: any hosted Elasticsearch 8 will do.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from elasticsearch import Elasticsearch
from elasticsearch_dsl import A, MultiSearch, Q, Search

from search.engines.base import Answer, Hit, Question
from search.engines.clauses import (
    COUNTED_EXACTLY,
    all_of,
    best,
    by_weight,
    count,
    field_of,
    has,
    matching,
    newest,
    readable,
    tells,
    values_of,
    weighted,
)
from search.engines.copies import ANSWERS_WITHIN, connected, or_unavailable
from search.engines.indices import Copy
from search.engines.ranking import Weighed
from search.engines.typos import Meant
from search.models import SearchEntry

DEEPEST = 10_000  # hits to which a server counts pages
TOTAL = "in all"  # the name of a count that is no facet
BEGINS = 2.0  # what a title counts that begins as typed, rather than only having the words
SAME_LANGUAGE = 1.3  # and one in the reader's language

SHOWN = ("kind", "object_key", "language", "moment")
LATEST = {"moment": {"order": "desc", "missing": "_last"}}
OFTEN = {"times": {"order": "desc", "missing": "_last"}}
# By date a thing is one too, and stands where its newest text does; what is read of it is the reader's language.
THINGS_TO_READ = {
    "field": "thing",
    "inner_hits": {
        "name": "read",
        "size": 1,
        "sort": [{"_score": "desc"}, LATEST, {"pk": "desc"}],
        "docvalue_fields": list(SHOWN),
        "_source": False,
    },
}


class ElasticsearchEngine:
    name = "elasticsearch"

    def __init__(self, answers_within: float = ANSWERS_WITHIN) -> None:
        self.answers_within = answers_within

    @cached_property
    def client(self) -> Elasticsearch:
        return connected(self.answers_within)

    @cached_property
    def copy(self) -> Copy:
        """Where the entries are."""
        return Copy(self.client, settings.ELASTICSEARCH_INDEX_PREFIX)

    def search(self, question: Question) -> Answer:
        """One request; a second one only if a word means what nobody could know before."""
        meant = Meant(question.readings)
        while True:
            nearly = meant.nearest()
            doubts = meant.doubts()
            answer, met = self._ask(question, nearly, doubts)
            meant.learn(met)
            if meant.nearest() == nearly and not meant.doubts():
                answer.corrections = {form: words[0] for form, words in nearly.items()}
                return answer

    def suggest(
        self,
        forms: Sequence[str],
        tokens: frozenset[str],
        language: str,
        limit: int,
        kinds: Collection[str] = (),
    ) -> list[Hit]:
        """Things whose title has all the words, the last of which may be only begun; if kinds are said, of these."""
        if not forms:
            return []
        *whole, begun = forms
        words = [Q("term", title_forms=form) for form in whole]
        wanted = Q(
            "bool",
            filter=[
                *readable(tokens),
                *words,
                Q("prefix", title_forms=begun),
                *([Q("terms", kind=sorted(kinds))] if kinds else []),
            ],
        )
        query = weighted(
            Q("constant_score", filter=wanted),
            by_weight(),
            {"filter": Q("term", language=language), "weight": SAME_LANGUAGE},
            {"filter": Q("prefix", title_start=" ".join(forms)), "weight": BEGINS},
        )
        asked = (
            self._search()
            .query(query)
            .sort("_score", "title_length", "pk")
            .extra(size=limit, collapse={"field": "thing"})
        )
        with or_unavailable():
            return hits_of(asked.execute().to_dict())

    def send(self, entries: Sequence[SearchEntry]) -> Collection[int]:
        """Bring the copy up to date with these rows; the keys of those that are in."""
        return self.copy.send(entries)

    def rebuild(self, entries: Iterable[SearchEntry]) -> int:
        """Make the copy anew from all rows, tombstones too, read only when they are asked for."""
        return self.copy.rebuild(entries)

    def is_as_asked(self) -> bool:
        """Whether there is a copy, made as this code and these settings make one."""
        return self.copy.is_as_asked()

    def versions(self) -> Iterator[tuple[int, int]]:
        """The primary key and the version of every living entry in the copy."""
        return self.copy.versions()

    def _search(self) -> Search:
        return Search(using=self.client, index=self.copy.alias).extra(
            _source=False, docvalue_fields=list(SHOWN), track_total_hits=False
        )

    def _ask(
        self, question: Question, nearly: Mapping[str, Sequence[str]], doubts: Sequence[Weighed]
    ) -> tuple[Answer, dict[Weighed, bool]]:
        """The answer, and which of the doubtful words stand in something that the reader may open; in one request."""
        several = MultiSearch(using=self.client, index=self.copy.alias)
        several = several.add(self._page(question, nearly))
        for doubt in doubts:
            several = several.add(self._glance(doubt, question.tokens))
        with or_unavailable():
            page, *glances = (each.to_dict() for each in several.execute())
        met = {
            doubt: glance["hits"]["total"]["value"] > 0
            for doubt, glance in zip(doubts, glances, strict=True)
        }
        return answer_of(page, question), met

    def _page(self, question: Question, nearly: Mapping[str, Sequence[str]]) -> Search:
        """The things of one page, how many there are, and the facets."""
        filters = {
            name: Q("terms", **{field_of(name): list(values)})
            for name, values in question.filters.items()
            if values
        }
        # A facet is counted without its own filter; what no facet is counted without narrows the search at once.
        later = {name: each for name, each in filters.items() if name in question.facets}
        always = [*readable(question.tokens), *(filters[name] for name in filters.keys() - later)]
        if question.within is not None:
            always.append(Q("term", **{field_of("course"): question.within}))
        asked = self._search().extra(collapse={"field": "thing"})
        if question.sort != "relevance" or not tells(question):
            asked = asked.query(newest(matching(question, nearly), always, question.language))
            before = [OFTEN] if question.sort == "often" and question.readings else []
            asked = asked.sort(*before, LATEST, "_score", "-pk").extra(collapse=THINGS_TO_READ)
        else:
            asked = asked.query(best(matching(question, nearly), always, question.language))
            asked = asked.sort("_score", "-pk")
        if later:
            asked = asked.post_filter(all_of(later.values()))
        count(
            asked,
            TOTAL,
            later.values(),
            A("cardinality", field="thing", precision_threshold=COUNTED_EXACTLY),
        )
        for name in question.facets:
            others = [each for other, each in later.items() if other != name]
            count(asked, name, others, values_of(name))
        if question.offset + question.limit > DEEPEST:
            return asked.extra(size=0)
        return asked.extra(**{"from": question.offset, "size": question.limit})

    def _glance(self, word: Weighed, tokens: frozenset[str]) -> Search:
        """Whether there is anything with this word; the first that is found ends the search."""
        return (
            Search(using=self.client, index=self.copy.alias)
            .query(Q("bool", filter=[*readable(tokens), has(word)]))
            .extra(size=0, terminate_after=1, track_total_hits=1)
        )


def hits_of(page: Mapping[str, Any]) -> list[Hit]:
    """What was found, as the engines tell it."""
    hits = []
    for hit in page["hits"]["hits"]:
        read = hit["inner_hits"]["read"]["hits"]["hits"][0] if "inner_hits" in hit else hit
        # What is the same in all languages has none.
        kind, key, language = (read["fields"].get(name, [""])[0] for name in SHOWN[:3])
        moment = hit["fields"].get("moment")
        hits.append(
            Hit(
                kind,
                key,
                language,
                hit["_score"] or 0.0,
                datetime.fromisoformat(moment[0]) if moment else None,
            )
        )
    return hits


def answer_of(page: Mapping[str, Any], question: Question) -> Answer:
    """A page with its counts; what most things have comes first."""
    counted = {name: each["counted"] for name, each in page["aggregations"].items()}
    facets = {}
    for name in question.facets:
        values = {each["key"]: each["things"]["value"] for each in counted[name]["buckets"]}
        facets[name] = dict(sorted(values.items(), key=lambda item: (-item[1], item[0])))
    return Answer(
        hits=hits_of(page),
        total=counted[TOTAL]["value"],
        facets=facets,
        is_incomplete=bool(page["timed_out"] or page["_shards"]["failed"]),
    )
