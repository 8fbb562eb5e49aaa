"""What keeps search and rows together: the commands, the stand-in, and the outbox."""

import json
from io import StringIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.core.management.base import CommandError

from lms.people.models import Person
from search import circuit, engines, query
from search.engines import base
from search.indexing import put_off
from search.models import SearchEntry
from search.registry import Draft
from tests import make
from tests.search.things import Things

pytestmark = pytest.mark.django_db


def run(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def test_the_command_prints_what_the_page_would_show():
    Things().say("1", "Вывоз мусора", "Договор о вывозе мусора")
    found = json.loads(run("search", "мусор", "--json", "--engine", "database"))
    (hit,) = found["hits"]
    assert (hit["id"], hit["kind"], hit["url"]) == ("1", "thing", "/things/1/")
    assert "<mark>мусора</mark>" in hit["highlights"]["body"]
    assert found["facets"]["kind"] == {"thing": 1}
    assert "Вывоз мусора" in run("search", "мусор")


def test_words_are_stemmed_line_for_line(monkeypatch: pytest.MonkeyPatch):
    words = ["калдыктарды", "", "кеңештин", "два слова"]
    monkeypatch.setattr("sys.stdin", StringIO("\n".join(words) + "\n"))
    stems = run("stem", "--lang", "ky").split("\n")
    assert stems[:3] == ["калдык", "", "кеңеш"]
    assert len(stems) == len(words) + 1  # and the end of the last line


def test_every_difference_is_said_and_repaired():
    things = Things()
    things.say("kept", "Мусор")
    things.say("changed", "Мусор")
    things.say("gone", "Мусор")
    assert "No difference" in run("search_check")
    things.there["changed"] = [Draft("ru", "Вода")]
    del things.there["gone"]
    things.there["new"] = [Draft("ru", "Дорога")]
    with pytest.raises(CommandError, match="3 differences"):
        run("search_check")
    said = run("search_check", "--repair")
    assert "thing changed: the entry in ru has another title" in said
    assert "thing gone: the entry in ru should be gone" in said
    assert "thing new: the entry in ru is missing" in said
    assert "No difference" in run("search_check")


def test_a_rebuild_writes_everything_anew_and_changes_nothing():
    Things().say("1", "Мусор")
    before = SearchEntry.objects.get(kind="thing")
    run("search_rebuild", "--kind", "thing")
    after = SearchEntry.objects.get(kind="thing")
    assert after.version > before.version
    assert after.title_tokens == before.title_tokens


class Away:
    """An engine that does not answer."""

    name = "away"
    asked = 0

    def search(self, question: base.Question) -> base.Answer:
        self.asked += 1
        raise base.EngineUnavailable

    def suggest(self, *args: object) -> list[base.Hit]:
        self.asked += 1
        raise base.EngineUnavailable


def test_the_database_stands_in_for_an_engine_that_is_away(settings, monkeypatch):
    away = Away()
    known = engines.engine
    monkeypatch.setattr(query, "engine_named", lambda name: away if name == "away" else known(name))
    monkeypatch.setattr(circuit, "CIRCUITS", {})
    settings.SEARCH_ENGINE = "away"
    Things().say("1", "Мусор")
    for _ in range(3):
        results = query.search(AnonymousUser(), "мусор", language="ru")
        assert (results.total, results.engine, results.is_incomplete) == (1, "database", True)
    assert query.suggest(AnonymousUser(), "мус", language="ru")
    assert away.asked == 1  # then it is left alone for a while


def test_what_is_put_off_is_written_at_the_end_and_also_after_a_kill():
    def killed_half_way() -> None:
        with put_off():
            made.append(make.learner())
            raise KeyboardInterrupt

    made: list[Person] = []
    with pytest.raises(KeyboardInterrupt):
        killed_half_way()
    [learner] = made
    assert not SearchEntry.objects.filter(object_key=str(learner.uuid)).exists()
    with put_off():
        pass
    assert SearchEntry.objects.filter(object_key=str(learner.uuid)).exists()
