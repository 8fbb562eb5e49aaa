"""Who enters Wagtail's editor for other things finds nothing there of a case that is not published."""

from typing import Any

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield
from wagtail_localize.models import TranslationSource

from courses.catalogue.models import LessonPage
from exchange.cases.choices import Part
from exchange.cases.lending import NotForOthers
from exchange.cases.models import CaseDraft, CasePage
from exchange.cases.new_pages import stream_of
from tests import files, make, make_courses
from tests.cases import library, reviews, writing
from tests.cases.editor import as_

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_factor")]


def with_files() -> CaseDraft:
    """A case in review with a photograph and a document."""
    draft = reviews.written()
    paper, photo = writing.kept(draft), writing.kept(draft, "свалка.jpg", files.photograph())
    rows: dict[str, Any] = {
        "files": [{"title": "Акт", "file": str(paper.key)}],
        "photos": [{"alt": "Свалка", "file": str(photo.key)}],
    }
    writing.save(draft, Part.FILES, rows)
    return reviews.resubmitted(draft)


def picture_of(draft: CaseDraft) -> Any:
    return draft.files.get(image__isnull=False).image


def document_of(draft: CaseDraft) -> Any:
    return draft.files.get(document__isnull=False).document


@pytest.mark.parametrize("make_person", [make.trainer, make.manager])
def test_pictures_and_documents_of_others_are_in_no_list_for_scripts(make_person):
    draft = with_files()
    for name, thing in (("images", picture_of(draft)), ("documents", document_of(draft))):
        listed = f"/admin/api/main/{name}/"
        assert as_(make_person()).get(listed).json()["items"] == []
        assert as_(make_person()).get(f"{listed}{thing.pk}/").status_code == 404
        [seen] = as_(make.moderator()).get(listed).json()["items"]
        assert seen["title"] == thing.title


@pytest.mark.parametrize("make_person", [make.trainer, make.manager])
def test_addresses_of_the_editor_say_nothing_of_what_is_in_review(make_person):
    draft = with_files()
    page = CasePage.objects.get(pk=draft.page_id)
    where = [page.pk, page.get_parent().pk]
    for name, keys in (
        ("wagtailadmin_pages:move_confirm", where),
        ("wagtailadmin_pages:move_confirm", where[::-1]),
        ("wagtailimages_chooser:select_format", [picture_of(draft).pk]),
        ("wagtail_localize:submit_page_translation", where[:1]),
    ):
        assert as_(make_person()).get(reverse(name, args=keys)).status_code == 404
    chooser = reverse("wagtailimages_chooser:select_format", args=[picture_of(draft).pk])
    assert as_(make.moderator()).get(chooser).status_code == 200


def test_nobody_translates_what_they_may_not_read():
    draft = reviews.submitted()
    locales = Locale.objects.exclude(language_code="ru").values_list("pk", flat=True)
    submit = reverse("wagtail_localize:submit_page_translation", args=[draft.page_id])
    as_(make.trainer()).post(submit, {"locales": list(locales)})
    assert [*CasePage.objects.all()] == [CasePage.objects.get(pk=draft.page_id)]
    as_(make.admin()).post(submit, {"locales": list(locales)})
    source = TranslationSource.objects.get(object_id=draft.key)
    update = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert as_(make.trainer()).get(update).status_code == 404
    assert as_(make.admin()).get(update).status_code == 200


COMMENTS = {f"wagtail_admin_comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL")}


def lesson_with(name: str, value: Any) -> dict[str, Any]:
    """What the form of a lesson sends."""
    body = streamfield([(name, value)])
    facts = {"title": "Урок", "slug": "lesson", "minutes": 8, "is_required": "on", "body": body}
    return {**nested_form_data(facts), **COMMENTS}


def test_no_lesson_shows_or_offers_a_file_of_a_case_in_review():
    draft = with_files()
    picture, document = picture_of(draft), document_of(draft)
    module = make_courses.course(lessons=0).modules[0]
    add = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk])
    linked = f'<p><a linktype="document" id="{document.pk}">Акт</a></p>'
    trainer = as_(make.trainer())
    for name, value in (
        ("figure", {"image": picture.pk, "alt": "Свалка", "caption": ""}),
        ("document", {"document": document.pk, "title": "Акт"}),
        ("text", rich_text(linked)),
    ):
        for button in ({"action-publish": "1"}, {}):
            html = trainer.post(add, lesson_with(name, value) | button).content.decode()
            assert "жарыялана элек мисалга тиешелүү" in html
        preview = reverse(
            "wagtailadmin_pages:preview_on_add", args=["catalogue", "lessonpage", module.pk]
        )
        assert not trainer.post(preview, lesson_with(name, value)).json()["is_valid"]
    assert not LessonPage.objects.exists()
    reviews.pass_both(draft)
    sent = lesson_with("document", {"document": document.pk, "title": "Акт"})
    trainer.post(add, sent | {"action-publish": "1"})
    assert LessonPage.objects.get().live


def test_nor_does_another_case_whoever_publishes_it():
    document = document_of(with_files())
    case = library.case()
    page = library.page_of(case)
    page.files = stream_of(
        "files", [{"type": "file", "value": {"document": document.pk, "title": "Акт"}}]
    )
    with pytest.raises(NotForOthers):
        library.publish(page)
