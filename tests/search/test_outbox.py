"""What is written waits until it is taken: nothing that has changed since is lost with it."""

from threading import Event

import pytest
from django.db import transaction

from search.models import SearchEntry, SearchOutbox, WordsToLearn
from search.outbox import pending, put_out_everything, take_off
from search.vocabulary import learn_new_entries
from tests.search.things import Things
from tests.threads import at_once

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
            assert marked.wait(20)

    def mark() -> None:
        assert changed.wait(20)
        take(sent)
        marked.set()

    assert at_once(change, mark) == [None, None]
    assert dict(SearchOutbox.objects.filter(pk=sent.pk).values_list("pk", "version")) == {
        sent.pk: entry().version
    }
