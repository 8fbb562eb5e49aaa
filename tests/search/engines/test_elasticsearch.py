"""What Elasticsearch answers: in what order things come, what nobody finds, and to whatever is typed."""

import logging
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from lms import clock
from search.analysis import tokens
from search.engines.base import Answer, Question, Reading, Term
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import SearchOutbox
from search.query import search
from search.registry import Draft
from search.tasks import drain, learn_words
from tests.search.things import Things

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db]

PUBLIC = frozenset({"public"})


@pytest.fixture
def shelf(copying: ElasticsearchEngine) -> "Shelf":
    return Shelf(copying)


class Shelf:
    """Texts that are written, sent and asked for."""

    def __init__(self, engine: ElasticsearchEngine) -> None:
        self.things, self.engine = Things(), engine

    def has(self, **drafts: Draft | list[Draft]) -> None:
        self.things.put({k: d if isinstance(d, list) else [d] for k, d in drafts.items()})
        drain()
        learn_words()
        self.engine.client.indices.refresh(index=self.engine.copy.alias)

    def ask(self, text: str, *, readers: frozenset[str] = PUBLIC, **more: Any) -> Answer:
        terms = [Term(word.form, word.stems, word.loose) for word in tokens(text)]
        asked: dict[str, Any] = {
            "readings": (Reading(tuple(terms)),),
            "tokens": readers,
            "language": "ru",
        } | more
        return self.engine.search(Question(**asked))

    def keys(self, text: str, **more: Any) -> list[str]:
        return [hit.key for hit in self.ask(text, **more).hits]


def test_a_title_comes_before_extra_words_and_those_before_the_body(shelf: Shelf):
    shelf.has(
        body=Draft("ru", "Отходы", "вода", "земля"),
        extra=Draft("ru", "Отходы", "земля", "вода"),
        title=Draft("ru", "Вода", "отходы", "земля"),
    )
    assert shelf.keys("вода") == ["title", "extra", "body"]


def test_the_word_itself_comes_before_its_loose_reading(shelf: Shelf):
    shelf.has(loose=Draft("ky", "Көчөлөр", "жол"), exact=Draft("ky", "Көчө", "жол"))
    assert shelf.keys("көчө")[0] == "exact"
    assert "exact" in shelf.keys("кочо")


def test_what_has_all_words_comes_before_what_lacks_one(shelf: Shelf):
    shelf.has(
        some=Draft("ru", "Вывоз мусора, вывоз мусора", "вывоз мусора"),
        all=Draft("ru", "Земля", "вывоз мусора в Нарыне"),
        few=Draft("ru", "Вывоз", "земля"),
    )
    assert shelf.keys("вывоз мусора Нарын") == ["all", "some"]


def test_weight_age_and_the_reader_s_language_decide_between_equals(shelf: Shelf):
    old, new = clock.now() - timedelta(days=2000), clock.now()
    shelf.has(
        old=Draft("ru", "Вода", moment=old),
        new=Draft("ru", "Вода", moment=new),
        heavy=Draft("ru", "Вода", moment=old, weight=1.5),
        theirs=Draft("ky", "Вода", moment=old),
    )
    assert shelf.keys("вода") == ["heavy", "new", "old", "theirs"]


def test_a_thing_is_shown_once_in_the_language_in_which_it_fits(shelf: Shelf):
    shelf.has(
        both=[Draft("ru", "Вода", "село"), Draft("ky", "Суу", "вода")], other=Draft("ru", "Вода")
    )
    answer = shelf.ask("вода", facets=("language",))
    assert sorted((hit.key, hit.language) for hit in answer.hits) == [
        ("both", "ru"),
        ("other", "ru"),
    ]
    assert answer.total == 2
    assert answer.facets == {"language": {"ru": 2, "ky": 1}}


def test_pages_follow_each_other_without_gap_or_repeat(shelf: Shelf):
    shelf.has(**{f"t{n}": [Draft("ru", "Вода"), Draft("ky", "Вода суу")] for n in range(25)})
    pages = [shelf.keys("вода", offset=at, limit=10) for at in (0, 10, 20)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len({key for page in pages for key in page}) == 25
    assert shelf.ask("вода", offset=100_000).total == 25


def test_a_search_is_one_request_also_with_a_slip(shelf: Shelf, caplog: pytest.LogCaptureFixture):
    shelf.has(water=Draft("ru", "Питьевая вода", facets={"topic": ["water"]}))
    for text in ("питьевая вода", "питевая вода", "питьевой воды", "xyzzy"):
        caplog.clear()
        with caplog.at_level(logging.INFO, "elastic_transport.transport"):
            answer = shelf.ask(text, facets=("topic",), filters={"topic": ("water",)})
        assert len(caplog.records) == 1
        assert answer.total == (text != "xyzzy")
        assert answer.corrections == ({"питевая": "питьевая"} if text == "питевая вода" else {})


def test_a_word_that_others_may_read_is_no_help_to_those_who_may_not(shelf: Shelf):
    shelf.has(
        mine=Draft("ru", "Питьевая вода"),
        theirs=Draft("ru", "Секретная", access=["person:1"]),
    )
    assert shelf.ask("сикретная").corrections == {}
    both = frozenset({"public", "person:1"})
    assert shelf.ask("сикретная", readers=both).corrections == {"сикретная": "секретная"}
    # Known to the vocabulary, met by nobody: what is near to it is asked of the engine first, too.
    assert shelf.ask("секретная").total == 0


AUDIENCES = ["public", "member", "municipality:417", "role:manager", "person:1"]


def test_nobody_meets_what_is_for_others(shelf: Shelf):
    shelf.has(
        **{
            f"for_{audience.replace(':', '_')}": Draft(
                "ru", f"Вода {word}", word, facets={"topic": [audience]}, access=[audience]
            )
            for audience, word in zip(
                AUDIENCES, ["дорога", "здание", "бюджет", "кадры", "письмо"], strict=True
            )
        }
    )
    for reader, audience in product(AUDIENCES, AUDIENCES):
        may, key = reader == audience, f"for_{audience.replace(':', '_')}"
        readers = frozenset({reader})
        answer = shelf.ask("вода", readers=readers, facets=("topic", "kind"))
        assert (key in {hit.key for hit in answer.hits}) is may
        assert (audience in answer.facets["topic"]) is may
        assert answer.total == answer.facets["kind"]["thing"] == 1
        filtered = shelf.ask("вода", readers=readers, filters={"topic": (audience,)})
        assert filtered.total == may
        everything = shelf.engine.search(Question((), readers, "ru"))
        assert (key in {hit.key for hit in everything.hits}) is may
        offered = shelf.engine.suggest(["вод"], readers, "ru", 9)
        assert (key in {hit.key for hit in offered}) is may


def test_a_withdrawn_text_is_nowhere(shelf: Shelf):
    shelf.has(draft=Draft("ru", "Вода", access=[]), kept=Draft("ru", "Земля"))
    assert shelf.ask("вода", facets=("kind",)).facets == {"kind": {}}
    shelf.has(kept=[])
    assert not SearchOutbox.objects.exists()
    assert shelf.ask("земля").total == 0
    assert shelf.engine.suggest(["зем"], PUBLIC, "ru", 5) == []


def test_completion_offers_titles_with_all_words_those_that_begin_so_first(shelf: Shelf):
    shelf.has(
        within=Draft("ru", "Новый вывоз мусора"),
        begins=Draft("ru", "Вывоз мусора из сёл района"),
        other=Draft("ru", "Вывоз снега"),
        theirs=Draft("ky", "Вывоз мусора из сёл"),
        body=Draft("ru", "Отходы", "вывоз мусора"),
    )
    offered = [hit.key for hit in shelf.engine.suggest(["вывоз", "му"], PUBLIC, "ru", 9)]
    assert offered == ["begins", "theirs", "within"]
    of_kind = shelf.engine.suggest(["вывоз", "му"], PUBLIC, "ru", 9, ["thing"])
    assert [hit.key for hit in of_kind] == offered
    assert shelf.engine.suggest(["вывоз", "му"], PUBLIC, "ru", 9, ["other"]) == []
    assert shelf.engine.suggest([], PUBLIC, "ru", 9) == []


STRANGE = [
    "",
    " ",
    "и",
    "и в на",
    '"вода',
    "AND OR (",
    "NOT вода*",
    "вод?",
    "вода~2",
    "/вода/",
    "{!вода}",
    '{"query":{"match_all":{}}}',
    "вода\x00\x01\x1b",
    "💧🚰",
    "水道",
    "ما",
    "\ud800",
    "а" * 10_000,
    "вода " * 2_000,
    "вода мусор земля бюджет дорога здание кадры письмо " * 3,
    "_id:1 title_tokens:вода",
    "%' OR 1=1 --",
]


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_whatever_is_typed_is_a_question_that_the_engine_understands(text: str, shelf: Shelf):
    shelf.has(water=Draft("ru", "Вода", "земля", facets={"topic": ["water"]}))
    for sort in ("relevance", "date", "often"):
        filters = {"topic": [text or "x"], "kind": ["thing"]}
        found = search(
            AnonymousUser(), text, language="ru", sort=sort, filters=filters, engine="elasticsearch"
        )
        assert not found.is_incomplete
    search(AnonymousUser(), text, language="ru", within=text, page=10**9, engine="elasticsearch")


def test_the_longest_question_is_understood(shelf: Shelf):
    shelf.has(water=Draft("ru", "Вода"))
    synonyms = tuple((f"s{n}",) if n % 2 else (f"s{n}", f"t{n}") for n in range(20))
    terms = tuple(Term(f"w{n}", (f"w{n}", f"v{n}"), (f"l{n}",), synonyms) for n in range(8))
    readings = tuple(Reading(terms, weight) for weight in (1.0, 0.7, 0.7, 0.7))
    assert shelf.engine.search(Question(readings, PUBLIC, "ru")).total == 0
