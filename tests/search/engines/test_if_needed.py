"""A release makes anew what another analysis has read, or what is made otherwise now, and nothing else."""

import shutil
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from courses.progress.enrolment import enrol
from courses.reports.explorer.outbox import learning_index
from search import engines
from search.analysis import edition
from search.comparing import copy_differences, read_by_another_edition
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import ReadKind, SearchEntry
from search.outbox import pending
from search.registry import Draft, kept_twice
from tests import make, make_courses
from tests.search.engines.test_copy import names
from tests.search.things import Things
from tests.services import processes

pytestmark = pytest.mark.django_db
NOTHING = ""  # is said when nothing was needed


@pytest.fixture
def things() -> Things:
    made = Things()
    made.say("a", "Мусор")
    made.say("b", "Вода")
    return made


@pytest.fixture
def copy(copying: ElasticsearchEngine) -> Iterator[ElasticsearchEngine]:
    learning_index.cache_clear()
    yield copying
    learning_index.cache_clear()


def if_needed() -> str:
    """What the command says."""
    said = StringIO()
    call_command("search_rebuild", "--if-needed", stdout=said, stderr=said)
    return said.getvalue()


def of_entries(copy: ElasticsearchEngine) -> dict[str, set[str]]:
    """The indices of entries with their aliases, without that of the records."""
    found = names(copy)
    return {name: found[name] for name in found if name.startswith(copy.copy.alias)}


def is_in_order(copy: ElasticsearchEngine) -> bool:
    return list(of_entries(copy).values()) == [{copy.copy.alias}]


def tokens() -> dict[str, str]:
    return dict(SearchEntry.objects.filter(kind="thing").values_list("object_key", "title_tokens"))


def test_texts_are_read_again_after_another_analysis_and_only_then(things: Things):
    if_needed()
    right = tokens()
    assert if_needed() == NOTHING
    SearchEntry.objects.filter(object_key="a").update(title_tokens="мусорус")
    assert if_needed() == NOTHING
    ReadKind.objects.filter(kind="thing").update(edition="older")
    assert read_by_another_edition() == ["thing"]
    assert "2 entries are written anew." in if_needed()
    assert tokens() == right
    assert if_needed() == NOTHING


def test_what_is_read_again_is_sent_again(things: Things):
    if_needed()
    ReadKind.objects.update(edition="older")
    before = dict(SearchEntry.objects.values_list("pk", "version"))
    if_needed()
    after = dict(SearchEntry.objects.values_list("pk", "version"))
    assert all(after[pk] > version for pk, version in before.items())
    assert pending() == SearchEntry.objects.count()


def test_a_kind_that_is_new_gets_its_entries(things: Things):
    if_needed()
    new = Things("novelty")
    new.there = {"c": [Draft("ru", "Почва")]}  # rows that were there before the search knew of them
    if_needed()
    assert SearchEntry.objects.get(kind="novelty").title == "Почва"


def test_another_way_to_read_words_is_another_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    now = edition()
    read_from = sys.modules[edition.__module__]
    copied = tmp_path / "analysis"
    shutil.copytree(read_from.HERE, copied)
    monkeypatch.setattr(read_from, "HERE", copied)
    assert edition.__wrapped__() == now
    (copied / "words" / "kyrgyz_whole.txt").write_text("башка\n")
    assert edition.__wrapped__() != now


@pytest.mark.elasticsearch
def test_an_index_that_is_missing_is_made_and_then_left_alone(
    copy: ElasticsearchEngine, things: Things
):
    assert "2 entries are in the new index." in if_needed()
    assert is_in_order(copy)
    assert list(copy_differences(copy)) == []
    before = of_entries(copy)
    assert if_needed() == NOTHING
    assert of_entries(copy) == before


@pytest.mark.elasticsearch
@pytest.mark.parametrize("what", ["field", "score", "shards"])
def test_an_index_that_would_be_made_otherwise_now_is_made_anew(
    copy: ElasticsearchEngine, things: Things, settings: Settings, what: str
):
    if_needed()
    before = of_entries(copy)
    if what == "field":
        fields = copy.copy.mappings["properties"] | {"rating": {"type": "float"}}
        copy.copy.mappings = {**copy.copy.mappings, "properties": fields}
    elif what == "score":
        copy.copy.scored = {"similarity": {"default": {"type": "BM25", "k1": 1.2, "b": 0.1}}}
    else:
        settings.ELASTICSEARCH_SHARDS = 2
    assert "2 entries are in the new index." in if_needed()
    assert is_in_order(copy)
    assert of_entries(copy).keys().isdisjoint(before)
    assert list(copy_differences(copy)) == []
    assert if_needed() == NOTHING


@pytest.mark.elasticsearch
def test_an_index_that_a_message_began_is_left_alone(copy: ElasticsearchEngine, things: Things):
    if_needed()
    for name in of_entries(copy):
        copy.client.indices.delete(index=name)
    copy.send(list(SearchEntry.objects.all()))
    before = of_entries(copy)
    assert if_needed() == NOTHING
    assert of_entries(copy) == before


@pytest.mark.elasticsearch
def test_the_index_of_records_is_made_anew_as_well(copy: ElasticsearchEngine):
    enrol(person=make.learner(), course_key=make_courses.course().key)
    assert "1 times “record” is in the new index." in if_needed()
    assert list(kept_twice["record"].differences()) == []
    assert if_needed() == NOTHING
    fields = learning_index().mappings["properties"] | {"rating": {"type": "float"}}
    learning_index().mappings = {**learning_index().mappings, "properties": fields}
    assert "1 times “record”" in if_needed()


def test_an_engine_that_is_away_holds_up_no_release(things: Things, settings: Settings):
    settings.ELASTICSEARCH_NODES = [f"http://{processes.LOOPBACK}:{processes.free_port()}"]
    settings.SEARCH_ENGINE = "elasticsearch"
    engines.engine.cache_clear()
    try:
        assert "Run this again when it does." in if_needed()
    finally:
        engines.engine.cache_clear()
    assert read_by_another_edition() == []
