"""A published case is written anew: nothing more is demanded of it, and nobody takes it for gone meanwhile."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from exchange.cases.choices import DraftState, Part
from exchange.cases.models import CaseDraft
from exchange.cases.review.talk import threads_of
from exchange.cases.writing.submission import missing_in
from lms.people.models import Person
from tests import make
from tests.cases import library, reviews, writing

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_what_was_published_without_a_part_is_sent_again_without_it():
    place = make.municipality()
    case = library.case(place, done="")
    owner = make.coordinator(place)
    draft = reviews.revision_of(case, owner)
    assert missing_in(draft) == []
    reviews.write(draft, owner, Part.BASICS, title="")
    assert [lack.field for lack in missing_in(draft)] == ["title"]
    reviews.write(draft, owner, Part.BASICS, title="Одна машина на четыре села")
    assert reviews.resubmitted(draft).state == DraftState.SUBMITTED


def test_a_new_case_is_not_sent_without_what_was_done():
    draft = writing.short(done="")
    assert [lack.field for lack in missing_in(draft)] == ["done"]


def test_what_has_changed_is_said_in_a_few_words_and_reviewers_read_it():
    author = make.learner()
    case = reviews.published(author)
    client, words = signed_in(author), "Машина теперь ездит по вторникам."
    sent = {"answer": "changed", "what": words, "client_id": str(uuid4())}
    for _twice in range(2):
        page = client.post(reverse("case_confirm", args=[case.slug]), sent, follow=True)
        assert page.content.decode().count(words) == 1
    draft = CaseDraft.objects.get(key=case.key, state=DraftState.WRITING)
    [thread] = threads_of(reviews.resubmitted(draft))
    assert (thread.first.text, thread.first.is_of_reviewer) == (words, False)


def test_the_parts_that_say_something_else_are_marked():
    author = make.learner()
    case = reviews.published(author)
    client = signed_in(author)
    draft = reviews.revision_of(case, author)
    address = reverse("my_case", args=[draft.key])
    assert client.get(address).context["changed"] == set()
    reviews.write(draft, author, Part.BASICS, title="Контейнеры у каждого двора")
    assert client.get(address).context["changed"] == {Part.BASICS}


def test_a_case_stands_once_among_mine_and_as_published_while_it_is_written_anew():
    author = make.learner()
    case = reviews.published(author)
    draft = reviews.revision_of(case, author)
    client = signed_in(author)
    page = client.get(reverse("my_cases"))
    assert [each.pk for each in page.context["drafts"]] == [draft.pk]
    assert reverse("case", args=[case.slug]) in page.content.decode()
    assert reverse("case_ask_to_withdraw", args=[case.slug]) in page.content.decode()
    asked = client.get(reverse("my_case_delete", args=[draft.key]))
    client.post(reverse("my_case_delete", args=[draft.key]))
    case.refresh_from_db()
    assert case.taken_down_at is None
    new = signed_in(author).get(reverse("my_case_delete", args=[writing.short(by=author).key]))
    assert asked.content.decode().count("<p") == new.content.decode().count("<p") + 1


def test_what_was_said_of_an_earlier_version_is_read_beside_the_new_one():
    author = make.learner()
    case = reviews.published(author)
    first = CaseDraft.objects.get(key=case.key)
    client = signed_in(author)
    address = reverse("my_case_review", args=[case.key])
    client.post(address, {"text": "Ошибка в числе контейнеров."})
    assert reverse("case", args=[case.slug]) in client.get(address).content.decode()
    draft = reviews.revision_of(case, author)
    mine = client.get(reverse("my_case", args=[draft.key])).content.decode()
    assert address in mine
    reviews.resubmitted(draft)
    page = client.get(address)
    assert page.context["draft"].pk != first.pk
    assert "Ошибка в числе контейнеров." in page.content.decode()
