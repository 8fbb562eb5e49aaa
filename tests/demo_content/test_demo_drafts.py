"""What the demonstration has to do for those who write, review and own cases."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from exchange.cases.access import can_review, can_talk
from exchange.cases.choices import DraftState, Part, ReviewStep
from exchange.cases.importing import key_of
from exchange.cases.models import Case, CaseDraft, CasePage, DraftPart, ReviewComment
from exchange.cases.review.confirm_notices import subject_of
from exchange.cases.review.standing import standing_of
from exchange.cases.review.talk import threads_of
from exchange.cases.writing.submission import progress_of
from lms.notifications import telling
from lms.people.models import Person
from lms.website.demo.cases import ask_whether_cases_still_work, publish_cases, seed_lists
from lms.website.demo.drafts import seed_drafts
from lms.website.demo.ground import moderator, seed_ground
from lms.website.demo.people import seed_people

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime(2026, 11, 28, 10, 30, tzinfo=ZoneInfo("Asia/Bishkek"))
# Before the days that the content names: a clock that is behind shows nothing of the future.
EARLY = datetime(2025, 6, 1, 10, 30, tzinfo=ZoneInfo("Asia/Bishkek"))


def account(name: str) -> Person:
    return Person.objects.get(email=f"{name}@demo.kg")


@pytest.mark.parametrize("day", [DAY, EARLY])
def test_one_case_waits_for_its_review_and_one_is_half_written_by_three(day: datetime):
    call_command("set_up_site")
    seed_people(day)
    seed_lists()
    seed_drafts(day)

    waiting = CaseDraft.objects.get(state=DraftState.SUBMITTED)
    standing = standing_of(waiting)
    assert standing.step == ReviewStep.THEME
    assert can_review(moderator(), standing)
    assert can_review(account("admin"), standing)
    assert can_talk(waiting.started_by, waiting, standing)
    (thread,) = threads_of(waiting)
    assert (thread.first.author, thread.first.part) == (moderator(), Part.COSTS)
    assert [answer.author for answer in thread.answers] == [waiting.started_by]
    assert CasePage.objects.get(pk=waiting.page_id).get_latest_revision_as_object().is_illustrative

    learner = account("learner")
    written = CaseDraft.objects.get(state=DraftState.WRITING)
    assert (written.started_by, written.is_illustrative) == (learner, True)
    others = [each.person for each in written.co_authors.all()]
    assert len(others) == 2
    assert {part.by for part in written.parts.all()} == {learner, *others}
    progress = progress_of(written)
    assert 0 < progress.done < len(progress.parts)
    assert any(each.is_wrong for each in progress.parts)

    there = counts()
    seed_drafts(day)
    assert counts() == there


def counts() -> list[int]:
    return [model.objects.count() for model in (CaseDraft, DraftPart, ReviewComment, CasePage)]


def test_the_coordinator_is_asked_once_whether_a_case_still_works():
    call_command("set_up_site")
    seed_ground(DAY)
    publish_cases(moderator(), DAY)
    ask_whether_cases_still_work(DAY)
    case = Case.objects.get(key=key_of("whatsapp-feedback"))
    asked = telling.about([subject_of(case)])
    assert [notice.person for notice in asked] == [account("coordinator")]
    ask_whether_cases_still_work(DAY)
    assert Case.objects.exclude(asked_at=None).get() == case
