"""A record as Elasticsearch has it: what is counted and filtered. What is shown stays in the database alone."""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from courses.progress.models import Enrolment, Requirement
from courses.reports.explorer.people import words_of
from courses.reports.explorer.statement import (
    Narrowing,
    as_day,
    as_key,
    as_moment,
    for_database,
    records,
)
from search.engines.conditions import Document

FIELDS = {
    "enrolment": "long",
    "module": "keyword",
    "course": "keyword",
    "municipality": "keyword",  # numbers that are only counted are faster as words
    "position": "keyword",
    "sex": "keyword",
    "name": "words",
    "certificate": "keyword",
    "at": "long",
    "seen_at": "long",
    "expires_on": "long",
    "state": "keyword",
}
NOWHERE = "0"  # stands for no municipality: no row has that key
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SELECT = """
SELECT r.enrolment_id, r.module_key, r.course_key, r.municipality_id, r.position_id, r.sex, r.at,
  r.started_at, r.completed_at, r.seen_at, r.expires_on, r.number,
  w.family_name, w.given_name, w.patronymic
FROM records r JOIN people_person w ON w.id = r.person_id"""


def micros(moment: datetime) -> int:
    """The moment as the database has it, to the microsecond; Elasticsearch's own dates end at the millisecond."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment_of(number: int) -> datetime:
    """The way back."""
    return EPOCH + timedelta(microseconds=number)


def day_number(day: date) -> int:
    return day.toordinal()


def key_of(enrolment_id: int, module_key: UUID) -> str:
    return f"{enrolment_id}-{module_key.hex}"


def round_of(key: str) -> int:
    """The enrolment that a key names."""
    return int(key.split("-", maxsplit=1)[0])


def documents_of(versions: Mapping[int, int]) -> list[Document]:
    """The documents of these rounds, each in the version that was read before; empty ones of what makes no record.

    Which may have been there is told by the rows: every module that the course has required since the round began.
    """
    documents = {document.key: document for document in _records_of(versions)}
    for enrolment_id, module_key in _ever_required(versions):
        key = key_of(enrolment_id, module_key)
        documents.setdefault(key, Document(key, versions[enrolment_id], None))
    return list(documents.values())


def _records_of(versions: Mapping[int, int]) -> Iterator[Document]:
    # What depends on the day is not in the document: stages are worked out when they are asked for.
    narrowing = Narrowing({"today": None, "stuck_before": for_database(EPOCH)})
    only = narrowing.is_one_of("e.id", frozenset(versions))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {records(only=only)} {SELECT}", narrowing.parameters)
        for values in cursor.fetchall():
            yield _document(values, versions)


def _document(values: tuple[Any, ...], versions: Mapping[int, int]) -> Document:
    (
        enrolment, module, course, municipality, position, sex, at, started, completed, seen, expires, number,
        *names,
    ) = values  # fmt: skip
    moment, seen_at, expires_on = as_moment(at), as_moment(seen), as_day(expires)
    assert moment
    fields: dict[str, Any] = {
        "enrolment": enrolment,
        "module": as_key(module).hex,
        "course": as_key(course).hex,
        "municipality": str(municipality) if municipality else NOWHERE,
        "position": str(position),
        "sex": sex,
        "name": " ".join(words_of(" ".join(names))),
        "at": micros(moment),
        "state": "done" if completed else "begun" if started else "not_started",
    }
    if seen_at and not completed:
        fields["seen_at"] = micros(seen_at)
    if expires_on:
        fields["expires_on"] = day_number(expires_on)
    if number:
        fields["certificate"] = number
    return Document(key_of(enrolment, as_key(module)), versions[enrolment], fields)


def _ever_required(versions: Mapping[int, int]) -> Iterator[tuple[int, UUID]]:
    """The modules that each round has had before it at any time."""
    rounds = Enrolment.objects.filter(pk__in=list(versions))
    began = list(rounds.values_list("pk", "course_key", "started_at"))
    required = Requirement.objects.filter(
        is_required=True, course_key__in={course for _pk, course, _at in began}
    )
    of_course: dict[UUID, set[tuple[UUID, datetime | None]]] = {}
    for course, module, until in required.values_list("course_key", "module_key", "until"):
        of_course.setdefault(course, set()).add((module, until))
    for pk, course, started_at in began:
        for module, until in of_course.get(course, ()):
            if until is None or until >= started_at:
                yield pk, module
