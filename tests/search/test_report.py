"""Who writes sees what people look for, and what they do not find."""

from datetime import timedelta

import pytest
from django.test import Client

from lms import clock
from search.log import note_click, note_query
from search.report import searches_of
from tests import make

pytestmark = pytest.mark.django_db


def test_the_most_asked_stands_first_and_what_finds_nothing_apart():
    for _ in range(3):
        note_query("вода", language="ru", total=5)
    note_query("Дороги", language="ru", total=0)
    with clock.at(clock.now() - timedelta(days=40)):
        note_query("старое", language="ru", total=0)
    found = searches_of(30)
    assert [(line.words, line.times, line.total) for line in found.top] == [
        ("вода", 3, 5),
        ("дороги", 1, 0),
    ]
    assert [line.words for line in found.without_results] == ["дороги"]
    assert found.queries == 4


def test_what_was_opened_is_counted_at_its_place():
    for rank in (1, 1, 3, 14):
        note_click(note_query("вода", language="ru", total=20), rank=rank, kind="lesson")
    found = searches_of(7)
    assert [(each.clicks, each.percent) for each in found.ranks[:3]] == [(2, 50), (0, 0), (1, 25)]
    assert found.further.clicks == 1
    assert found.top[0].clicks == found.opened == 4


def test_the_editor_has_a_page_of_it(client: Client):
    note_query("вода", language="ru", total=5)
    client.force_login(make.trainer())
    for query in ("", "?days=7", "?days=x"):
        answer = client.get(f"/admin/searches/{query}")
        assert "вода" in answer.content.decode()


def test_whoever_does_not_work_in_the_editor_sees_none_of_it(client: Client):
    client.force_login(make.learner())
    assert client.get("/admin/searches/").status_code != 200
