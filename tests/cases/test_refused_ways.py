"""Ways round the rules of drafts, reviews and adoptions that somebody might try: none of them leads anywhere."""

from datetime import date
from http import HTTPStatus
from typing import Any

import pytest
from django.urls import reverse
from django.utils.html import escape

from exchange.cases.adoption.forms import MeasureForm
from exchange.cases.adoption.refusals import LongAgo
from exchange.cases.choices import Part
from exchange.cases.models import Case, CaseDraft, CasePage
from exchange.cases.review.talk import comment
from exchange.cases.writing import co_authors
from exchange.cases.writing.submission import missing_in
from exchange.forum.choices import Audience
from exchange.forum.moderation import silence
from exchange.forum.silences import forget_silence
from lms.notifications.models import Notice
from lms.people.membership import end_membership
from lms.rules import NotAllowed
from tests import make
from tests.cases import adoptions, reviews, writing
from tests.cases.editor import as_
from tests.forum import talk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def part_of(draft: CaseDraft, part: Part) -> str:
    return reverse("my_case_part", args=[draft.key, part])


def test_what_is_no_address_and_no_key_of_a_file_is_kept_or_left_out_and_no_page_falls_over():
    draft = writing.short()
    client = as_(draft.started_by)
    sent = {"builds_on-0-line": "http://[", "version": "0"}
    html = client.post(part_of(draft, Part.START), sent).content.decode()
    assert "Такой страницы здесь нет." in html
    assert client.get(reverse("my_case", args=[draft.key])).status_code == HTTPStatus.OK
    sent = {"files-0-title": "Ведомость", "files-0-file": "чужой", "version": "0"}
    client.post(part_of(draft, Part.FILES), sent)
    gone = client.post(part_of(draft, Part.FILES), {"version": "1"})
    assert gone.status_code == HTTPStatus.FOUND


def test_whoever_has_left_reads_no_title_of_a_draft_in_what_they_were_told():
    draft = writing.short()
    colleague = make.learner(draft.municipality)
    co_authors.add_co_author(by=draft.started_by, draft=draft, person=colleague)
    assert writing.BASICS["title"] in as_(colleague).get(reverse("my_notices")).content.decode()
    end_membership(by=make.manager(), membership=make.membership_of(colleague))
    assert Notice.objects.filter(person=colleague, kind="cases.author").exists()
    assert writing.BASICS["title"] not in as_(colleague).get(reverse("my_notices")).content.decode()


def test_what_turns_letters_round_is_said_by_nobody_in_a_review():
    draft = reviews.submitted()
    said = comment(by=draft.started_by, draft=draft, text="Ответ\u202eтевто\0")
    assert said.text == "Ответтевто"
    assert comment(by=draft.started_by, draft=draft, text="Ответ\u202eтевто\0") == said


def test_whoever_may_not_write_tells_everybody_no_steps_either():
    made = adoptions.begin()
    assert made.started_by
    silence(by=make.moderator(), person=made.started_by, days=3, reason="Ругань.")
    forget_silence(made.started_by)
    with pytest.raises(NotAllowed, match="остановил"):
        adoptions.step(made)
    with pytest.raises(NotAllowed, match="остановил"):
        adoptions.begin(by=made.started_by)


def test_a_talk_of_the_two_is_a_new_one_whatever_the_form_was_sent_for_before():
    author = make.learner()
    open_to_all = talk.topic(author)
    post = open_to_all.posts.get()
    made = adoptions.begin(by=author, client_id=post.client_id)
    again = adoptions.begin(by=author, client_id=post.client_id)  # another case
    for each in (made, again):
        assert each.topic
        assert each.topic.audience == Audience.TWO
    assert made.topic != again.topic
    assert open_to_all.posts.get().text == post.text


def test_ten_thousand_rows_are_refused():
    draft = writing.short()
    client = as_(draft.started_by)
    rows = {f"steps-{number}-title": "Шаг" for number in range(10_000)}
    sent = client.post(part_of(draft, Part.STEPS), rows | {"version": "0"})
    assert sent.status_code == HTTPStatus.BAD_REQUEST
    assert not draft.parts.filter(part=Part.STEPS).exists()


@pytest.mark.parametrize(
    "title", ["!!!", "Write", "\u202e\u200b", "<script>alert(1)</script>", "=1+1"]
)
def test_a_title_is_words_and_leads_to_a_page(title: str):
    draft = writing.short(title=title)
    client = as_(draft.started_by)
    html = client.get(reverse("my_case_check", args=[draft.key])).content.decode()
    assert "<script>alert" not in html
    if missing_in(draft):
        return
    case = reviews.pass_both(writing.submitted(draft))
    shown = client.get(reverse("case", args=[case.slug]))
    assert shown.status_code == HTTPStatus.OK
    assert "<script>alert" not in shown.content.decode()
    assert escape(title) in shown.content.decode()


def figure(typed: str) -> dict[str, Any]:
    return {"what": "Дворов", "unit": "шт", "after": typed, "measured_on": "2026-01-01"}


@pytest.mark.parametrize("typed", ["0e999999999", "1e5", "NaN", "Infinity", "1_000", "१२"])
def test_a_figure_is_written_in_digits(typed: str):
    assert not MeasureForm([], figure(typed)).is_valid()


def test_nothing_was_measured_in_the_year_one():
    made = adoptions.begin()
    with pytest.raises(LongAgo):
        adoptions.measure(made, date(1, 1, 1), after=1)
    adoptions.measure(made, after=1)


def test_the_page_of_a_draft_is_deleted_by_no_script_and_its_review_cancelled_by_no_author():
    author = reviews.moderator_of(make.municipality())
    draft = reviews.submitted(author)
    by_script = f"/admin/api/main/pages/{draft.page_id}/action/delete/"
    as_(make.moderator()).post(by_script)
    page = CasePage.objects.get(pk=draft.page_id)
    cancel = {"action-cancel-workflow": "1"}
    as_(author).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), cancel)
    assert page.current_workflow_task_state is not None
    reviews.pass_both(draft)
    page.refresh_from_db()
    # Published, it is withdrawn and never deleted: its address says why.
    assert not page.permissions_for_user(make.admin()).can_delete()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/pages/{page}/",
        "/admin/pages/{page}/results/",
        "/admin/bulk/wagtailcore/page/move/?id={page}",
        "/admin/bulk/wagtailcore/page/delete/?id=all&childOf={library}",
    ],
)
def test_no_list_of_the_editor_says_the_title_of_a_draft_to_whoever_reviews_nothing(address: str):
    page = CasePage.objects.get(pk=reviews.submitted().page_id)
    path = address.format(page=page.pk, library=page.get_parent().pk)
    assert page.title in as_(make.moderator()).get(path).content.decode()
    for person in (make.trainer(), make.manager()):
        assert page.title not in as_(person).get(path).content.decode()


def words_of(response: Any) -> str:
    is_json = response["Content-Type"] == "application/json"
    return str(response.json()["html"] if is_json else response.content.decode())


def test_who_is_no_moderator_is_offered_no_page_in_review_to_link_to():
    draft = reviews.submitted()
    library = CasePage.objects.get(pk=draft.page_id).get_parent()
    within = reverse("wagtailadmin_choose_page_child", args=[library.pk])
    search = f"{reverse('wagtailadmin_choose_page_search')}?q=Контейнеры"
    trainer, title = as_(make.trainer()), reviews.BASICS["title"]
    for address in (within, search):
        assert title not in words_of(trainer.get(address))
        assert title in words_of(as_(make.moderator()).get(address))
    below = reverse("wagtailadmin_choose_page_child", args=[draft.page_id])
    assert trainer.get(below).status_code == HTTPStatus.NOT_FOUND
    reviews.pass_both(draft)
    assert title in words_of(trainer.get(within))


def test_what_is_refused_by_a_script_or_in_bulk_is_not_half_published():
    draft = reviews.submitted()
    client = as_(make.moderator())
    in_bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    for address in (
        f"/admin/api/main/pages/{draft.page_id}/action/publish/",
        f"{in_bulk}?id={draft.page_id}&next=/admin/",
    ):
        client.post(address)
        assert not CasePage.objects.get(pk=draft.page_id).live
    assert not Case.objects.filter(key=draft.key).exists()


@pytest.mark.parametrize("is_published", [False, True])
def test_a_case_is_copied_in_no_way_of_wagtail_s(is_published: bool):
    page = CasePage.objects.get(
        pk=reviews.published().page_id if is_published else reviews.submitted().page_id
    )
    shelf = page.get_parent()
    by_script = "/admin/api/main/pages/{}/action/{}/"
    form = {
        "new_title": "Ещё раз",
        "new_slug": "again",
        "new_parent_page": shelf.pk,
        "copy_subpages": "on",
        "publish_copies": "on",
    }
    for by in (make.moderator(), make.admin()):
        client = as_(by)
        for copied in (page, shelf):
            address = reverse("wagtailadmin_pages:copy", args=[copied.pk])
            assert address not in words_of(client.get(f"/admin/pages/{shelf.pk}/"))
            assert address not in words_of(client.get(f"/admin/pages/{copied.pk}/edit/"))
            for answer in (
                client.get(address),
                client.post(address, form),
                client.post(address, form | {"alias": "on"}),
            ):
                assert answer.status_code == HTTPStatus.FOUND
                assert answer.headers["Location"] == "/admin/"
            for action in ("copy", "create_alias"):
                sent = {"slug": "again", "update_slug": "again", "recursive": "true"}
                answer = client.post(by_script.format(copied.pk, action), sent)
                assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
            assert not copied.permissions_for_user(by).can_copy_to(shelf)
    assert CasePage.objects.filter(translation_key=page.translation_key).count() == 1
    assert CasePage.objects.count() == 1
    assert Case.objects.count() == is_published
