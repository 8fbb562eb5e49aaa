"""Two trainers publish in one course at once: readers get what both have written."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from courses.catalogue.models import PublishedCourse
from courses.catalogue.outline import Outline
from tests import make_courses
from tests.faults.conftest import until
from tests.threads import how_many_wait

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

WITHIN = 60  # seconds, on a machine that is busy


def in_a_thread(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        act()
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_what_two_publish_at_once_is_read_of_both():
    course = make_courses.course(lessons=2)
    first, second = course.lessons
    has_published, may_commit = threading.Event(), threading.Event()

    def publish_slowly() -> None:
        with transaction.atomic():
            make_courses.publish_again(first, title="Компост")
            has_published.set()
            assert may_commit.wait(WITHIN)

    slow = in_a_thread(publish_slowly)
    assert has_published.wait(WITHIN)
    quick = in_a_thread(lambda: make_courses.publish_again(second, title="Контейнер"))
    until(lambda: how_many_wait() > 0, within=WITHIN)
    may_commit.set()
    for thread in (slow, quick):
        thread.join(WITHIN)
    row = PublishedCourse.objects.get(course_key=course.key, language="ru")
    titles = [each.title for each in Outline.from_json(row.outline).activities()]
    assert titles == ["Компост", "Контейнер"]
