"""What must always be true of a review, whoever writes to the database. SQLite names columns, not constraints."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from exchange.cases.choices import ReviewStep
from exchange.cases.models import Approval, CaseDraft, ReviewComment, Service, ServiceKeeper
from exchange.cases.review.talk import comment
from lms import clock
from tests import make
from tests.cases import reviews

pytestmark = pytest.mark.django_db


def refuses(name: str, act: Any) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.fixture
def draft() -> CaseDraft:
    return reviews.submitted()


def test_a_keeper_keeps_a_service_once(draft: CaseDraft):
    person, service = reviews.keeper("waste"), Service.objects.get(key="waste")
    refuses(
        r"a_keeper_keeps_a_service_once|service_id.*person_id",
        lambda: ServiceKeeper.objects.create(service=service, person=person),
    )


def test_a_comment_says_something_and_is_settled_by_somebody(draft: CaseDraft):
    comment(by=make.moderator(), draft=draft, text="Кто платил?")
    said = ReviewComment.objects
    refuses("a_comment_says_something", lambda: said.update(text=""))
    refuses("a_comment_is_settled_by_somebody", lambda: said.update(settled_at=clock.now()))
    refuses("a_comment_is_settled_by_somebody", lambda: said.update(settled_by=models.F("author")))


def test_a_step_of_a_submission_is_passed_once_and_nobody_passes_both(draft: CaseDraft):
    first = reviews.passed_first(draft)
    approval = draft.approvals.get()

    def again(**changes: Any) -> Approval:
        facts = {"draft": draft, "submitted_at": approval.submitted_at} | changes
        return Approval.objects.create(**facts)

    second = make.moderator()
    refuses(
        r"a_step_is_passed_once|submitted_at.*step", lambda: again(step=ReviewStep.THEME, by=second)
    )
    refuses(
        r"nobody_passes_both_steps|submitted_at.*by_id",
        lambda: again(step=ReviewStep.SECOND, by=first),
    )
    # What is submitted later is passed anew.
    later = approval.submitted_at + timedelta(days=1)
    again(step=ReviewStep.THEME, by=first, submitted_at=later)
