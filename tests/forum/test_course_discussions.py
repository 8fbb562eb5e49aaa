"""From a course and its lessons into the discussion, and back to the lesson that is asked about."""

from uuid import uuid4

import pytest
from django.test import Client

from exchange.forum.models import Topic
from tests import make, make_courses

pytestmark = pytest.mark.django_db


def test_a_course_leads_to_its_discussion(client: Client):
    course = make_courses.course()
    html = client.get(f"/ru/courses/{course.page.slug}/").content.decode()
    assert f'href="/ru/forum/courses/{course.page.slug}/"' in html


def test_a_question_about_a_lesson_is_asked_from_it_and_leads_back(client: Client):
    course = make_courses.course(lessons=1)
    lesson = course.lessons[0]
    form = f"/ru/forum/courses/{course.page.slug}/new/?about={lesson.translation_key}"
    page = client.get(lesson.url).content.decode()
    assert f'href="{form}"' in page
    client.force_login(make.learner())
    assert f"/ru/courses/{course.page.slug}/" in client.get(form).content.decode()
    asked = {"kind": "question", "title": "Как?", "text": "Так.", "client_id": uuid4()}
    html = client.post(form, asked, follow=True).content.decode()
    assert Topic.objects.get().activity_key == lesson.translation_key
    assert f"{lesson.title}</a>" in html


@pytest.mark.parametrize("about", ["nonsense", "8f14e45f-ceea-467f-9575-8a1f5d1f7c3e"])
def test_a_lesson_that_is_not_of_the_course_is_not_asked_about(client: Client, about: str):
    course = make_courses.course(lessons=1)
    client.force_login(make.learner())
    form = f"/ru/forum/courses/{course.page.slug}/new/?about={about}"
    client.post(form, {"kind": "question", "title": "Как?", "text": "Так.", "client_id": uuid4()})
    assert Topic.objects.get().activity_key is None
