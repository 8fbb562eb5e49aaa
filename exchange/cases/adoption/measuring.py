"""What came of an adoption, in figures: against those of the original, or of one's own."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q

from exchange.cases import access
from exchange.cases.adoption.adopting import locked
from exchange.cases.adoption.comparing import words_of
from exchange.cases.adoption.refusals import (
    AlreadyStopped,
    DayToCome,
    FigureNeeded,
    LongAgo,
    OfAnotherCase,
    TooLong,
    UnitNeeded,
    WhatNeeded,
)
from exchange.cases.choices import AdoptionStatus
from exchange.cases.models import Adoption, AdoptionMeasure, Case, CaseIndicator, CaseText
from exchange.cases.writing.typed import EARLIEST
from lms import clock
from lms.letters import visible
from lms.people.models import Person
from lms.rules import require

LONGEST_WHAT, LONGEST_UNIT = 160, 40  # characters, as the columns have them


@transaction.atomic
def add_measure(
    *,
    by: Person,
    adoption: Adoption,
    measured_on: date,
    indicator: CaseIndicator | None = None,
    what: str = "",
    unit: str = "",
    before: Decimal | None = None,
    after: Decimal | None = None,
) -> AdoptionMeasure:
    """A figure of that day; of the same day again, it is put right, so sent twice is once.

    `indicator`: the original's, which says what was measured in which unit; else `what` and `unit` do. Raises
    `NotAllowed`, `AlreadyStopped`, `WhatNeeded`, `UnitNeeded`, `TooLong`, `FigureNeeded`, `DayToCome`, `LongAgo`,
    `OfAnotherCase`.
    """
    case, adoption = locked(adoption)
    require(access.can_report(by, adoption))
    if adoption.status == AdoptionStatus.STOPPED:
        raise AlreadyStopped
    if before is None and after is None:
        raise FigureNeeded
    if measured_on > clock.today():
        raise DayToCome("measured_on")
    if measured_on.year < EARLIEST:
        raise LongAgo("measured_on")
    if indicator:
        what, unit = _words_of(case, indicator, unit)
    what, unit = _line(what, "what"), _line(unit, "unit")
    same = Q(what=what, unit=unit)
    if indicator:
        same |= Q(indicator=indicator)
    measure = adoption.measures.filter(same, measured_on=measured_on).first()
    if measure is None:
        measure = AdoptionMeasure(adoption=adoption, measured_on=measured_on, what=what, unit=unit)
        measure.indicator = indicator
    measure.before, measure.after, measure.by = before, after, by
    measure.at, measure.written_on = clock.now(), clock.today()
    measure.save()
    return measure


def _line(text: str, field: str) -> str:
    line = " ".join(visible(text).split())
    if not line:
        raise WhatNeeded if field == "what" else UnitNeeded
    longest = LONGEST_WHAT if field == "what" else LONGEST_UNIT
    if len(line) > longest:
        raise TooLong(field, longest=longest, written=len(line))
    return line


def _words_of(case: Case, indicator: CaseIndicator, unit: str) -> tuple[str, str]:
    """What the original measured and in which unit, in its own language: kept for when the case says it no more."""
    if indicator.case_id != case.pk:
        raise OfAnotherCase
    text = CaseText.objects.filter(case=case, language=case.source_language).first()
    said = words_of(text).get(str(indicator.key))
    what = said["what"][:LONGEST_WHAT] if said else ""
    return what or str(indicator.key), indicator.unit or unit
