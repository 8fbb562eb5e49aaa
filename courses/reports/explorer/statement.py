"""What a record is, in SQL for SQLite and PostgreSQL. What is in braces is our own text; values are parameters.

A module that somebody completed is a record of that completion: it counts for the membership of that moment, as
everywhere in the reports (`courses.reports.numbers`), and stays whatever happens later. A module that is not complete
is a record while its round is open: it counts for the membership under which the round began. Modules without a
required activity are never complete, so they make no record; nor does what comes to a course that is complete.
Nothing counts whose membership is not confirmed.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField
from django.utils.dateparse import parse_datetime

# required: the modules of courses, and whom they bind. begun: what is done of each module. certified: the certificate
# that is in force for a completed round, if it has one; expired or not.
RECORDS = """
required AS (
  SELECT course_key, module_key, MIN(binds_from) AS binds_from,
    MAX(CASE WHEN binds_from IS NULL THEN 1 ELSE 0 END) AS binds_all
  FROM progress_requirement WHERE until IS NULL AND is_required
  GROUP BY course_key, module_key
),
begun AS (
  SELECT a.enrolment_id, q.module_key, MIN(a.at) AS started_at, MAX(a.at) AS seen_at
  FROM progress_enrolment e
  JOIN people_membership m ON m.id = e.membership_id
  JOIN progress_activitycompletion a ON a.enrolment_id = e.id
  JOIN progress_requirement q
    ON q.activity_key = a.activity_key AND q.course_key = e.course_key AND q.until IS NULL
  WHERE {begun}
  GROUP BY a.enrolment_id, q.module_key
),
records AS (
  SELECT e.id AS enrolment_id, d.module_key, e.course_key, e.person_id, m.municipality_id,
    m.position_id, p.sex, d.at, {started} AS started_at, d.at AS completed_at, i.number,
    i.expires_on, CASE WHEN i.expires_on < %(today)s THEN 'expired' ELSE 'completed' END AS stage,
    {seen} AS seen_at
  FROM progress_modulecompletion d
  JOIN progress_enrolment e ON e.id = d.enrolment_id
  JOIN people_membership m ON m.id = d.membership_id AND m.confirmed_at IS NOT NULL
  JOIN people_person p ON p.id = e.person_id
  {joined}
  LEFT JOIN progress_coursecompletion c ON c.enrolment_id = e.id
  LEFT JOIN certificates_certificateissue i ON i.completion_id = c.id
    AND NOT EXISTS (SELECT 1 FROM certificates_certificateissue n WHERE n.supersedes_id = i.id)
    AND NOT EXISTS (SELECT 1 FROM certificates_revocation r WHERE r.issue_id = i.id)
  WHERE {people} AND {certificate} AND {done_at}
  UNION ALL
  SELECT e.id, q.module_key, e.course_key, e.person_id, m.municipality_id, m.position_id, p.sex,
    COALESCE(b.started_at, e.started_at), b.started_at, NULL, NULL, NULL,
    CASE WHEN b.started_at IS NULL THEN 'not_started'
      WHEN b.seen_at < %(stuck_before)s THEN 'stuck' ELSE 'started' END,
    b.seen_at
  FROM progress_enrolment e
  JOIN required q
    ON q.course_key = e.course_key AND (q.binds_all = 1 OR q.binds_from <= e.started_at)
  JOIN people_membership m ON m.id = e.membership_id AND m.confirmed_at IS NOT NULL
  JOIN people_person p ON p.id = e.person_id
  LEFT JOIN begun b ON b.enrolment_id = e.id AND b.module_key = q.module_key
  WHERE {open} AND {people} AND {uncertified} AND {open_at} AND NOT EXISTS (
    SELECT 1 FROM progress_modulecompletion d
    WHERE d.enrolment_id = e.id AND d.module_key = q.module_key
  )
)
"""
OPEN = """e.closed_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM progress_coursecompletion c WHERE c.enrolment_id = e.id
  )"""
BEGUN_OF_COMPLETED = "LEFT JOIN begun b ON b.enrolment_id = e.id AND b.module_key = d.module_key"


@dataclass(slots=True)
class Narrowing:
    """Conditions on people and places, added one by one; each value becomes a parameter."""

    parameters: dict[str, Any] = field(default_factory=dict)
    conditions: list[str] = field(default_factory=list)

    def value(self, value: Any) -> str:
        """The placeholder of a value."""
        name = f"v{len(self.parameters)}"
        self.parameters[name] = for_database(value)
        return f"%({name})s"

    def is_one_of(self, column: str, values: frozenset[Any]) -> str:
        """That the column has one of the values; None among them is NULL."""
        parts = []
        if known := sorted(each for each in values if each is not None):
            # Numbers stand in the text: a short name fits thousands of people, more than SQLite takes parameters.
            said = (str(each) if isinstance(each, int) else self.value(each) for each in known)
            parts.append(f"{column} IN ({', '.join(said)})")
        if None in values:
            parts.append(f"{column} IS NULL")
        return f"({' OR '.join(parts)})" if parts else "1 = 0"


def records(
    *,
    people: str = "1 = 1",
    certificate: str = "",
    done_at: str = "1 = 1",
    open_at: str = "1 = 1",
    only: str = "",
    wholly: bool = False,
) -> str:
    """The common table expressions up to `records`.

    `people` is asked of the enrolment `e` and the membership `m`; `only` of the enrolment alone.
    `wholly`: also when a completed module was begun, which no count needs.
    """
    only = only or "1 = 1"
    return RECORDS.format(
        begun=only if wholly else f"{only} AND {people} AND {OPEN}",
        started="b.started_at" if wholly else "d.at",
        seen="b.seen_at" if wholly else "d.at",
        joined=BEGUN_OF_COMPLETED if wholly else "",
        people=f"{only} AND {people}",
        certificate=certificate or "1 = 1",
        uncertified="1 = 0" if certificate else "1 = 1",
        open=OPEN,
        done_at=done_at,
        open_at=open_at,
    )


def for_database(value: Any) -> Any:
    """The value as the driver takes it in a statement of our own."""
    if isinstance(value, UUID):
        return UUIDField().get_db_prep_value(value, connection)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def as_moment(value: Any) -> datetime | None:
    """SQLite gives text, or a moment without its zone; both are in UTC."""
    moment: datetime | None = parse_datetime(value) if isinstance(value, str) else value
    return moment.replace(tzinfo=UTC) if moment and moment.tzinfo is None else moment


def as_day(value: Any) -> date | None:
    """SQLite gives text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_key(value: Any) -> UUID:
    """SQLite gives text."""
    return value if isinstance(value, UUID) else UUID(value)
