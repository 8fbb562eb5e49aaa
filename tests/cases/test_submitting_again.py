"""Whoever sends a case again reads which remarks nobody has answered, and may send it all the same."""

import pytest
from django.test import Client
from django.urls import reverse

from exchange.cases.choices import DraftState, Part
from exchange.cases.models import CaseDraft
from exchange.cases.review.reviewing import ask_for_changes
from exchange.cases.review.talk import comment, settle, unanswered_in
from lms.people.models import Person
from tests import make
from tests.cases import reviews

pytestmark = pytest.mark.django_db


def asked(author: Person) -> CaseDraft:
    """A draft of which a reviewer said two things, and asked for changes."""
    draft = reviews.submitted(author)
    moderator = make.moderator()
    comment(by=moderator, draft=draft, text="Кто чинит лампы?", part=Part.BASICS)
    ask_for_changes(by=moderator, draft=draft, text="Сколько это стоило?", part=Part.COSTS)
    draft.refresh_from_db()
    return draft


def test_a_remark_is_unanswered_until_an_author_answers_or_settles_it():
    author = make.learner()
    draft = asked(author)
    lamps, costs = unanswered_in(draft)
    comment(by=costs.author, draft=draft, text="Хотя бы примерно.", answers=costs)
    assert unanswered_in(draft) == [lamps, costs]
    comment(by=author, draft=draft, text="38 400 сомов.", answers=costs)
    assert unanswered_in(draft) == [lamps]
    settle(by=author, comment=lamps)
    assert unanswered_in(draft) == []


def test_what_an_author_writes_waits_for_no_author():
    author = make.learner()
    draft = asked(author)
    before = unanswered_in(draft)
    comment(by=author, draft=draft, text="Пришлём до пятницы.")
    assert unanswered_in(draft) == before
    assert unanswered_in(reviews.submitted()) == []


def test_the_page_says_which_and_lets_the_case_be_sent():
    author = make.learner()
    draft = asked(author)
    client = Client(headers={"accept-language": "ru"})
    client.force_login(author)
    url = reverse("my_case_check", args=[draft.key])
    html = client.get(url).content.decode()
    for said in unanswered_in(draft):
        assert said.text in html
        assert f"#said-{said.pk}" in html
    assert client.post(url).status_code == 302
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert 'id="unanswered"' not in client.get(url).content.decode()


def test_where_all_is_answered_nothing_is_said():
    author = make.learner()
    draft = asked(author)
    for said in unanswered_in(draft):
        comment(by=author, draft=draft, text="Ответили в тексте.", answers=said)
    client = Client()
    client.force_login(author)
    html = client.get(reverse("my_case_check", args=[draft.key])).content.decode()
    assert 'id="unanswered"' not in html
