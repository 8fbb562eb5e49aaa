"""Moderators review in Wagtail's admin: its buttons lead to the use cases, and nothing goes past them."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Comment, Page

from exchange.cases import access
from exchange.cases.choices import DraftState, Part, ReviewStep
from exchange.cases.models import Case, Service, ServiceKeeper
from exchange.cases.review.queue import how_many_wait
from exchange.cases.review.reviewing import ask_for_changes, page_in_review, pass_step
from exchange.cases.review.standing import standing_of
from exchange.cases.writing.draft_records import parts_of
from tests import make
from tests.cases import library, reviews
from tests.cases.editor import EXPLAINED, as_, edit_address, opened, press

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def test_the_buttons_of_the_editor_pass_a_case_and_publish_it():
    draft = reviews.submitted()
    first, second = as_(make.moderator()), as_(make.moderator())
    form = opened(first, draft) | EXPLAINED | press("approve_theme")
    assert first.post(edit_address(draft), form).status_code == 302
    assert draft.approvals.get().step == ReviewStep.THEME
    form = opened(second, draft) | press("approve_second")
    assert second.post(edit_address(draft), form).status_code == 302
    assert Case.objects.get(key=draft.key).evidence_level == 2


def test_the_editor_says_beside_the_field_that_the_evidence_is_unexplained():
    draft = reviews.submitted()
    client = as_(make.moderator())
    response = client.post(edit_address(draft), opened(client, draft) | press("approve_theme"))
    assert list(response.context["form"].errors) == ["evidence_reason"]
    assert not draft.approvals.exists()


def test_asking_for_changes_in_the_editor_needs_words_and_takes_what_was_edited_along():
    draft = reviews.submitted()
    moderator = make.moderator()
    client = as_(moderator)
    changed = opened(client, draft) | {"problem": "Мусор лежал у реки."}
    client.post(edit_address(draft), changed | press("reject", comment="", part=""))
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    changed = opened(client, draft) | {"problem": "Мусор лежал у реки."}
    client.post(edit_address(draft), changed | press("reject", comment="Кто платил?", part="costs"))
    draft.refresh_from_db()
    assert draft.state == DraftState.CHANGES
    assert draft.comments.get().part == Part.COSTS
    assert parts_of(draft)[Part.BASICS]["problem"] == "Мусор лежал у реки."


def test_the_modal_of_the_editor_asks_for_words():
    draft = reviews.submitted()
    client = as_(make.moderator())
    task_state = page_in_review(draft).current_workflow_task_state
    address = reverse(
        "wagtailadmin_pages:collect_workflow_action_data",
        args=[draft.page_id, "reject", task_state.pk],
    )
    assert "comment" in client.get(address).json()["html"]
    headers = {"x-requested-with": "XMLHttpRequest"}
    assert "html" in client.post(address, {"comment": ""}, headers=headers).json()
    sent = client.post(address, {"comment": "Кто платил?", "part": "costs"}, headers=headers)
    assert sent.json()["cleaned_data"] == {"comment": "Кто платил?", "part": "costs"}


def test_comments_beside_a_field_reach_the_authors():
    draft = reviews.submitted()
    moderator = make.moderator()
    page = Page.objects.get(pk=draft.page_id)
    Comment.objects.create(page=page, user=moderator, text="Где это?", contentpath="summary")
    for _time in range(2):
        ask_for_changes(by=moderator, draft=draft, text="Смотрите рядом с полями.")
        draft.refresh_from_db()
        reviews.resubmitted(draft)
    beside = draft.comments.get(asks_for_changes=False)
    assert (beside.text, beside.part) == ("Где это?", Part.BASICS)


def test_whoever_may_not_review_it_reads_why_and_changes_nothing():
    place = make.municipality()
    draft = reviews.submitted(make.learner(place))
    neighbour = reviews.moderator_of(place)
    client = as_(neighbour)
    response = client.get(edit_address(draft))
    assert response.context["page_locked"]
    reason = str(access.can_review(neighbour, standing_of(draft)).reason)
    assert any(reason in str(each) for each in get_messages(response.wsgi_request))
    form = opened(as_(make.moderator()), draft) | {"title": "Чужая рука"}
    client.post(edit_address(draft), form)
    client.post(edit_address(draft), form | press("approve_theme"))
    assert page_in_review(draft).title == reviews.BASICS["title"]
    assert not draft.approvals.exists()


def test_while_the_authors_have_it_nobody_edits_it_here():
    draft = reviews.submitted()
    moderator = make.moderator()
    client = as_(moderator)
    form = opened(client, draft) | {"title": "Поздняя правка"}
    ask_for_changes(by=moderator, draft=draft, text="Кто платил?")
    assert client.get(edit_address(draft)).context["page_locked"]
    client.post(edit_address(draft), form)
    client.post(edit_address(draft), form | press("approve_theme"))
    assert page_in_review(draft).title == reviews.BASICS["title"]


def test_a_form_from_before_passes_nothing_and_writes_nothing_over_what_came_since():
    author = make.learner()
    draft = reviews.submitted(author)
    slow, quick = make.moderator(), make.moderator()
    client = as_(slow)
    form = opened(client, draft) | EXPLAINED
    reviews.passed_first(draft, quick)
    # What was meant for the first step is not taken for the second.
    client.post(edit_address(draft), form | press("approve_theme"))
    client.post(edit_address(draft), form | press("approve_second"))
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    ask_for_changes(by=slow, draft=draft, text="Кто платил?")
    draft.refresh_from_db()
    reviews.write(draft, author, Part.BASICS, done="Купили на деньги аймака.")
    reviews.resubmitted(draft)
    for button in (
        {},
        press("approve_theme"),
        press("reject", comment="Нет."),
        {"action-publish": "1"},
    ):
        client.post(edit_address(draft), form | button)
    assert page_in_review(draft).done == "Купили на деньги аймака."
    assert standing_of(draft).passed == {}
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


def test_nothing_is_published_submitted_or_deleted_past_the_review():
    draft = reviews.submitted()
    client = as_(make.moderator())
    html = client.get(edit_address(draft)).content.decode()
    for name in (
        "action-publish",
        "action-submit",
        "action-cancel-workflow",
        "action-restart-workflow",
    ):
        assert f'name="{name}"' not in html
        client.post(edit_address(draft), opened(client, draft) | {name: "1"})
    later = {"action-publish": "1", "go_live_at": "2030-01-01 10:00"}
    client.post(edit_address(draft), opened(client, draft) | later)
    assert not page_in_review(draft).revisions.exclude(approved_go_live_at=None).exists()
    client.post(reverse("wagtailadmin_pages:delete", args=[draft.page_id]))
    in_bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    client.post(f"{in_bulk}?id={draft.page_id}&next=/admin/")
    in_bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client.post(f"{in_bulk}?id={draft.page_id}&next=/admin/")
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert page_in_review(draft).current_workflow_task_state is not None
    assert not Case.objects.filter(key=draft.key).exists()


def test_a_moderator_who_wrote_it_is_offered_no_way_out_of_the_review_either():
    author = reviews.moderator_of(make.municipality())
    draft = reviews.submitted(author)
    html = as_(author).get(edit_address(draft)).content.decode()
    assert 'name="action-cancel-workflow"' not in html


def test_pages_without_a_draft_are_edited_and_published_as_ever():
    case = library.case()
    client = as_(make.moderator())
    html = client.get(reverse("wagtailadmin_pages:edit", args=[case.page_id])).content.decode()
    assert 'name="action-publish"' in html
    assert 'name="action-submit"' not in html
    parent = library.page_of(case).get_parent()
    add = reverse("wagtailadmin_pages:add", args=["cases", "casepage", parent.pk])
    html = client.get(add).content.decode()
    assert 'name="action-publish"' in html
    assert 'name="action-submit"' not in html


def test_the_queue_says_what_waits_for_whom():
    place = make.municipality()
    reviews.submitted(make.learner(place), title="Первый пример")
    given_back = reviews.submitted(title="Второй пример")
    ask_for_changes(by=make.moderator(), draft=given_back, text="Кто платил?")
    for person, is_mine in ((make.moderator(), True), (reviews.moderator_of(place), False)):
        response = as_(person).get(reverse("cases_in_review"))
        assert [each.draft.title for each in response.context["mine"]] == [
            "Первый пример"
        ] * is_mine
        assert [each.title for each in response.context["with_authors"]] == ["Второй пример"]
        assert "Второй пример" in response.content.decode()
        assert as_(person).get(reverse("wagtailadmin_home")).status_code == 200


@pytest.mark.parametrize("cases", [1, 3])
def test_to_count_what_waits_costs_the_same_however_much_it_is(
    cases: int, django_assert_num_queries: DjangoAssertNumQueries
):
    for _ in range(cases):
        draft, first = reviews.submitted(), make.moderator()
        reviews.explain(draft, first)
        pass_step(by=first, draft=draft, step=ReviewStep.THEME)
    by = make.moderator()
    assert by.grants  # which a request has read by then
    assert by.membership
    with django_assert_num_queries(
        6
    ):  # drafts, approvals, authors, services, who keeps these; requests
        assert how_many_wait(by) == cases


def test_moderators_talk_with_the_authors_beside_the_editor():
    draft = reviews.submitted()
    client = as_(make.moderator())
    address = reverse("case_in_review", args=[draft.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"text": ""}).status_code == 200
    client.post(address, {"text": "Сколько сёл?", "part": "place"})
    said = draft.comments.get()
    client.post(address, {"text": "Три, как я понял.", "answers": said.pk})
    client.post(address, {"settle": said.pk})
    assert [each.text for each in draft.comments.all()] == ["Сколько сёл?", "Три, как я понял."]
    assert draft.comments.get(pk=said.pk).settled_at
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED


def test_moderators_say_in_the_list_of_services_who_looks_after_which():
    library.lists()
    moderator, other = make.moderator(), make.moderator()
    service = Service.objects.get(key="waste")
    client = as_(moderator)
    address = reverse("wagtailsnippets_cases_service:edit", args=[service.pk])
    assert str(other) in client.get(address).content.decode()
    data = {"name_ru": "Отходы", "name_ky": "Таштанды", "name_en": "", "key": "waste", "order": "0"}
    assert client.post(address, data | {"keepers": [other.pk]}).status_code == 302
    assert ServiceKeeper.objects.get().person == other
    client.post(address, data)
    assert not ServiceKeeper.objects.exists()
    assert client.post(address, data | {"keepers": [make.learner().pk]}).status_code == 200
