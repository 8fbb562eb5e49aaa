"""The documents of cases: found by their words, which lead to the case, and given only while it is published."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.images.tests.utils import get_test_image_file

from courses.catalogue.models import DocumentText
from courses.catalogue.pictures import SPECS
from exchange.cases.choices import Part
from exchange.cases.models import Case, CaseDocument
from exchange.cases.withdrawal import withdraw_case
from lms.rules import Refusal
from search.query import search
from tests import files, make
from tests.cases import library, reviews, writing

pytestmark = pytest.mark.django_db
WORDS = "Экскаватор с ковшом"


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Settings, tmp_path: Path) -> None:
    """Real files, which are sent as such."""
    files_here = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STORAGES = settings.STORAGES | files_here


@pytest.fixture
def offered(
    tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> Callable[..., Case]:
    """A case that offers a document, which has been read."""

    def bring(words: str = WORDS, **changes: Any) -> Case:
        (tmp_path / "contract.docx").write_bytes(files.docx(words))
        row = {"title": "Договор, образец", "file": "contract.docx"}
        with django_capture_on_commit_callbacks(execute=True):
            return library.bring(library.data(files=[row], **changes), folder=tmp_path)[0]

    return bring


def found(words: str, language: str = "ru") -> list[str]:
    """Where the documents lead that are found by these words."""
    results = search(AnonymousUser(), words, language=language, kinds=["document"])
    return [hit.url for hit in results.hits]


def test_a_document_is_found_by_its_words_and_leads_to_its_case(offered: Callable[..., Case]):
    case = offered()
    assert found("экскаватор") == [f"/ru/cases/{case.slug}/"]
    assert found("экскаватор", "ky") == [f"/ky/cases/{case.slug}/"]
    results = search(AnonymousUser(), "экскаватор", language="ru", kinds=["document"])
    (shown,) = results.hits
    assert (shown.title, shown.municipality) == ("Договор, образец", case.municipality.name_ru)
    assert "DOCX" in shown.note
    assert case.texts.get(language="ru").title in shown.note


def test_what_is_taken_down_is_found_and_given_no_more(
    offered: Callable[..., Case],
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    case = offered()
    url = Document.objects.get().url
    assert client.get(url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_case(by=make.moderator(), case=case, because="Ошибка в расчёте.")
    assert found("экскаватор") == []
    assert client.get(url).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        library.publish(library.page_of(case))
    assert found("экскаватор") == [f"/ru/cases/{case.slug}/"]


def test_a_document_that_the_case_no_longer_offers_is_found_no_more(
    offered: Callable[..., Case],
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    page = library.page_of(offered())
    page.files = []
    with django_capture_on_commit_callbacks(execute=True):
        library.publish(page)
    assert found("экскаватор") == []
    assert not CaseDocument.objects.exists()
    assert client.get(Document.objects.get().url).status_code == 404


def test_the_documents_of_a_draft_are_for_who_keeps_the_library(
    offered: Callable[..., Case], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
):
    page = library.page_of(offered())
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    url, visitor = Document.objects.get().url, Client()
    statuses = {}
    for name, person in {
        "learner": make.learner(),
        "trainer": make.trainer(),
        "manager": make.manager(),
        "moderator": make.moderator(),
    }.items():
        client = Client()
        client.force_login(person)
        statuses[name] = client.get(url).status_code
    statuses["visitor"] = visitor.get(url).status_code
    assert statuses == {
        "visitor": 404,
        "learner": 404,
        "trainer": 404,
        "manager": 404,
        "moderator": 200,
    }


def test_two_cases_offer_one_document_and_the_first_leads(offered: Callable[..., Case]):
    first, second = offered(), offered()
    assert found("экскаватор") == [f"/ru/cases/{first.slug}/"]
    library.page_of(first).unpublish()
    assert found("экскаватор") == [f"/ru/cases/{second.slug}/"]


def test_a_draft_s_document_is_found_and_given_once_its_case_is_published(
    client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
):
    draft = reviews.written()
    author = draft.started_by
    with django_capture_on_commit_callbacks(execute=True):
        act = writing.kept(draft, "договор.docx", files.docx(WORDS))
        photo = writing.kept(draft, "IMG.heic", files.heic())
        reviews.write(
            draft,
            author,
            Part.FILES,
            files=[{"title": "Договор с подрядчиком", "file": str(act.key)}],
            photos=[{"alt": "Экскаватор у реки", "file": str(photo.key)}],
        )
        reviews.resubmitted(draft)
    document = Document.objects.get()
    assert "Экскаватор" in DocumentText.objects.get(document=document).text
    assert found("экскаватор") == []
    assert client.get(document.url).status_code == 404
    moderator = Client()
    moderator.force_login(make.moderator())
    assert moderator.get(document.url).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        case = reviews.pass_both(draft)
    assert found("экскаватор") == [f"/ru/cases/{case.slug}/"]
    assert client.get(document.url).status_code == 200
    html = client.get(f"/ru/cases/{case.slug}/").content.decode()
    assert document.url in html
    assert 'alt="Экскаватор у реки"' in html
    assert Rendition.objects.count() == len(SPECS)  # made with the publication, not for the reader


def test_a_document_is_no_photograph_whatever_the_form_says():
    draft = reviews.written()
    act = writing.kept(draft)
    Image.objects.create(title="Чужая", file=get_test_image_file())
    row = {"alt": "Чужая", "file": str(act.key)}
    reviews.write(draft, draft.started_by, Part.FILES, photos=[row])
    with pytest.raises(Refusal):
        reviews.resubmitted(draft)
