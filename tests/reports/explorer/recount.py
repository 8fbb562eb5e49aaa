"""The records counted again as plainly as can be: row by row in Python, from what the models say."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.certificates.models import CertificateIssue
from courses.certificates.status import State, status_of
from courses.progress.models import Enrolment, Requirement
from courses.progress.requirements import binding_on
from courses.reports.explorer.question import FACETS, Question
from lms import clock
from lms.people.models import Membership, Municipality

Answers = tuple[int, dict[str, dict[str, int]], list[tuple[int, UUID]]]


@dataclass(frozen=True)
class Record:
    enrolment: Enrolment
    module: UUID
    membership: Membership
    at: datetime
    state: str
    seen_at: datetime | None
    issue: CertificateIssue | None

    def stage(self, question: Question) -> str:
        if self.state == "done":
            ran_out = self.issue and status_of(self.issue).state == State.EXPIRED
            return "expired" if ran_out else "completed"
        if self.seen_at is None:
            return "not_started"
        days = (clock.now() - self.seen_at).total_seconds() / 86400
        return "stuck" if days > question.stuck_days else "started"


def all_records() -> Iterator[Record]:
    """Everything that makes a record, whose membership is confirmed or not."""
    for enrolment in Enrolment.objects.select_related("person", "membership"):
        done = {row.module_key: row for row in enrolment.module_completions.all()}
        course = getattr(enrolment, "course_completion", None)
        issue = _in_force(course)
        for module, row in done.items():
            if row.membership:
                yield Record(enrolment, module, row.membership, row.at, "done", None, issue)
        if enrolment.closed_at or course or enrolment.membership is None:
            continue
        for module in {row.module_key for row in binding_on(enrolment)} - done.keys():
            moments = _moments(enrolment, module)
            at = min(moments, default=enrolment.started_at)
            seen_at = max(moments, default=None)
            yield Record(enrolment, module, enrolment.membership, at, "open", seen_at, None)


def _in_force(course: Any) -> CertificateIssue | None:
    if course is None:
        return None
    issues = course.certificates.all()
    return next(
        (each for each in issues if status_of(each).state in {State.GENUINE, State.EXPIRED}), None
    )


def _moments(enrolment: Enrolment, module: UUID) -> list[datetime]:
    keys = set(
        Requirement.objects.open().filter(module_key=module).values_list("activity_key", flat=True)
    )
    return [row.at for row in enrolment.activity_completions.all() if row.activity_key in keys]


class Recount:
    """What a reader of some municipalities (None: of all, and outside) should be told."""

    def __init__(
        self,
        question: Question,
        places: Collection[Municipality | None] | None = None,
        records: Collection[Record] | None = None,
    ) -> None:
        self.question = question
        self.records = [
            each
            for each in (all_records() if records is None else records)
            if each.membership.confirmed_at
            and (places is None or each.membership.municipality in places)
            and self._fits_words(each)
        ]

    def _fits_words(self, record: Record) -> bool:
        question, person = self.question, record.enrolment.person
        plain = str.maketrans("ңөүё", "ноуе")
        words = person.full_name.lower().translate(plain).split()
        typed = question.name.lower().translate(plain).split()
        return (
            all(any(word.startswith(each) for word in words) for each in typed)
            and (not question.period.start or record.at >= question.period.start)
            and (not question.period.end or record.at < question.period.end)
            and (
                not question.certificate
                or (record.issue is not None and record.issue.number == question.certificate)
            )
        )

    def value(self, facet: str, record: Record) -> str:
        place = record.membership.municipality
        if self.question.as_now and place:
            place = place.successors.first() or place
        values = {
            "stage": record.stage(self.question),
            "region": place.district.region.code if place else "outside",
            "municipality": place.code if place else "outside",
            "course": str(record.enrolment.course_key),
            "module": str(record.module),
            "position": str(record.membership.position_id),
            "sex": record.enrolment.person.sex or "unknown",
        }
        return values[facet]

    def fitting(self, but: str = "") -> list[Record]:
        return [
            record
            for record in self.records
            if all(
                self.value(name, record) in values
                for name, values in self.question.chosen.items()
                if name != but
            )
        ]

    def answers(self) -> Answers:
        """How many, of each facet how many, and the keys in order."""
        found = self.fitting()
        in_order = sorted(found, key=lambda r: (r.at, r.enrolment.pk, r.module.hex), reverse=True)
        facets = {
            facet: dict(Counter(self.value(facet, record) for record in self.fitting(but=facet)))
            for facet in FACETS
        }
        return len(found), facets, [(record.enrolment.pk, record.module) for record in in_order]
