"""Tests begin from the same database, whatever the one before has left."""

import pytest
from django.db import connection
from wagtail.models import Page

from lms.people.models import Region


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("run", [1, 2])
def test_what_a_test_commits_is_gone_for_the_next(run: int):
    assert not Region.objects.filter(code="left-behind").exists()
    Region.objects.create(code="left-behind", name_ru="Нарынская область")


@pytest.mark.django_db(transaction=True)
def test_the_root_page_is_still_there_after_tests_that_commit():
    assert Page.get_first_root_node() is not None


@pytest.mark.postgresql
@pytest.mark.django_db
def test_the_server_is_postgresql_with_icu_and_btree_gist():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_collation WHERE collprovider = 'i'")
        assert cursor.fetchone()[0] > 0
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'btree_gist'")
        assert cursor.fetchone() == (1,)
