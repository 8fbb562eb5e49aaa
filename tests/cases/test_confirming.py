"""A year after somebody said that a case is true, its owners are asked; what they answer is what readers see."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from exchange.cases.choices import DraftState, Part, ReviewStep, Status
from exchange.cases.models import Case, CaseDraft
from exchange.cases.review.confirming import NewOneInReview, ask_owners, confirm_case, revise_case
from exchange.cases.review.reviewing import pass_step
from exchange.cases.withdrawal import withdraw_case
from exchange.cases.writing.draft_records import parts_of
from lms import clock
from lms.people.models import Person
from lms.rules import NotAllowed
from tests import make
from tests.cases import library, reviews
from tests.notices import said_of

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def old_case(author: Person | None = None) -> tuple[Case, datetime]:
    """A case that was published today, and a moment in more than a year."""
    return reviews.published(author), clock.now() + YEAR + timedelta(days=1)


def test_the_owners_are_asked_after_a_year_and_once_a_year():
    author = make.learner()
    case, later = old_case(author)
    assert ask_owners() == 0
    with clock.at(later):
        assert (ask_owners(), ask_owners()) == (1, 0)
        [told] = said_of("case still true:")
    assert told.person == author
    assert told.url.endswith(f"/cases/{case.slug}/confirm/")
    with clock.at(later + timedelta(days=300)):
        assert ask_owners() == 0
    with clock.at(later + YEAR):
        assert ask_owners() == 1


def test_each_is_asked_of_it_in_their_language():
    words = {"ru": "Одна машина", "ky": "Бир унаа"}
    told: dict[str, Any] = dict.fromkeys(("title", "summary", "problem", "done"), words)
    case = library.case(languages=["ru", "ky"], **told)
    for language in ("ru", "ky"):
        coordinator = make.coordinator(case.municipality)
        coordinator.language = language
        coordinator.save(update_fields=["language"])
    with clock.at(clock.now() + YEAR + timedelta(days=1)):
        ask_owners()
        told_in = {said.person.language: said.title for said in said_of("case still true:")}
    assert words["ru"] in told_in["ru"]
    assert words["ky"] in told_in["ky"]


def test_what_was_confirmed_or_reviewed_since_or_is_being_revised_is_not_asked_about():
    author = make.learner()
    confirmed, later = old_case(author)
    revised = reviews.published(author, title="Ещё один")
    withdrawn = reviews.published(author, title="И ещё один")
    with clock.at(later - timedelta(days=30)):
        confirm_case(by=author, case=confirmed)
        reviews.resubmitted(reviews.revision_of(revised, author))
        withdraw_case(by=make.moderator(), case=withdrawn, because="Полигон закрыт.")
    with clock.at(later):
        assert ask_owners() == 0


def test_where_nobody_is_left_it_waits_until_somebody_is():
    case = library.case()
    with clock.at(clock.now() + YEAR + timedelta(days=1)):
        assert ask_owners() == 0
        make.coordinator(case.municipality)
        assert ask_owners() == 1


def test_the_command_says_how_many_were_asked(capsys):
    _case, later = old_case()
    with clock.at(later):
        call_command("ask_whether_cases_still_work")
    assert capsys.readouterr().out.strip().endswith(": 1")


def test_confirmed_is_what_readers_see_and_nothing_else_changes():
    author = make.learner()
    case, later = old_case(author)
    version = case.texts.get(language="ru").version
    draft = reviews.revision_of(case, author)
    reviews.write(draft, author, Part.BASICS, title="Ещё не прочитано")
    with clock.at(later):
        confirmed = confirm_case(by=author, case=case)
    assert confirmed.confirmed_on == localdate(later)
    assert case.texts.get(language="ru").version == version
    # The new version, which was begun before, does not bring the old day back.
    with clock.at(later):
        reviews.resubmitted(draft)
        with pytest.raises(NewOneInReview):
            confirm_case(by=author, case=case)
        reviews.passed_first(draft)
        pass_step(by=make.moderator(), draft=draft, step=ReviewStep.SECOND)
    case.refresh_from_db()
    assert case.confirmed_on == localdate(later)


def test_only_owners_answer():
    case, _later = old_case()
    for stranger in (make.learner(), make.learner(case.municipality), make.moderator()):
        with pytest.raises(NotAllowed):
            confirm_case(by=stranger, case=case)
        with pytest.raises(NotAllowed):
            revise_case(by=stranger, case=case, client_id=uuid4(), language="ru", has_stopped=False)


def test_the_page_asks_one_question_with_three_answers():
    author = make.learner()
    case, _later = old_case(author)
    client = Client()
    client.force_login(author)
    address = reverse("case_confirm", args=[case.slug])
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 200
    sent = {"answer": "yes", "client_id": str(uuid4())}
    assert client.post(address, sent)["Location"] == reverse("case", args=[case.slug])
    case.refresh_from_db()
    assert case.confirmed_on == clock.today()
    for _time in range(2):
        sent = {"answer": "stopped", "client_id": str(uuid4())}
        location = client.post(address, sent)["Location"]
        assert location == reverse("my_case", args=[case.key])
    draft = CaseDraft.objects.exclude(state=DraftState.PUBLISHED).get(key=case.key)
    assert parts_of(draft)[Part.BASICS]["status"] == Status.STOPPED
    case.refresh_from_db()
    assert case.status == Status.RUNNING
