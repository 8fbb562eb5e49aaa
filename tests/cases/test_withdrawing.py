"""Moderators withdraw a case in Wagtail's admin, and no way of Wagtail's takes it from its readers without a reason."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from wagtail.models import Locale, Page

from exchange.cases.models import Case, CaseDraft, CaseLibraryPage, CasePage
from exchange.cases.page_rules import wrong_in
from exchange.cases.withdrawal import withdraw_case
from lms import clock
from tests import make
from tests.cases import library, reviews
from tests.cases.editor import as_

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def unpublish_of(case: Case) -> str:
    return reverse("wagtailadmin_pages:unpublish", args=[case.page_id])


def delete_of(case: Case) -> str:
    return reverse("wagtailadmin_pages:delete", args=[case.page_id])


def withdraw_of(case: Case) -> str:
    return reverse("case_withdraw", args=[case.page_id])


def test_the_withdrawal_page_asks_why_and_withdraws():
    case, other = library.case(), library.case()
    client = as_(make.moderator())
    assert client.post(withdraw_of(case), {"because": ""}).status_code == 200
    case.refresh_from_db()
    assert case.withdrawn_at is None
    sent = {"because": "Полигон закрыт.", "replaced_by": other.page_id}
    assert client.post(withdraw_of(case), sent).status_code == 302
    case.refresh_from_db()
    assert case.withdrawn_because == "Полигон закрыт."
    assert case.replaced_by == other


def test_the_chooser_opens_where_the_cases_are_in_the_words_of_whoever_withdraws():
    case = library.case()
    html = as_(make.moderator()).get(withdraw_of(case)).content.decode()
    library_id = library.page_of(case).get_parent().pk
    assert reverse("wagtailadmin_choose_page_child", args=[library_id]) in html
    assert "Choose a page" not in html


def test_what_there_is_instead_is_another_published_case():
    case, gone = library.case(), library.case()
    by = make.moderator()
    withdraw_case(by=by, case=gone, because="Ошибка.")
    client = as_(by)
    for page in (gone.page_id, case.page_id, CaseLibraryPage.objects.first().pk):
        answer = client.post(withdraw_of(case), {"because": "Да.", "replaced_by": page})
        assert list(answer.context["form"].errors) == ["replaced_by"]
    case.refresh_from_db()
    assert case.withdrawn_at is None


@pytest.mark.parametrize("page", ["on", "\u0662", "9" * 5000, "-1"])
def test_what_is_no_page_is_not_there_instead(page: str):
    address, client = withdraw_of(library.case()), as_(make.moderator())
    answer = client.post(address, {"because": "Да.", "replaced_by": page})
    assert list(answer.context["form"].errors) == ["replaced_by"]


@pytest.mark.parametrize("way", [unpublish_of, delete_of])
def test_who_unpublishes_or_deletes_a_published_case_is_asked_why_instead(way):
    case = library.case()
    for by in (make.moderator(), make.admin()):
        client = as_(by)
        for answer in (client.get(way(case)), client.post(way(case))):
            assert answer.headers["Location"] == withdraw_of(case)
            assert list(get_messages(answer.wsgi_request))
    assert CasePage.objects.get(pk=case.page_id).live
    assert client.get(f"/ru/cases/{case.slug}/").status_code == 200


def test_cases_are_not_unpublished_or_deleted_in_bulk():
    case = library.case()
    client = as_(make.admin())
    for act in ("unpublish", "delete"):
        in_bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", act])
        client.post(f"{in_bulk}?id={case.page_id}&next=/admin/")
    assert CasePage.objects.get(pk=case.page_id).live


def test_nor_with_the_library_above_them_or_at_a_time_that_was_set():
    case = library.case()
    page = library.page_of(case)
    client = as_(make.admin())
    above = reverse("wagtailadmin_pages:unpublish", args=[page.get_parent().pk])
    client.post(above, {"include_descendants": "on"})
    assert CasePage.objects.get(pk=page.pk).live
    page.expire_at = clock.now()
    assert [name for name, _words in wrong_in(page)] == ["expire_at"]


def test_the_page_of_a_withdrawn_case_is_deleted_by_nobody_and_so_it_can_be_written_anew():
    author = make.learner()
    case = reviews.published(author)
    withdraw_case(by=make.moderator(), case=case, because="Ошибка.")
    shelf = library.page_of(case).get_parent().pk
    in_bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    for by in (make.moderator(), make.admin()):
        client = as_(by)
        for page in (case.page_id, shelf):
            assert not Page.objects.get(pk=page).specific.permissions_for_user(by).can_delete()
            client.post(reverse("wagtailadmin_pages:delete", args=[page]))
            client.post(f"{in_bulk}?id={page}&next=/admin/")
            client.post(f"/admin/api/main/pages/{page}/action/delete/")
            assert CasePage.objects.filter(pk=case.page_id).exists()
    begun = as_(author).post(reverse("case_revise", args=[case.slug]))
    draft = CaseDraft.objects.get(key=case.key, submitted_at=None)
    assert begun.headers["Location"].endswith(reverse("my_case", args=[draft.key]))


def test_a_translation_is_only_taken_away_and_the_case_stays():
    case = library.case()
    ky = library.page_of(case).copy_for_translation(Locale.objects.get(language_code="ky"))
    library.publish(ky)
    client = as_(make.moderator())
    address = reverse("wagtailadmin_pages:unpublish", args=[ky.pk])
    assert client.get(address).status_code == 200
    client.post(address)
    ky.refresh_from_db()
    assert not ky.live
    assert client.get(f"/ky/cases/{case.slug}/").status_code == 200


def test_to_withdraw_is_offered_wherever_a_moderator_meets_the_case():
    case = reviews.published()
    draft = CaseDraft.objects.get(key=case.key)
    moderator = make.moderator()
    page = library.page_of(case)
    pages = [
        f"/ru/cases/{case.slug}/",
        reverse("case_in_review", args=[draft.pk]),
        reverse("wagtailadmin_explore", args=[page.get_parent().pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
    ]
    htmls = [as_(moderator).get(path).content.decode() for path in pages]
    assert [html.count(withdraw_of(case)) for html in htmls] == [1, 1, 1, 2]
    for html in htmls:
        assert unpublish_of(case) not in html
        assert delete_of(case) not in html
    stranger = as_(make.learner()).get(pages[0]).content.decode()
    assert withdraw_of(case) not in stranger
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) not in stranger


def test_the_list_of_cases_does_not_say_that_nobody_can_reach_them():
    moderator = make.moderator()
    page = library.page_of(library.case()).get_parent()
    html = as_(moderator).get(reverse("wagtailadmin_explore", args=[page.pk])).content.decode()
    assert "Для этого местоположения" not in html
    assert page.specific.url.endswith("/ru/cases/")
