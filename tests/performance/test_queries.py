"""No page asks the database more often when there is more to show."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from courses.catalogue.outline import Outline, outline_of
from lms.people.models import Person
from tests import make, make_courses
from tests.performance.pages import LANGUAGE, MOST_QUERIES, Page, pages_of
from tests.reports.learning import learn

pytestmark = pytest.mark.django_db


def queries_of(page: Page) -> int:
    client = Client()
    client.force_login(page.person)
    assert client.get(page.path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(page.path)
    return len(captured)


def test_pages_ask_at_most_fifteen_times_and_no_more_when_there_is_more():
    place = make.municipality()
    coordinator, manager = make.coordinator(place), make.manager()
    first = make_courses.course(lessons=2, quizzes=[{}])
    outline = outline_of(first.key, LANGUAGE)
    assert isinstance(outline, Outline)
    pages = pages_of(make.learner(place), coordinator, manager, outline)
    few = {page.name: queries_of(page) for page in pages}

    for _ in range(3):
        other = make_courses.course(lessons=2)
        for learner in (make.learner(place), make.learner()):
            learn(learner, other, lessons=2)
            learn(learner, first, lessons=1)
    first_learner: Person = pages[0].person
    learn(first_learner, other, lessons=1)

    assert {page.name: queries_of(page) for page in pages} == few
    assert max(few.values()) <= MOST_QUERIES
