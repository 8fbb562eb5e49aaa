"""What is unread is exact, whatever happened in whatever order."""

import pytest
from django.test import Client

from tests.forum.walk import Walk

EVERYTHING = {
    "reads",
    "answers",
    "starts",
    "is_held",
    "releases",
    "hides",
    "restores",
    "deletes",
    "undoes",
    "edits",
    "solves",
    "moves",
    "merges",
    "splits",
    "reads_all",
}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_counts_agree_with_a_naive_model(seed: int):
    walk = Walk(seed, readers=2)
    for number in range(200):
        walk.step()
        if number % 5 == 0:
            walk.compare()
    walk.land()
    lands_from_every_address_that_there_was(walk, 15)


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_thousand_steps_agree_with_a_naive_model():
    walk = Walk(2026)
    for number in range(1, 10_001):
        walk.step()
        if number % 500 == 0:
            walk.compare(closely=10)
            walk.land()
    lands_from_every_address_that_there_was(walk, 100)
    assert walk.done.keys() >= EVERYTHING


def lands_from_every_address_that_there_was(walk: Walk, sample: int) -> None:
    """As copied from the address bar, before posts were moved, merged, split or released."""
    client = Client()
    client.force_login(walk.moderators[0])
    known = [each for each in walk.addresses if walk.is_shown(each[1])]
    for topic, form, key in walk.random.sample(known, min(sample, len(known))):
        for address in (f"/ru/forum/topics/{topic}/?from={key}", f"/ru/forum/posts/{key}/"):
            page = client.get(address, follow=True).content.decode()
            assert f'id="p{walk.key[form]}"' in page, address
