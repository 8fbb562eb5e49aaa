"""What is found, in which order, and how it is counted, in the database that the tests run on."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.models import SearchEntry
from search.query import Results, search, suggest
from search.registry import Draft
from search.vocabulary import learn_new_entries
from tests.search.things import Things

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def found(text: str, **options: object) -> Results:
    return search(VISITOR, text, language="ru", engine="database", **options)  # type: ignore[arg-type]


def keys(results: Results) -> list[str]:
    return [hit.key for hit in results.hits]


def test_a_word_finds_every_form_of_itself():
    Things().say("1", "Вывоз мусора", "Договор с подрядчиком")
    assert keys(found("мусор")) == ["1"]
    assert keys(found("подрядчики")) == ["1"]


def test_a_title_stands_above_a_body():
    things = Things()
    things.say("body", "Договор", "О вывозе мусора в договоре")
    things.say("title", "Вывоз мусора", "Договор")
    assert keys(found("мусор")) == ["title", "body"]


def test_words_that_are_not_shown_stand_above_a_body():
    things = Things()
    things.say("body", "Договор", "О заповеднике в горах")
    things.say("extra", "Договор", "О реке в горах", extra="Заповедник")
    assert keys(found("заповедник")) == ["extra", "body"]


def test_a_russian_query_finds_a_kyrgyz_text_by_the_glossary():
    Things().say("1", "Таштанды чыгаруу", language="ky")
    assert keys(found("вывоз мусора")) == ["1"]
    assert keys(found("waste collection")) == ["1"]


def test_a_mistyped_word_is_translated_too():
    Things().say("1", "Жеке маалыматтар", language="ky")
    assert keys(found("пирсональные данные")) == ["1"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("Туп", "Түп айыл аймагы"),  # plainly; in Russian it is a form of тупой
        ("Тюп", "Тюпский айылный аймак"),
        ("Атбашы", "Ат-Башы айыл аймагы"),
        ("Атбашинский", "Ат-Башынский айылный аймак"),
        ("Ала-Буки", "Ала-Бука айыл аймагы"),
    ],
)
def test_a_place_is_found_however_its_name_is_spelled(typed: str, title: str):
    things = Things()
    things.say("place", title)
    things.say("other", "Кочкор айыл аймагы, Кочкорский айылный аймак")
    for more in ("", " айыл аймагы", " айылный аймак"):
        assert keys(found(typed + more))[:1] == ["place"], typed + more


def test_where_nothing_has_both_words_what_has_one_is_found():
    Things().say("1", "Журнал обращений")
    assert keys(found("журнал пастбищ")) == ["1"]


def test_a_thing_in_two_languages_is_found_once():
    things = Things()
    things.put({"1": [Draft("ru", "Мусор"), Draft("ky", "Таштанды")]})
    results = found("мусор")
    assert (keys(results), results.total) == (["1"], 1)
    assert results.facets["language"] == {"ky": 1, "ru": 1}
    assert results.facets["kind"] == {"thing": 1}


def test_of_three_words_two_are_enough_and_all_three_stand_above():
    things = Things()
    things.say("two", "Тариф и договор")
    things.say("three", "Тариф, договор и график")
    things.say("one", "Тариф")
    assert keys(found("тариф договор график")) == ["three", "two"]


def test_a_typo_is_understood_and_said():
    Things().say("1", "Водопровод")
    learn_new_entries()
    results = found("водопрвод")
    assert (keys(results), results.did_you_mean) == (["1"], "водопровод")


def test_a_query_in_the_wrong_layout_or_in_latin_letters_is_understood():
    Things().say("1", "Мусор")
    assert keys(found("vecjh")) == ["1"]
    assert keys(found("musor")) == ["1"]


def test_a_facet_is_counted_with_the_other_filters_applied():
    things = Things()
    for key, topic, region in [("1", "water", "a"), ("2", "water", "b"), ("3", "waste", "a")]:
        things.say(key, "Тариф", facets={"topic": [topic], "region": [region]})
    results = found("тариф", filters={"topic": ["water"]})
    assert results.total == 2
    assert results.facets["topic"] == {"water": 2, "waste": 1}
    assert results.facets["region"] == {"a": 1, "b": 1}


def test_within_a_course_only_its_parts_are_found():
    things = Things()
    things.say("1", "Тариф", within="course-1")
    things.say("2", "Тариф", within="course-2")
    assert keys(found("тариф", within="course-1")) == ["1"]


def test_by_date_the_newest_comes_first_and_what_has_no_date_last():
    things = Things()
    day = datetime(2026, 3, 1, tzinfo=UTC)
    things.say("old", "Тариф тариф тариф", moment=day)
    things.say("none", "Тариф")
    things.say("new", "О тарифе", moment=day + timedelta(days=1))
    assert keys(found("тариф", sort="date")) == ["new", "old", "none"]
    assert keys(found("", sort="date"))[:2] == ["new", "old"]


def test_what_others_did_most_often_comes_first_then_the_newest():
    things = Things()
    day = datetime(2026, 3, 1, tzinfo=UTC)
    things.say("old", "Тариф", moment=day, times=2)
    things.say("new", "О тарифе", moment=day + timedelta(days=1), times=2)
    things.say("never", "Тариф тариф тариф", moment=day + timedelta(days=2))
    things.say("often", "О тарифе", times=12)
    assert keys(found("тариф", sort="often")) == ["often", "new", "old", "never"]


def test_the_best_passage_is_shown_with_what_was_sought_marked():
    before = "Вступление без нужных слов. " * 20
    Things().say("1", "Урок", f"{before}Тариф на вывоз мусора <утверждает> кенеш. {before}")
    (hit,) = found("тариф мусор").hits
    assert "<mark>Тариф</mark> на вывоз <mark>мусора</mark> &lt;утверждает&gt;" in hit.excerpt
    assert len(hit.excerpt) < 300


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "AND OR (",
        '"',
        "*",
        "x" * 10_000,
        "мусор " * 2_000,
        "и в на",
        "\x00\x07мусор\x1b",
        "🙂🙂",
        "水",
        "'; --",
        "NEAR(",
        "title:",
        "мусор*",
        "^мусор",
        "-мусор",
        "{",
        "\\",
        "\ud800",
    ],
)
def test_whatever_is_typed_is_answered(text: str):
    Things().say("1", "Вывоз мусора")
    results = found(text)
    assert results.total <= 1
    assert suggest(VISITOR, text, language="ru") is not None


@given(text=st.text(max_size=40))
@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_any_text_is_answered(text: str):
    found(text)
    suggest(VISITOR, text, language="ky")


def test_words_that_are_in_every_text_are_looked_for_in_titles():
    things = Things()
    things.say("1", "Как и что", "Ответы")
    things.say("2", "Ответы", "Как и что")
    assert keys(found("как и")) == ["1"]


def test_what_is_gone_is_not_found_and_leaves_no_words():
    things = Things()
    things.say("1", "Секретный овраг")
    things.take_away("1")
    learn_new_entries()
    assert found("овраг").total == 0
    assert found("оврг").did_you_mean == ""
    assert not suggest(VISITOR, "секр", language="ru")
    (tombstone,) = SearchEntry.objects.filter(kind="thing")
    assert tombstone.is_deleted
    assert "овраг" not in f"{tombstone.title}{tombstone.title_tokens}{tombstone.loose_tokens}"


def test_what_is_touched_unchanged_keeps_its_version():
    things = Things()
    things.say("1", "Мусор")
    before = SearchEntry.objects.get(kind="thing").version
    things.put(dict(things.there))
    assert SearchEntry.objects.get(kind="thing").version == before
    things.say("1", "Вода")
    assert SearchEntry.objects.get(kind="thing").version > before
    things.take_away("1")
    things.say("1", "Мусор")
    assert keys(found("мусор")) == ["1"]


def test_suggestions_go_on_as_typed():
    things = Things()
    things.say("1", "Вывоз мусора")
    things.say("2", "Мусорная реформа")
    assert [each.key for each in suggest(VISITOR, "мус", language="ru")] == ["2", "1"]
    assert [each.key for each in suggest(VISITOR, "вывоз му", language="ru")] == ["1"]
    assert suggest(VISITOR, "", language="ru") == []
    things.say("1", "Ремонт дорог")
    assert [each.key for each in suggest(VISITOR, "мус", language="ru")] == ["2"]
    assert [each.key for each in suggest(VISITOR, "рем", language="ru")] == ["1"]


def test_counts_are_those_of_a_naive_recount():
    chance = random.Random(4)
    words = ["вода", "мусор", "тариф", "дорога", "школа"]
    things, naive = Things(), {}
    for number in range(60):
        said = chance.sample(words, chance.randint(1, 3))
        topic, access = chance.choice("abc"), chance.choice(["public", "member"])
        things.say(str(number), " ".join(said), facets={"topic": [topic]}, access=[access])
        naive[str(number)] = (said, topic, access)
    for word in words:
        results = found(word, size=100)
        mine = {k: v for k, v in naive.items() if word in v[0] and v[2] == "public"}
        assert {hit.key for hit in results.hits} == mine.keys()
        assert results.total == len(mine)
        assert results.facets["topic"] == dict(Counter(v[1] for v in mine.values()))
