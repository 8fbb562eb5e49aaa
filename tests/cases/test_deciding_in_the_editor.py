"""A moderator decides in Wagtail's editor, which saves by itself meanwhile, and comes back to what waits."""

import pytest
from django.urls import reverse

from exchange.cases.choices import DraftState
from lms.people.models import Person
from tests import make
from tests.cases import reviews
from tests.cases.editor import EXPLAINED, as_, edit_address, opened, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def test_whoever_has_decided_comes_to_what_waits_and_reads_what_became_of_it():
    draft = reviews.submitted()
    title = reviews.BASICS["title"]
    moderators = [make.moderator() for _each in range(4)]
    steps = [
        (press("reject", comment="Кто платил?", part="costs"), "кайра авторлорунда"),
        (EXPLAINED | press("approve_theme"), "башка модератор карайт"),
        (EXPLAINED | press("approve_second"), "каралып, жарыяланды"),
    ]
    for moderator, (sent, words) in zip(moderators, steps, strict=False):
        client = as_(moderator)
        answer = client.post(edit_address(draft), opened(client, draft) | sent, follow=True)
        assert answer.redirect_chain == [(reverse("cases_in_review"), 302)]
        [said] = [str(each) for each in answer.context["messages"]]
        assert title in said
        assert words in said
        draft.refresh_from_db()
        if draft.state == DraftState.CHANGES:
            reviews.resubmitted(draft)
    client = as_(moderators[3])
    address = reverse("case_withdraw", args=[draft.page_id])
    answer = client.post(address, {"because": "Договор недействителен."}, follow=True)
    assert answer.redirect_chain == [(reverse("cases_in_review"), 302)]
    assert [title in str(each) for each in answer.context["messages"]] == [True]


def test_what_the_editor_saved_by_itself_makes_ones_own_approval_no_stale_one():
    draft = reviews.submitted()
    moderator = make.moderator()
    client = as_(moderator)
    refused = client.post(edit_address(draft), opened(client, draft) | press("approve_theme"))
    assert list(refused.context["form"].errors) == ["evidence_reason"]
    form = opened(client, draft) | EXPLAINED
    saved = client.post(edit_address(draft), form, headers={"accept": "application/json"})
    assert saved.json()["success"]
    assert str(saved.json()["revision_id"]) != form["loaded_revision_id"]
    client.post(edit_address(draft), form | press("approve_theme"))
    assert draft.approvals.get().by == moderator


def test_what_another_saved_meanwhile_makes_an_approval_stale():
    draft = reviews.submitted()
    client = as_(make.moderator())
    form = opened(client, draft) | EXPLAINED
    reviews.edit(draft, make.moderator(), title="Рука другого")
    reviews.edit(draft, Person.objects.get(pk=client.session["_auth_user_id"]), summary="Своя рука")
    client.post(edit_address(draft), form | press("approve_theme"))
    assert not draft.approvals.exists()


def test_pages_of_the_review_are_headed_and_their_labels_stand_apart_from_the_fields():
    draft = reviews.submitted()
    client = as_(make.moderator())
    html = client.get(reverse("case_in_review", args=[draft.pk])).content.decode()
    assert '<form class="own-form" method="post">' in html
    reviews.pass_both(draft)
    answer = client.get(reverse("case_withdraw", args=[draft.page_id]))
    assert '<form class="own-form" method="post">' in answer.content.decode()
    assert answer.context["page_title"] == answer.context["header_title"]
