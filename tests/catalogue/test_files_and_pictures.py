"""Documents go to those who may read them; pictures are ready before anybody asks."""

from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition
from wagtail.images.tests.utils import get_test_image_file
from wagtailmedia.models import Media

from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Topic
from courses.catalogue.reading import lesson_html
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Settings, tmp_path: Path) -> None:
    """Real files, which are sent as such, and no HTML of the test before."""
    files = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | files
    cache.clear()


@pytest.fixture
def lesson() -> LessonPage:
    """A draft of a lesson in a published course."""
    topic = Topic.objects.create(key="waste", name_ru="Отходы")
    course = CoursePage(title="Вывоз", slug="waste", summary="Как вывозить", topic=topic)
    module, page = ModulePage(title="Считаем", slug="count"), LessonPage(title="Объём", slug="v")
    CourseIndexPage.objects.get(locale__language_code="ru").add_child(instance=course)
    course.add_child(instance=module)
    page.live = False
    module.add_child(instance=page)
    return page


def put(page: LessonPage, kind: str, value: dict[str, object]) -> None:
    page.body = page.body.stream_block.to_python([{"type": kind, "value": value, "id": "b"}])
    page.save()


def publish(page: LessonPage) -> None:
    page.save_revision().publish()
    page.refresh_from_db()


def test_a_drafts_document_is_for_those_who_write(lesson: LessonPage) -> None:
    document = Document.objects.create(title="Акт", file=ContentFile(b"a;b", "act.csv"))
    put(lesson, "document", {"document": document.pk, "title": "Акт"})
    visitor, learner, trainer = Client(), Client(), Client()
    learner.force_login(make.learner())
    trainer.force_login(make.trainer())
    everybody = [visitor, learner, trainer]
    assert [c.get(document.url).status_code for c in everybody] == [404, 404, 200]
    publish(lesson)
    assert [c.get(document.url).status_code for c in everybody] == [200, 200, 200]
    lesson.unpublish()
    assert [c.get(document.url).status_code for c in everybody] == [404, 404, 200]
    assert visitor.get(document.file.url).status_code == HTTPStatus.NOT_FOUND


def test_a_drafts_recording_is_for_those_who_write(lesson: LessonPage) -> None:
    recording = Media.objects.create(
        title="Село", type="video", duration=5, file=ContentFile(b"x" * 100, "draft.mp4")
    )
    value = {"media": recording.pk, "title": "Село", "captions": None, "transcript": ""}
    put(lesson, "media", value)
    visitor, trainer = Client(), Client()
    trainer.force_login(make.trainer())
    assert [c.get(recording.url).status_code for c in (visitor, trainer)] == [404, 200]
    publish(lesson)
    assert [c.get(recording.url).status_code for c in (visitor, trainer)] == [200, 200]


def test_nothing_outside_of_the_public_folders_is_served() -> None:
    visitor = Client()
    for path in ("documents/a.csv", "../tajryiba.sqlite3", "images/../documents/a.csv", "", "x"):
        assert visitor.get(f"/media/{path}").status_code == HTTPStatus.NOT_FOUND


def test_pictures_are_made_with_the_publication_and_not_for_the_reader(
    lesson: LessonPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    image = Image.objects.create(title="Схема", file=get_test_image_file(size=(1200, 600)))
    put(lesson, "figure", {"image": image.pk, "alt": "Схема", "caption": ""})
    with django_capture_on_commit_callbacks(execute=True):
        publish(lesson)
    made = set(Rendition.objects.values_list("pk", flat=True))
    assert len(made) == 4
    html = lesson_html(lesson, "ru")
    assert set(Rendition.objects.values_list("pk", flat=True)) == made
    for rendition in Rendition.objects.all():
        assert rendition.url in html
        assert Client().get(rendition.url).status_code == HTTPStatus.OK


def test_a_lesson_is_rendered_once_and_anew_when_a_file_changes(
    lesson: LessonPage,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    document = Document.objects.create(title="Акт", file=ContentFile(b"a" * 1000, "act.csv"))
    put(lesson, "document", {"document": document.pk, "title": "Акт"})
    publish(lesson)
    assert "CSV, 1 KB" in lesson_html(lesson, "en")
    assert "CSV, 1 КБ" in lesson_html(lesson, "ru")
    again = LessonPage.objects.defer("body").get(pk=lesson.pk)
    with django_assert_num_queries(0):
        assert "CSV, 1 KB" in lesson_html(again, "en")
    with django_capture_on_commit_callbacks(execute=True):
        document.file.save("act.csv", ContentFile(b"a" * 5000))
        document.file_size = 5000
        document.save()
    assert "CSV, 5 KB" in lesson_html(LessonPage.objects.get(pk=lesson.pk), "en")


def test_a_video_says_its_size_and_is_not_loaded_by_itself(lesson: LessonPage) -> None:
    video = Media.objects.create(
        title="Село", type="video", duration=245, file=ContentFile(b"x" * 3_000_000, "village.mp4")
    )
    captions = Document.objects.create(title="Слова", file=ContentFile(b"WEBVTT", "v.vtt"))
    value = {
        "media": video.pk,
        "title": "Как это делали",
        "captions": captions.pk,
        "transcript": "<p>Салам</p>",
    }
    put(lesson, "media", value)
    publish(lesson)
    html = lesson_html(lesson, "en")
    assert "Video, 4 minutes, 2.9 MB. There are captions and a text" in html
    assert 'preload="none"' in html
    assert f'<track kind="captions" src="{captions.url}" srclang="ru"' in html
    part = Client().get(video.url, headers={"range": "bytes=0-99"})
    assert part.status_code == HTTPStatus.PARTIAL_CONTENT
    assert part["Content-Range"] == "bytes 0-99/3000000"
    assert len(part.getvalue()) == 100
    too_far = Client().get(video.url, headers={"range": "bytes=3000000-"})
    assert too_far.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
    endless = Client().get(video.url, headers={"range": f"bytes={'9' * 5000}-"})
    assert (
        endless.status_code == HTTPStatus.OK
    )  # what cannot be a range is as if none was asked for
    folder = Client().get("/media/media/")
    assert folder.status_code == HTTPStatus.NOT_FOUND
