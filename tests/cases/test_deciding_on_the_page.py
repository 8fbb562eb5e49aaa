"""A moderator reads a case on the page of its review, what is new in it too, and decides there, on a phone as well."""

from typing import Any

import pytest
from django.urls import reverse

from exchange.cases.choices import DraftState, Part, ReviewStep
from exchange.cases.models import Case, CaseDraft
from exchange.cases.review.reviewing import page_in_review
from exchange.cases.review.standing import standing_of
from tests import make
from tests.cases import reviews
from tests.cases.editor import as_, edit_address

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]

REASON = "Есть журнал замеров."


def address_of(draft: CaseDraft) -> str:
    return reverse("case_in_review", args=[draft.pk])


def passing(draft: CaseDraft, **changed: Any) -> dict[str, Any]:
    """What the page sends to pass its step, as it stands now."""
    return {
        "pass": "1",
        "evidence_level": "2",
        "evidence_reason": REASON,
        "step": standing_of(draft).step,
        "seen": page_in_review(draft).latest_revision_id,
    } | changed


def test_the_page_shows_what_was_submitted():
    draft = reviews.submitted()
    html = as_(make.moderator()).get(address_of(draft)).content.decode()
    for name in ("title", "summary", "problem", "done"):
        assert reviews.BASICS[name] in html


def test_two_moderators_pass_it_there_and_it_is_published():
    draft = reviews.submitted()
    for state in (DraftState.SUBMITTED, DraftState.PUBLISHED):
        client = as_(make.moderator())
        answer = client.post(address_of(draft), passing(draft))
        assert answer.headers["Location"] == reverse("cases_in_review")
        draft.refresh_from_db()
        assert draft.state == state
    text = Case.objects.get(key=draft.key).texts.get(language="ru")
    assert text.content["evidence_reason"] == REASON


def test_without_a_reason_or_after_somebody_else_wrote_or_decided_nothing_is_passed():
    draft = reviews.submitted()
    slow = make.moderator()
    client = as_(slow)
    sent = passing(draft)
    answer = client.post(address_of(draft), sent | {"evidence_reason": " "})
    assert list(answer.context["passing"].errors) == ["evidence_reason"]
    reviews.edit(draft, make.moderator(), done="Купили на деньги аймака.")
    assert client.post(address_of(draft), sent).status_code == 200
    assert page_in_review(draft).evidence_reason == ""
    reviews.passed_first(draft)
    late = passing(draft, step=ReviewStep.THEME)
    assert client.post(address_of(draft), late).status_code == 200
    assert standing_of(draft).step == ReviewStep.SECOND


def test_changes_are_asked_for_there_in_words():
    draft = reviews.submitted()
    client = as_(make.moderator())
    answer = client.post(address_of(draft), {"ask": "1", "ask-comment": "", "ask-part": ""})
    assert list(answer.context["asking"].errors) == ["comment"]
    client.post(address_of(draft), {"ask": "1", "ask-comment": "Кто платил?", "ask-part": "costs"})
    draft.refresh_from_db()
    assert draft.state == DraftState.CHANGES
    assert draft.comments.get().part == Part.COSTS


def test_whoever_may_not_review_it_reads_it_and_decides_nothing():
    place = make.municipality()
    draft = reviews.submitted(make.learner(place))
    client = as_(reviews.moderator_of(place))
    html = client.get(address_of(draft)).content.decode()
    assert reviews.BASICS["done"] in html
    assert 'name="pass"' not in html
    for sent in (passing(draft), {"ask": "1", "ask-comment": "Нет.", "ask-part": ""}):
        assert client.post(address_of(draft), sent).status_code == 200
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert not draft.approvals.exists()


def test_a_new_version_says_so_and_which_parts_differ():
    author = make.learner()
    first = reviews.submitted(author)
    client = as_(make.moderator())
    assert not client.get(address_of(first)).context["is_new_version"]
    draft = reviews.revision_of(reviews.pass_both(first), author)
    reviews.write(draft, author, Part.BASICS, done="Купили на деньги аймака.")
    reviews.resubmitted(draft)
    answer = client.get(address_of(draft))
    assert answer.context["is_new_version"]
    assert answer.context["changed"] == [Part.BASICS]
    compare = reverse(
        "wagtailadmin_pages:revisions_compare", args=[draft.page_id, "live", "latest"]
    )
    assert compare in answer.content.decode()
    assert client.get(compare).status_code == 200
    [waiting] = client.get(reverse("cases_in_review")).context["mine"]
    assert waiting.is_new_version


def test_in_the_editor_each_decision_is_a_button_of_its_own():
    draft = reviews.submitted()
    html = as_(make.moderator()).get(edit_address(draft)).content.decode()
    foot = html[html.index("<footer") :]
    names = ("approve_theme", "reject", "action-save")
    assert all(name in foot for name in names)
    assert "w-dropdown" not in foot[: foot.index("action-save")]


def test_once_published_the_authors_read_no_more_that_changes_are_asked_for():
    author = make.learner()
    draft = reviews.submitted(author)
    as_(make.moderator()).post(
        address_of(draft), {"ask": "1", "ask-comment": "Кто платил?", "ask-part": ""}
    )
    client = as_(author)
    page = f"/en/my/cases/{draft.key}/review/"
    assert "Changes asked for" in client.get(page).content.decode()
    draft.refresh_from_db()
    case = reviews.pass_both(reviews.resubmitted(draft))
    html = client.get(page).content.decode()
    assert "Changes asked for" not in html
    assert f'href="/en/cases/{case.slug}/"' in html
