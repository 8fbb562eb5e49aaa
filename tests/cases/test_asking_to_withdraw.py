"""Whose case it is asks that it be withdrawn, also where it was brought in; a moderator does, or says why it stays."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from exchange.cases.asking_to_withdraw import (
    NotShown,
    WithoutAnswer,
    WithoutWords,
    ask_to_withdraw,
    let_stay,
    open_request_of,
)
from exchange.cases.models import Case, WithdrawalRequest
from exchange.cases.review.queue import how_many_wait
from exchange.cases.withdrawal import withdraw_case
from lms import clock
from lms.people.models import Person
from lms.rules import NotAllowed
from tests import make
from tests.cases import library, reviews
from tests.notices import said_of

pytestmark = pytest.mark.django_db

BECAUSE = "Насосы разобрали, примера больше нет."


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "ru"})
    client.force_login(person)
    return client


def brought_in() -> tuple[Case, Person]:
    """A case that nobody wrote here, and the coordinator of its municipality."""
    case = library.bring(library.full())[0]
    return case, make.coordinator(case.municipality)


def test_the_coordinator_of_a_case_that_was_brought_in_asks_and_moderators_are_told():
    moderator = make.moderator()
    case, boss = brought_in()
    page = as_(boss).get(reverse("case", args=[case.slug])).content.decode()
    url = reverse("case_ask_to_withdraw", args=[case.slug])
    assert url.removeprefix("/en").removeprefix("/ky").removeprefix("/ru") in page
    answer = as_(boss).post(url, {"because": BECAUSE}, follow=True)
    assert len(list(answer.context["messages"])) == 1
    request = WithdrawalRequest.objects.get()
    [told] = said_of("case withdrawal asked:")
    assert told.person == moderator
    assert BECAUSE in told.text
    assert told.url.endswith(f"/cases/{case.page_id}/withdraw/")
    assert BECAUSE in as_(moderator).get(told.url).content.decode()
    assert BECAUSE in as_(boss).get(url).content.decode()
    assert open_request_of(case) == request
    assert case.texts.exists()


def test_an_author_of_a_case_written_here_asks_too_and_nobody_else():
    author = make.learner()
    case = reviews.published(author)
    for stranger in (make.learner(), make.learner(case.municipality), make.moderator()):
        with pytest.raises(NotAllowed):
            ask_to_withdraw(by=stranger, case=case, because=BECAUSE)
        assert as_(stranger).get(f"/ru/cases/{case.slug}/ask-to-withdraw/").status_code == 404
    assert ask_to_withdraw(by=author, case=case, because=BECAUSE).by == author


def test_what_is_asked_already_is_not_asked_again():
    case, boss = brought_in()
    make.moderator()
    first = ask_to_withdraw(by=boss, case=case, because=BECAUSE)
    assert ask_to_withdraw(by=boss, case=case, because="Ещё раз.") == first
    assert len(said_of("case withdrawal asked:")) == 1


def test_withdrawn_it_is_answered_and_waits_for_nobody():
    moderator = make.moderator()
    case, boss = brought_in()
    request = ask_to_withdraw(by=boss, case=case, because=BECAUSE)
    withdraw_case(by=moderator, case=case, because=BECAUSE)
    request.refresh_from_db()
    assert request.answered_by == moderator
    assert said_of("case withdrawal asked:") == []
    case.refresh_from_db()
    with pytest.raises(NotShown):
        ask_to_withdraw(by=boss, case=case, because=BECAUSE)


def test_a_moderator_lets_it_stay_with_words_that_whoever_asked_reads():
    moderator = make.moderator()
    case, boss = brought_in()
    request = ask_to_withdraw(by=boss, case=case, because=BECAUSE)
    with pytest.raises(NotAllowed):
        let_stay(by=boss, request=request, answer="Нет.")
    with pytest.raises(WithoutAnswer):
        let_stay(by=moderator, request=request, answer=" ")
    url = reverse("case_withdraw", args=[case.page_id])
    assert as_(moderator).post(url, {"stays": "1", "answer": ""}).status_code == 200
    as_(moderator).post(url, {"stays": "1", "answer": "Другим это ещё нужно."})
    case.refresh_from_db()
    assert case.taken_down_at is None
    assert said_of("case withdrawal asked:") == []
    [told] = said_of(f"case_stays:{request.pk}")
    assert (told.person, told.text) == (boss, "Другим это ещё нужно.")
    assert open_request_of(case) is None
    again = ask_to_withdraw(by=boss, case=case, because="И всё же.")
    assert again != request


def test_a_request_says_why():
    case, boss = brought_in()
    with pytest.raises(WithoutWords):
        ask_to_withdraw(by=boss, case=case, because=" \u200b ")
    url = reverse("case_ask_to_withdraw", args=[case.slug])
    assert as_(boss).post(url, {"because": ""}).status_code == 200
    assert not WithdrawalRequest.objects.exists()


def refuses(case: Case, by: Person, name: str, **facts: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        WithdrawalRequest.objects.create(case=case, by=by, **{"because": BECAUSE} | facts)


def test_rows_keep_what_must_be_true_of_them():
    case, boss = brought_in()
    refuses(case, boss, "a_request_to_withdraw_says_why", because="")
    answered = "a_request_to_withdraw_is_answered_by_somebody"
    refuses(case, boss, answered, answered_at=clock.now())
    refuses(case, boss, answered, answer="Остаётся.")
    ask_to_withdraw(by=boss, case=case, because=BECAUSE)
    refuses(
        case, boss, "a_case_is_asked_to_be_withdrawn_once_at_a_time|cases_withdrawalrequest.case_id"
    )


def test_a_request_stands_where_moderators_decide_until_it_is_answered():
    author, moderator = make.learner(), make.moderator()
    case = reviews.published(author)
    request = ask_to_withdraw(by=author, case=case, because=BECAUSE)
    draft = reviews.resubmitted(reviews.revision_of(case, author))
    client = as_(moderator)
    places = [
        reverse("cases_in_review"),
        reverse("case_in_review", args=[draft.pk]),
        reverse("wagtailadmin_pages:edit", args=[case.page_id]),
    ]
    waiting = how_many_wait(moderator)
    for place in places:
        assert BECAUSE in client.get(place).content.decode(), place
    let_stay(by=moderator, request=request, answer="Люди ещё пользуются.")
    for place in places:
        assert BECAUSE not in client.get(place).content.decode(), place
    assert how_many_wait(moderator) == waiting - 1


def test_what_was_asked_in_kyrgyz_is_not_offered_as_the_words_in_russian():
    moderator = make.moderator()
    case, boss = brought_in()
    asked = "Сандар туура эмес болуп чыкты, мисал башкаларды адаштырат."
    ask_to_withdraw(by=boss, case=case, because=asked)
    form = as_(moderator).get(reverse("case_withdraw", args=[case.page_id])).context["form"]
    assert form.initial == {"because_ky": asked}
