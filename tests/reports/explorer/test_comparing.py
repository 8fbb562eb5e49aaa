"""`manage.py search_check` tells the index of learning records from the rows, and makes it right."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from courses.progress.models import Enrolment
from courses.reports.explorer.documents import key_of, round_of
from courses.reports.explorer.indexed import IndexedEngine
from courses.reports.explorer.outbox import send_pending
from lms.people.models import Municipality
from lms.people.searching import follow_municipalities
from search.engines.conditions import Document
from search.registry import kept_twice
from search.tasks import drain
from tests import make, make_courses
from tests.reports.learning import learn

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def check(*options: str) -> str:
    out = StringIO()
    call_command("search_check", *options, stdout=out)
    return out.getvalue()


def differences() -> set[str]:
    """What the command says of records, line by line."""
    out = StringIO()
    try:
        call_command("search_check", stdout=out)
    except CommandError:
        return {line for line in out.getvalue().splitlines() if line.startswith("record ")}
    return set()


@pytest.fixture
def keys(indexed: IndexedEngine) -> list[str]:
    """Of the records of four rounds that are all in the index."""
    course = make_courses.course(lessons=2)
    for _ in range(4):
        learn(make.learner(), course, lessons=1)
    follow_municipalities(Municipality.objects.values_list("code", flat=True))  # as their import
    drain()
    send_pending()
    (module,) = course.modules
    return [
        key_of(pk, module.translation_key)
        for pk in Enrolment.objects.order_by("pk").values_list("pk", flat=True)
    ]


def test_every_difference_of_the_records_is_said_and_repaired(
    indexed: IndexedEngine, keys: list[str]
):
    assert check() == "No difference.\n"
    missing, stale, pending, changed = (Enrolment.objects.get(pk=round_of(key)) for key in keys)
    # Never sent, though the row says that it was; gone in the index since; sent by hand; and one that waits.
    indexed.index.send([Document(keys[0], missing.version + 5, None)])
    other = {"enrolment": stale.pk, "module": keys[1].split("-")[1], "name": "кимдир"}
    indexed.index.send([Document(keys[1], stale.version + 5, other)])
    Enrolment.objects.filter(pk=stale.pk).update(
        version=stale.version + 5, indexed_version=stale.version + 5
    )
    Enrolment.objects.filter(pk=pending.pk).update(version=pending.version + 1)
    nobody = {"enrolment": changed.pk + 1000, "module": "ab" * 16}
    indexed.index.send([Document(f"{changed.pk + 1000}-{'ab' * 16}", 3, nobody)])
    never = {"enrolment": changed.pk, "module": "cd" * 16}
    indexed.index.send([Document(f"{changed.pk}-{'cd' * 16}", 3, never)])
    expected = {
        f"record {keys[0]}: is missing in the index",
        f"record {keys[1]}: says something else in the index",
        f"record {keys[2]}: is version {pending.version} in the index, and {pending.version + 1} here",
        f"record {changed.pk + 1000}-{'ab' * 16}: is in the index, and not here",
        f"record {changed.pk}-{'cd' * 16}: is in the index, and not here",
    }
    assert differences() == expected
    assert "5 differences, repaired." in check("--repair")
    assert check() == "No difference.\n"
    assert not Enrolment.objects.pending().exists()


def test_an_index_that_is_not_there_lacks_every_record(indexed: IndexedEngine, keys: list[str]):
    indexed.index.slow.indices.delete(index=f"{indexed.index.alias}-first")
    assert differences() == {f"record {key}: is missing in the index" for key in keys}
    check("--repair")
    assert check() == "No difference.\n"


def test_records_are_compared_part_by_part(
    indexed: IndexedEngine, keys: list[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("courses.reports.explorer.outbox.AT_ONCE", 3)
    monkeypatch.setattr("search.engines.learning.IN_A_PAGE", 2)
    assert list(kept_twice["record"].differences()) == []
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM progress_activitycompletion")
    assert {key for key, _wrong in kept_twice["record"].differences()} == set(keys)
