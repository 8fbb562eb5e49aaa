"""A course is translated in the editor, and nobody forgets which translation is old."""

from datetime import timedelta

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Topic
from courses.catalogue.outline import outline_of
from courses.catalogue.scheduled import publish_what_is_due
from courses.catalogue.translations import State, translation_states
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(client: Client) -> Client:
    client.force_login(make.trainer())
    return client


@pytest.fixture
def course() -> CoursePage:
    """A course in Russian with one lesson."""
    topic = Topic.objects.create(key="waste", name_ru="Отходы")
    page = CoursePage(title="Вывоз", slug="waste", summary="Как вывозить", topic=topic)
    module, lesson = ModulePage(title="Считаем", slug="count"), LessonPage(title="Объём", slug="v")
    parent: Page = CourseIndexPage.objects.get(locale__language_code="ru")
    for each in (page, module, lesson):
        parent.add_child(instance=each)
        each.save_revision().publish()
        parent = each
    return page


def states(language: str = "ky") -> list[State]:
    """How the pages of the only course stand in a language, from the top."""
    (course,) = translation_states()
    return [s.state for page in course.pages for s in page.states if s.language == language]


def submit(client: Client, page: Page) -> None:
    """As the editor's “Translate” does, with everything below."""
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    kyrgyz = Locale.objects.get(language_code="ky")
    client.post(address, {"locales": [kyrgyz.pk], "include_subtree": "on"})


def translate_and_publish(client: Client, page: Page) -> Page:
    """Every piece of text, then “Publish” in the translator's page."""
    target = page.get_translation(Locale.objects.get(language_code="ky"))
    translation = Translation.objects.get(source__object_id=page.translation_key)
    for segment in StringSegment.objects.filter(source=translation.source):
        StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=target.locale,
            defaults={"data": f"ky {segment.string.data}"},
        )
    # wagtail-localize publishes when its own rows have been committed.
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(reverse("wagtailadmin_pages:edit", args=[target.pk]), {"action": "publish"})
    return target.specific_class.objects.get(pk=target.pk)


def test_a_translation_is_missing_then_a_draft_then_there(
    writing: Client, course: CoursePage
) -> None:
    assert states() == []
    assert translation_states()[0].not_begun == ["ky", "en"]
    submit(writing, course)
    assert set(states()) == {State.UNFINISHED}
    before = outline_of(course.translation_key, "ky")
    assert before
    assert before.language == "ru"

    for page in Page.objects.descendant_of(course, inclusive=True).specific():
        translate_and_publish(writing, page)
    assert states() == [State.GOOD] * 3
    after = outline_of(course.translation_key, "ky")
    assert after
    assert (after.title, after.language) == ("ky Вывоз", "ky")
    assert [activity.title for activity in after.activities()] == ["ky Объём"]


def test_what_nobody_has_begun_buries_nothing(writing: Client, course: CoursePage) -> None:
    """Only the lesson that came later waits, not the whole course in English."""
    submit(writing, course)
    for page in Page.objects.descendant_of(course, inclusive=True).specific():
        translate_and_publish(writing, page)
    later = LessonPage(title="Тариф", slug="tariff")
    ModulePage.objects.get(locale__language_code="ru").add_child(instance=later)
    later.save_revision().publish()
    (found,) = translation_states()
    assert [(row.page.title, [s.state for s in row.states]) for row in found.open_pages] == [
        ("Тариф", [State.MISSING])
    ]
    page = writing.get(reverse("translations_of_courses")).content.decode()
    assert page.count(reverse("wagtail_localize:submit_page_translation", args=[course.pk])) == 1


def test_a_translation_that_is_older_than_the_original_is_shown(
    writing: Client, course: CoursePage
) -> None:
    submit(writing, course)
    for page in Page.objects.descendant_of(course, inclusive=True).specific():
        translate_and_publish(writing, page)
    lesson = LessonPage.objects.get(locale__language_code="ru")
    lesson.minutes = 15
    lesson.save_revision().publish()
    assert states() == [State.GOOD, State.GOOD, State.STALE]
    page = writing.get(reverse("translations_of_courses")).content.decode()
    assert lesson.title in page
    source = Translation.objects.get(source__object_id=lesson.translation_key).source
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    with TestCase.captureOnCommitCallbacks(execute=True):
        writing.post(address, {"publish_translations": "on"})
    assert states() == [State.GOOD] * 3


def test_a_page_is_published_and_taken_down_at_its_time(course: CoursePage) -> None:
    lesson = LessonPage.objects.get()
    lesson.title = "Новый объём"
    lesson.go_live_at = timezone.now() + timedelta(hours=1)
    revision = lesson.save_revision()
    revision.publish()
    assert publish_what_is_due() == 0
    revision.refresh_from_db()
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    assert publish_what_is_due() == 1
    outline = outline_of(course.translation_key, "ru")
    assert outline
    assert [activity.title for activity in outline.activities()] == ["Новый объём"]

    LessonPage.objects.update(expire_at=timezone.now() - timedelta(minutes=1))
    assert publish_what_is_due() == 1
    outline = outline_of(course.translation_key, "ru")
    assert outline
    assert not list(outline.activities())
    assert publish_what_is_due() == 0
