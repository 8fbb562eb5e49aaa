"""Machines ask whether the site can serve; people are told when it cannot."""

import pytest
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from lms.website.health import Migrations, something_failed


@pytest.mark.django_db
def test_a_site_with_its_database_is_healthy(client: Client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "answers", "migrations": "applied"}
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_a_site_that_lacks_a_migration_is_not(client: Client, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Migrations, "applied", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'people'")
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["migrations"] == "missing"


def test_while_the_database_is_away_people_get_a_page_that_says_so(rf: RequestFactory):
    request = rf.get("/ky/")
    try:
        raise OperationalError
    except OperationalError:
        answer = something_failed(request)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "60"
    assert b"<h1>" in answer.content


def test_any_other_failure_is_a_500(rf: RequestFactory):
    try:
        raise ValueError
    except ValueError:
        answer = something_failed(rf.get("/ky/"))
    assert answer.status_code == 500
