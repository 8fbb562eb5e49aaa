"""What is written waits until it is taken: nothing that has changed since is lost with it."""

from collections.abc import Collection, Sequence
from threading import Event

import pytest
from django.db import transaction

from search.indexing import touch
from search.models import SearchEntry, SearchOutbox, WordsToLearn
from search.outbox import pending, put_out_everything, take_off
from search.registry import Draft
from search.vocabulary import learn_new_entries
from tests.search.things import Things
from tests.threads import SECONDS, at_once

pytestmark = pytest.mark.django_db


def entry() -> SearchEntry:
    return SearchEntry.objects.get(kind="thing")


def is_waiting() -> bool:
    return SearchOutbox.objects.filter(entry__kind="thing").exists()


def take(row: SearchEntry) -> None:
    take_off(SearchOutbox, {row.pk: row.version})


def test_what_changes_while_it_is_sent_stays_pending():
    things = Things()
    things.say("1", "Мусор")
    sent = entry()
    things.say("1", "Вода")
    take(sent)
    assert is_waiting()
    take(entry())
    assert not is_waiting()


def test_what_is_said_again_does_not_wait():
    things = Things()
    things.say("1", "Мусор")
    take(entry())
    things.say("1", "Мусор")
    assert not is_waiting()


def test_what_is_not_committed_does_not_wait():
    before = pending()
    with transaction.atomic():
        Things().say("1", "Мусор")
        transaction.set_rollback(True)
    assert pending() == before


def test_what_is_gone_waits_for_the_engine_and_has_no_words_to_learn():
    things = Things()
    things.say("1", "Мусор")
    learn_new_entries()
    take(entry())
    assert not WordsToLearn.objects.exists()
    things.take_away("1")
    assert is_waiting()
    assert not WordsToLearn.objects.exists()


def test_when_the_index_is_not_there_everything_waits_again_as_it_is_now():
    things = Things()
    for key in ("1", "2", "3"):
        things.say(key, "Мусор")
    things.take_away("3")
    SearchOutbox.objects.exclude(entry__object_key="2").delete()
    put_out_everything()
    waiting = dict(SearchOutbox.objects.values_list("pk", "version"))
    assert waiting == dict(SearchEntry.objects.values_list("pk", "version"))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_who_has_sent_waits_for_nobody_who_is_changing_the_entry():
    things = Things()
    things.say("1", "Мусор")
    sent = entry()
    changed, marked = Event(), Event()

    def change() -> None:
        with transaction.atomic():
            things.say("1", "Вода")
            changed.set()
            assert marked.wait(SECONDS)

    def mark() -> None:
        assert changed.wait(SECONDS)
        take(sent)
        marked.set()

    assert at_once(change, mark) == [None, None]
    assert dict(SearchOutbox.objects.filter(pk=sent.pk).values_list("pk", "version")) == {
        sent.pk: entry().version
    }


class ThingsOfTwo(Things):
    """While one who has read what there is of a thing has not written it yet, another makes the same thing."""

    newer: Draft | None = None

    def _drafts(self, keys: Collection[str]) -> dict[str, Sequence[Draft]]:
        read = super()._drafts(keys)
        if self.newer:
            newer, self.newer = self.newer, None
            at_once(lambda: self.put({key: [newer] for key in keys}), returned=())
        return read


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", ["ru", "ky"])
def test_of_two_who_make_the_same_thing_the_later_words_stay_in_the_later_version(language: str):
    things = ThingsOfTwo()
    things.there = {"1": [Draft("ru", "Мусор"), Draft("en", "Waste")]}
    things.newer = Draft(language, "Вода")
    touch("thing", "1")
    living = SearchEntry.objects.living().filter(kind="thing")
    assert list(living.values_list("language", "title")) == [(language, "Вода")]
    waiting = dict(SearchOutbox.objects.values_list("pk", "version"))
    assert waiting == dict(SearchEntry.objects.filter(kind="thing").values_list("pk", "version"))
