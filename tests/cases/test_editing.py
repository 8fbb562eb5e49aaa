"""Moderators keep the library in Wagtail's admin; whoever writes courses has nothing to do there."""

import pytest
from django.urls import reverse

from exchange.cases.models import CaseLibraryPage
from exchange.cases.page_rules import wrong_in
from tests import make
from tests.cases import library
from tests.cases.editor import as_

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def test_moderators_open_the_editor_of_a_case_and_its_preview():
    page = library.page_of(library.case())
    client = as_(make.moderator())
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
    parent = page.get_parent()
    add = reverse("wagtailadmin_pages:add", args=["cases", "casepage", parent.pk])
    assert client.get(add).status_code == 200
    preview = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    html = client.get(preview).content.decode()
    assert "Купили подержанную машину." in html


def test_trainers_do_not():
    page = library.page_of(library.case())
    answer = as_(make.trainer()).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert answer.status_code == 404


def test_there_is_a_library_in_each_language():
    found = CaseLibraryPage.objects.values_list("locale__language_code", flat=True)
    assert sorted(found) == ["en", "ky", "ru"]


def test_the_form_says_what_the_database_would_refuse():
    page = library.page_of(library.bring(library.full())[0])
    assert wrong_in(page) == []
    page.funding[0].value["share"] = 90
    page.contact_consented_on = None
    page.title = "слово " * 11
    assert [name for name, _words in wrong_in(page)] == [
        "title", "contact_consented_on", "funding",
    ]  # fmt: skip


def test_services_keep_the_cases_that_have_them():
    case = library.case()
    service = case.services.get()
    client = as_(make.moderator())
    client.post(reverse("wagtailsnippets_cases_service:delete", args=[service.pk]))
    assert case.services.get() == service
