"""What a certificate is worth on a day, by table."""

from datetime import UTC, date, datetime

import pytest

from courses.certificates.models import Revocation
from courses.certificates.status import State, Status, status_of
from tests.certificates.papers import a_paper

LAST = date(2028, 11, 12)
REVOKED = date(2027, 3, 3)
REPLACED = date(2027, 6, 1)


@pytest.mark.parametrize(
    ("expires_on", "revoked", "replaced", "on", "status"),
    [
        (None, False, False, date(2099, 1, 1), Status(State.GENUINE)),
        (LAST, False, False, date(2026, 11, 12), Status(State.GENUINE)),
        (LAST, False, False, LAST, Status(State.GENUINE)),
        (LAST, False, False, date(2028, 11, 13), Status(State.EXPIRED, LAST)),
        (LAST, True, False, date(2027, 3, 2), Status(State.GENUINE)),
        (LAST, True, False, REVOKED, Status(State.REVOKED, REVOKED)),
        (LAST, True, False, date(2030, 1, 1), Status(State.REVOKED, REVOKED)),
        (LAST, False, True, date(2027, 5, 31), Status(State.GENUINE)),
        (LAST, False, True, REPLACED, Status(State.REPLACED, REPLACED)),
        (LAST, False, True, date(2030, 1, 1), Status(State.REPLACED, REPLACED)),
        (None, True, True, date(2030, 1, 1), Status(State.REVOKED, REVOKED)),
    ],
)
def test_status_by_table(expires_on, revoked, replaced, on, status):
    issue = a_paper(expires_on=expires_on)
    if revoked:
        # Shortly before midnight in London it is the next day in Bishkek.
        issue.revocation = Revocation(at=datetime(2027, 3, 2, 20, 0, tzinfo=UTC))
    issue.replaced_on = REPLACED if replaced else None  # type: ignore[attr-defined]  # of with_status
    assert status_of(issue, on) == status
