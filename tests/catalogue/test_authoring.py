"""A trainer writes and publishes in Wagtail's own pages."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Topic
from courses.catalogue.outline import outline_of
from courses.catalogue.publication import on_course_published
from courses.progress.enrolment import enrol
from courses.progress.models import Requirement
from lms.people.models import Person
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer() -> Person:
    return make.trainer()


@pytest.fixture
def writing(client: Client, trainer: Person) -> Client:
    client.force_login(trainer)
    return client


@pytest.fixture
def course() -> CoursePage:
    topic = Topic.objects.create(key="waste", name_ru="Отходы")
    index = CourseIndexPage.objects.get(locale__language_code="ru")
    page = CoursePage(title="Вывоз мусора", slug="waste", summary="Как вывозить", topic=topic)
    index.add_child(instance=page)
    page.save_revision().publish()
    return page


@pytest.fixture
def module(course: CoursePage) -> ModulePage:
    page = ModulePage(title="Считаем", slug="count")
    course.add_child(instance=page)
    page.save_revision().publish()
    return page


def fields(**changes: object) -> dict[str, object]:
    """What the form of a lesson sends."""
    facts = {
        "title": "Как рассчитать объём",
        "slug": "volume",
        "minutes": 8,
        "is_required": "on",
        "body": streamfield([("heading", "Что понадобится"), ("text", rich_text("<p>Мешки</p>"))]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 0},
        "action-publish": "1",
    } | changes
    return {
        key.replace("comments", "wagtail_admin_comments"): value
        for key, value in nested_form_data(facts).items()
    }


def add_lesson(client: Client, module: ModulePage, **changes: object) -> Any:
    address = reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk])
    return client.post(address, fields(**changes))


def test_a_new_lesson_is_published_and_learners_see_it(
    writing: Client, module: ModulePage, course: CoursePage
) -> None:
    response = add_lesson(writing, module)
    assert response.status_code == 302
    lesson = LessonPage.objects.get()
    outline = outline_of(course.translation_key, "ru")
    assert outline
    assert outline.find(lesson.translation_key)
    assert lesson.url == "/ru/courses/waste/count/volume/"
    assert Client().get(lesson.url).status_code == 200


def test_a_lesson_that_binds_learners_is_not_published_before_the_trainer_has_said_whom(
    writing: Client, module: ModulePage, course: CoursePage
) -> None:
    add_lesson(writing, module)
    enrol(person=make.learner(), course_key=course.translation_key)
    response = add_lesson(writing, module, title="Зимой", slug="winter")
    lesson = LessonPage.objects.get(slug="winter")
    assert response.url == reverse("whom_it_binds", args=[lesson.pk])
    assert not lesson.live
    assert not Requirement.objects.filter(activity_key=lesson.translation_key).exists()
    page = writing.get(response.url)
    assert "1 " in page.content.decode()
    assert lesson.title in page.content.decode()

    writing.post(response.url, {"binds": "all"})
    lesson.refresh_from_db()
    assert lesson.live
    requirement = Requirement.objects.get(activity_key=lesson.translation_key)
    assert requirement.binds_from is None


def test_a_publication_for_later_says_so_before_it_is_confirmed(
    writing: Client, module: ModulePage, course: CoursePage
) -> None:
    add_lesson(writing, module)
    enrol(person=make.learner(), course_key=course.translation_key)
    later = {"go_live_at": "2126-12-01 09:00"}
    response = add_lesson(writing, module, title="Зимой", slug="winter", **later)
    page = writing.get(response.url).content.decode()
    assert "2126\u2011жылдын 1\u2011декабры, 09:00" in page
    assert "Жарыялоону пландаштыруу" in page

    writing.post(response.url, {"binds": "new"})
    lesson = LessonPage.objects.get(slug="winter")
    assert not lesson.live
    assert lesson.approved_schedule


def test_by_default_it_binds_only_who_comes_later(
    writing: Client, module: ModulePage, course: CoursePage
) -> None:
    add_lesson(writing, module)
    enrol(person=make.learner(), course_key=course.translation_key)
    add_lesson(writing, module, title="Зимой", slug="winter")
    lesson = LessonPage.objects.get(slug="winter")
    writing.post(reverse("whom_it_binds", args=[lesson.pk]), {"binds": "new"})
    requirement = Requirement.objects.get(activity_key=lesson.translation_key)
    assert requirement.binds_from is not None


def test_a_corrected_text_asks_nothing(
    writing: Client, module: ModulePage, course: CoursePage
) -> None:
    add_lesson(writing, module)
    enrol(person=make.learner(), course_key=course.translation_key)
    lesson = LessonPage.objects.get()
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert "help-info" in writing.get(address).content.decode()
    response = writing.post(address, fields(title="Как посчитать объём"))
    assert response.status_code == 302
    lesson.refresh_from_db()
    assert (lesson.title, lesson.has_unpublished_changes) == ("Как посчитать объём", False)


def test_when_a_room_above_fails_nothing_is_published(
    writing: Client, module: ModulePage, course: CoursePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no requirement can be written")

    monkeypatch.setattr(
        "courses.catalogue.publication.on_course_published", [*on_course_published, fail]
    )
    writing.raise_request_exception = False
    assert add_lesson(writing, module).status_code == 500
    assert not LessonPage.objects.exists()
    assert not Requirement.objects.exists()


def test_a_draft_is_seen_by_nobody(writing: Client, module: ModulePage, course: CoursePage) -> None:
    data = fields()
    del data["action-publish"]
    writing.post(
        reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk]), data
    )
    lesson = LessonPage.objects.get()
    assert not lesson.live
    assert Client().get("/ru/courses/waste/count/volume/").status_code == 404


def test_what_was_published_is_not_deleted(writing: Client, module: ModulePage) -> None:
    add_lesson(writing, module)
    lesson = LessonPage.objects.get()
    writing.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    assert LessonPage.objects.exists()


def test_a_draft_is_deleted(writing: Client, module: ModulePage) -> None:
    module.add_child(instance=LessonPage(title="Черновик", slug="draft", live=False))
    lesson = LessonPage.objects.get()
    writing.post(reverse("wagtailadmin_pages:delete", args=[lesson.pk]))
    assert not LessonPage.objects.exists()


def test_taking_a_lesson_away_says_how_many_people_learn(
    writing: Client, module: ModulePage, course: CoursePage
) -> None:
    add_lesson(writing, module)
    enrol(person=make.learner(), course_key=course.translation_key)
    lesson = LessonPage.objects.get()
    address = reverse("wagtailadmin_pages:unpublish", args=[lesson.pk])
    assert "help-warning" in writing.get(address).content.decode()
    writing.post(address)
    lesson.refresh_from_db()
    assert not lesson.live
    assert not Requirement.objects.open().exists()


def test_many_at_once_are_not_taken_away_from_learners(
    writing: Client, module: ModulePage, course: CoursePage
) -> None:
    add_lesson(writing, module)
    enrol(person=make.learner(), course_key=course.translation_key)
    lesson = LessonPage.objects.get()
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    writing.post(f"{address}?id={lesson.pk}", {"confirm": "on"})
    lesson.refresh_from_db()
    assert lesson.live


def test_the_start_page_lists_the_courses(writing: Client, course: CoursePage) -> None:
    page = writing.get(reverse("wagtailadmin_home")).content.decode()
    assert course.title in page
    assert CourseIndexPage.objects.filter(depth=2).count() == 3


def list_block(values: list[Any]) -> dict[str, Any]:
    """A list of a block, as the editor sends it."""
    items = {
        str(n): {"value": value, "id": "", "order": str(n), "deleted": ""}
        for n, value in enumerate(values)
    }
    return {"count": str(len(values)), **items}


def table(*rows: list[str]) -> dict[str, Any]:
    """A table with two columns and the rows, as the editor sends it."""
    lines = list_block([{"cells": list_block(list(row))} for row in rows])
    return {"caption": "Нормы", "head": list_block(["Кто", "Литров"]), "rows": lines}


def test_a_table_with_a_row_that_is_too_short_is_not_published_but_kept_as_a_draft(
    writing: Client, module: ModulePage
) -> None:
    body = streamfield([("table", table(["Двор", "60"], ["Школа"]))])
    page = add_lesson(writing, module, body=body)
    assert page.status_code == 200
    assert "2" in page.content.decode()
    assert not LessonPage.objects.exists()
    data = fields(body=body)
    del data["action-publish"]
    writing.post(
        reverse("wagtailadmin_pages:add", args=["catalogue", "lessonpage", module.pk]), data
    )
    assert LessonPage.objects.count() == 1


def test_a_whole_table_is_published(writing: Client, module: ModulePage) -> None:
    body = streamfield([("table", table(["Двор", "60"], ["Школа", "5"]))])
    assert add_lesson(writing, module, body=body).status_code == 302
    assert LessonPage.objects.get().live


def test_a_picture_without_words_for_it_is_not_published(
    writing: Client, module: ModulePage
) -> None:
    image = Image.objects.create(title="Схема", file=get_test_image_file())
    figure = {"image": image.pk, "alt": "", "caption": ""}
    page = add_lesson(writing, module, body=streamfield([("figure", figure)]))
    assert page.status_code == 200
    assert not LessonPage.objects.exists()


def test_who_has_published_a_module_goes_on_inside_it(
    writing: Client, course: CoursePage, module: ModulePage
):
    """A new one, and one that its draft has saved before; a draft stays in the form."""
    facts = fields(title="Вывозим", slug="take")
    address = reverse("wagtailadmin_pages:add", args=["catalogue", "modulepage", course.pk])
    answer = writing.post(address, facts)
    new = ModulePage.objects.get(slug="take")
    assert answer["Location"] == reverse("wagtailadmin_explore", args=[new.pk])

    edit = reverse("wagtailadmin_pages:edit", args=[module.pk])
    answer = writing.post(edit, fields(title="Считаем", slug="count"))
    assert answer["Location"] == reverse("wagtailadmin_explore", args=[module.pk])
    draft = {key: value for key, value in facts.items() if key != "action-publish"}
    assert writing.post(edit, draft).headers.get("Location", edit) == edit


def test_the_form_of_a_course_leads_to_what_it_consists_of(
    writing: Client, course: CoursePage, module: ModulePage
):
    """Wagtail's list has no arrow into what is empty, and its titles lead to forms."""
    for page, kind in ((course, "modulepage"), (module, "lessonpage")):
        form = writing.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert reverse("wagtailadmin_pages:add", args=["catalogue", kind, page.pk]) in form


def test_the_number_of_entries_is_right_in_russian(
    writing: Client, trainer: Person, course: CoursePage
):
    """Wagtail puts its plural behind any number: “2 страница записей журнала”."""
    Person.objects.filter(pk=trainer.pk).update(language="ru")
    history = writing.get(reverse("wagtailadmin_pages:history", args=[course.pk])).content.decode()
    assert re.search(r"Записи журнала: \d", history)
