"""Two at once in a review, in real threads: one of them decides, and the other is told so."""

from functools import partial

import pytest
from wagtail.models import Page

from exchange.cases.choices import DraftState, Part, ReviewStep
from exchange.cases.models import Case
from exchange.cases.review.confirming import NewOneInReview, ask_owners, confirm_case
from exchange.cases.review.reviewing import (
    NotInReview,
    StepIsOver,
    ask_for_changes,
    page_in_review,
    pass_step,
)
from exchange.cases.review.standing import standing_of
from exchange.cases.withdrawal import withdraw_case
from exchange.cases.writing.submission import submit
from lms import clock
from lms.notifications.models import Notice
from lms.rules import Refusal
from tests import make
from tests.cases import reviews
from tests.cases.test_confirming import old_case
from tests.threads import at_once, while_held

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]
THEME, SECOND = ReviewStep.THEME, ReviewStep.SECOND


def test_of_two_moderators_who_pass_a_step_at_once_one_does():
    draft = reviews.submitted()
    two = [make.moderator(), make.moderator()]
    reviews.explain(draft, two[0])
    done = at_once(
        *(partial(pass_step, by=each, draft=draft, step=THEME) for each in two), returned=Refusal
    )
    assert [type(each) for each in done if isinstance(each, Refusal)] == [StepIsOver]
    assert draft.approvals.count() == 1
    assert standing_of(draft).step == SECOND


def test_of_two_who_publish_at_once_one_does():
    draft = reviews.submitted()
    reviews.passed_first(draft)
    done = at_once(
        *(partial(pass_step, by=make.moderator(), draft=draft, step=SECOND) for _ in range(2)),
        returned=Refusal,
    )
    assert [type(each) for each in done if isinstance(each, Refusal)] == [NotInReview]
    assert Case.objects.get(key=draft.key).texts.count() == 3
    assert Notice.objects.filter(event__startswith="case published:").count() == 1


def test_it_is_either_passed_or_given_back():
    draft = reviews.submitted()
    reviews.passed_first(draft)
    passes, asks = make.moderator(), make.moderator()
    done = at_once(
        partial(pass_step, by=passes, draft=draft, step=SECOND),
        partial(ask_for_changes, by=asks, draft=draft, text="Кто платил?"),
        returned=Refusal,
    )
    assert [type(each) for each in done if isinstance(each, Refusal)] == [NotInReview]
    draft.refresh_from_db()
    is_published = Case.objects.filter(key=draft.key).exists()
    assert (draft.state == DraftState.PUBLISHED) == is_published
    assert draft.comments.exists() != is_published


def test_what_is_submitted_again_while_somebody_passes_is_passed_by_nobody_unseen():
    author = make.learner()
    draft = reviews.submitted(author)
    moderator = make.moderator()
    reviews.explain(draft, moderator)
    ask_for_changes(by=moderator, draft=draft, text="Кто платил?")
    draft.refresh_from_db()
    reviews.write(draft, author, Part.BASICS, done="Купили на деньги аймака.")
    done = at_once(
        partial(submit, by=author, draft=draft),
        partial(pass_step, by=moderator, draft=draft, step=THEME),
        returned=Refusal,
    )
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert page_in_review(draft).done == "Купили на деньги аймака."
    # Passed is what was submitted, or nothing.
    refused = [each for each in done if isinstance(each, Refusal)]
    assert len(standing_of(draft).passed) == (0 if refused else 1)


def test_what_is_confirmed_while_a_new_version_is_submitted_stays_confirmed():
    author = make.learner()
    case = reviews.published(author)
    draft = reviews.revision_of(case, author)
    done = at_once(
        partial(confirm_case, by=author, case=case),
        partial(submit, by=author, draft=draft),
        returned=Refusal,
    )
    draft.refresh_from_db()
    reviews.passed_first(draft)
    pass_step(by=make.moderator(), draft=draft, step=SECOND)
    case.refresh_from_db()
    assert (case.confirmed_on is None) == isinstance(done[0], NewOneInReview)


def test_a_case_is_withdrawn_while_somebody_publishes_it():
    case = reviews.published()
    page, itself = Page.objects.filter(pk=case.page_id), Case.objects.filter(pk=case.pk)

    def withdraw() -> None:
        withdraw_case(by=make.moderator(), case=case, because="Договор недействителен.")

    # Whoever publishes or confirms it locks the page, then the case.
    while_held(page, withdraw, then=itself)
    case.refresh_from_db()
    assert case.withdrawn_at


def test_two_sweeps_ask_the_owners_of_a_case_once():
    _case, later = old_case()

    def sweep() -> int:
        with clock.at(later):
            return ask_owners()

    assert sorted(at_once(sweep, sweep)) == [0, 1]
    assert Notice.objects.filter(event__startswith="case still true:").count() == 1
