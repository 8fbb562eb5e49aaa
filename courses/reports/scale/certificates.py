"""Certificates of the courses that invented people completed, by the rules of issuing; their PDFs are not made."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from courses.catalogue.models import CoursePage, PublishedCourse
from courses.certificates.addresses import checking_page
from courses.certificates.codes import new_code
from courses.certificates.facts import Facts, hours_of
from courses.certificates.issuing import months_later
from courses.certificates.models import CertificateIssue, NumberCounter
from courses.certificates.pdf import TEMPLATE_VERSION
from courses.reports.scale.bulk import continue_numbering, first_free_key, insert_rows
from courses.reports.scale.learning import Completed
from courses.reports.scale.people import Span
from lms.languages import LANGUAGES
from lms.people.models import Municipality


@dataclass(frozen=True, slots=True)
class _Course:
    titles: dict[str, str]
    language: str
    page_id: int
    revision_id: int | None
    hours: float
    months: int | None


def write_certificates(completed: list[Completed]) -> int:
    """Issue what is due, in the order in which it became due; returns how many."""
    due = [(each, span) for each in completed if (span := membership_that_serves(each))]
    due.sort(key=lambda pair: _issued_at(*pair))
    first = first_free_key(CertificateIssue)
    numbers = Counter(dict(NumberCounter.objects.values_list("year", "last")))
    rows = list(_rows(due, first, numbers))
    insert_rows(CertificateIssue, FIELDS, rows)
    for year, last in numbers.items():
        NumberCounter.objects.update_or_create(year=year, defaults={"last": last})
    continue_numbering([CertificateIssue])
    return len(rows)


def membership_that_serves(each: Completed) -> Span | None:
    """That of the day if it is confirmed; where it was refused, or there was none, the first later one that is."""
    spans = each.learner.spans
    if each.span is not None:
        if each.span.confirmed_at:
            return each.span
        if each.span.end is None:
            return None  # it still waits for the coordinator
        return next((s for s in spans if s.confirmed_at and s.asked_at > each.span.asked_at), None)
    return next((s for s in spans if s.confirmed_at and (s.end is None or s.end > each.at)), None)


def _issued_at(each: Completed, span: Span) -> datetime:
    assert span.confirmed_at
    return max(each.at, span.confirmed_at)


def _rows(
    due: list[tuple[Completed, Span]], first: int, numbers: Counter[int]
) -> Iterator[tuple[Any, ...]]:
    courses = _courses()
    places = Municipality.objects.in_bulk()
    checked_at = checking_page()
    for pk, (each, span) in enumerate(due, start=first):
        issued_at = _issued_at(each, span)
        issued_on = timezone.localdate(issued_at)
        numbers[issued_on.year] += 1
        course = courses[each.course_key]
        place = places[span.municipality_id] if span.municipality_id else None
        facts = Facts(
            name=each.learner.name,
            course=course.titles,
            course_language=course.language,
            hours=course.hours,
            municipality={code: place.name_in(code) for code in LANGUAGES} if place else None,
            course_page_id=course.page_id,
            revision_id=course.revision_id,
            checked_at=checked_at,
        )
        yield (
            pk, f"{issued_on.year}-{numbers[issued_on.year]:06}", new_code(), each.pk, each.learner.person_id,
            span.membership_id, each.learner.language, facts.as_json(), issued_at, issued_on,
            months_later(issued_on, course.months) if course.months else None, TEMPLATE_VERSION, "", "",
        )  # fmt: skip


def _courses() -> dict[UUID, _Course]:
    sources = {
        page.translation_key: page
        for page in CoursePage.objects.filter(locale=F("source_locale")).select_related("locale")
    }
    found: dict[UUID, _Course] = {}
    for row in PublishedCourse.objects.defer("outline"):
        page = sources[row.course_key]
        titles = found[row.course_key].titles if row.course_key in found else {}
        if row.language in row.languages:
            titles[row.language] = row.title
        found[row.course_key] = _Course(
            titles,
            page.locale.language_code,
            page.pk,
            page.live_revision_id,
            hours_of(row.minutes),
            page.certificate_valid_months,
        )
    return found


FIELDS = [
    "id", "number", "code", "completion", "person", "membership", "language", "facts", "issued_at", "issued_on",
    "expires_on", "template_version", "pdf_sha256", "pdf_made_by",
]  # fmt: skip
