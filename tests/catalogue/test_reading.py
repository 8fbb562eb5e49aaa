"""Visitors and learners on the pages of the catalogue, of a course and of a lesson."""

from http import HTTPStatus

import pytest
from django.test import Client
from wagtail.models import Locale

from courses.progress.enrolment import enrol
from courses.progress.models import ActivityCompletion, ChecklistTick, Enrolment
from lms.people.models import Person
from tests import make, make_courses

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_catalogue_narrows_by_topic_and_counts_the_other_choices(client: Client) -> None:
    course = make_courses.course(lessons=1).page
    page = client.get("/ru/courses/", {"t": "waste", "l": "ru"}).content.decode()
    assert course.title in page
    assert "?l=ru" in page  # the way to take the topic off
    nothing = client.get("/ru/courses/", {"t": "waste", "d": "long"}).content.decode()
    assert course.title not in nothing


def test_a_visitor_reads_a_lesson_without_an_account(client: Client) -> None:
    course = make_courses.course(lessons=1).page
    lesson = make_courses.activities(course)[0]
    path = f"/ru/courses/{course.slug}/{lesson.get_parent().slug}/{lesson.slug}/"
    page = client.get(path)
    assert page.status_code == HTTPStatus.OK
    assert "Два помощника и мешки." in page.content.decode()
    assert "/accounts/login/?next=" in page.content.decode()


def test_a_draft_and_what_was_never_there_are_nowhere(client: Client) -> None:
    course = make_courses.course(lessons=1).page
    lesson = make_courses.activities(course)[0]
    path = f"/ru/courses/{course.slug}/{lesson.get_parent().slug}/{lesson.slug}/"
    lesson.unpublish()
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    assert client.get("/ru/courses/nothing/").status_code == HTTPStatus.NOT_FOUND


def test_a_former_address_redirects_in_the_reader_s_language(client: Client) -> None:
    course = make_courses.course(lessons=1).page
    old = course.slug
    course.slug = "better-name"
    make_courses.publish(course)
    answer = client.get(f"/ky/courses/{old}/")
    assert (answer.status_code, answer["Location"]) == (
        HTTPStatus.MOVED_PERMANENTLY,
        "/ky/courses/better-name/",
    )


def test_an_untranslated_lesson_says_so_and_names_its_language(client: Client) -> None:
    course = make_courses.course(lessons=1).page
    lesson = make_courses.activities(course)[0]
    path = f"courses/{course.slug}/{lesson.get_parent().slug}/{lesson.slug}/"
    assert 'class="prose" lang="ru"' in client.get(f"/ky/{path}").content.decode()
    ky = Locale.objects.get(language_code="ky")
    make_courses.publish(lesson.copy_for_translation(ky, copy_parents=True))
    assert 'class="prose" lang="ru"' not in client.get(f"/ky/{path}").content.decode()


def test_opening_a_lesson_remembers_the_place_and_completes_nothing() -> None:
    course = make_courses.course(lessons=2).page
    learner = make.learner()
    enrol(person=learner, course_key=course.translation_key)
    second = make_courses.activities(course)[1]
    path = f"/ru/courses/{course.slug}/{second.get_parent().slug}/{second.slug}/"
    signed_in(learner).get(path)
    assert Enrolment.objects.get().resume_key == second.translation_key
    assert not ActivityCompletion.objects.exists()


def test_joining_leads_to_the_first_lesson_and_its_button_to_the_second() -> None:
    course = make_courses.course(lessons=2).page
    first, second = make_courses.activities(course)
    client = signed_in(make.learner())
    joined = client.post(f"/ru/my/courses/{course.translation_key}/enrol/")
    assert joined["Location"].endswith(f"/{first.slug}/")
    done = client.post(f"/ru/my/lessons/{first.translation_key}/complete/", {"opened": "1"})
    assert done["Location"].endswith(f"/{second.slug}/")
    assert ActivityCompletion.objects.get().seconds is None  # opened in 1970: says nothing


def test_pressing_without_having_joined_is_refused_in_a_sentence() -> None:
    course = make_courses.course(lessons=1).page
    lesson = make_courses.activities(course)[0]
    client = signed_in(make.learner())
    answer = client.post(f"/ru/my/lessons/{lesson.translation_key}/complete/", follow=True)
    assert course.title in answer.content.decode()
    assert not ActivityCompletion.objects.exists()


def test_ticks_are_kept_replaced_and_theirs_alone() -> None:
    course = make_courses.course(lessons=1).page
    lesson = make_courses.activities(course)[0]
    learner, other = make.learner(), make.learner()
    address = f"/ru/my/lessons/{lesson.translation_key}/ticks/"
    signed_in(learner).post(address, {"tick": ["a", "b"]})
    signed_in(other).post(address, {"tick": ["c"]})
    signed_in(learner).post(address, {"tick": ["b"]})
    mine = ChecklistTick.objects.filter(person=learner).values_list("item_id", flat=True)
    assert list(mine) == ["b"]
    assert ChecklistTick.objects.filter(person=other).count() == 1


def test_nobody_is_sent_to_another_site() -> None:
    course = make_courses.course(lessons=1).page
    client = signed_in(make.learner())
    address = f"/ru/my/courses/{course.translation_key}/enrol/"
    answer = client.post(address, {"next": "https://evil.example/"})
    assert answer["Location"].startswith("/ru/courses/")
