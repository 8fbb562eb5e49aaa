"""What was taken up before anybody could say so here: brought in with its days, and no talk between the two."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.timezone import make_aware

from exchange.cases.adoption.adopting import locked_case, recount
from exchange.cases.models import Adoption, AdoptionMeasure, AdoptionStep, Case, CaseIndicator
from lms.people.models import Municipality

NOON = time(12)  # nobody knows the hour any more


@dataclass(frozen=True, slots=True)
class Told:
    """A step: where it stood from that day on, in somebody's words."""

    status: str
    on: date
    note: str
    client_id: UUID


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, against an indicator of the original where it answers one."""

    indicator: CaseIndicator | None
    what: str
    unit: str
    before: Decimal | None
    after: Decimal | None
    on: date


@transaction.atomic
def bring_adoption(
    *,
    case: Case,
    municipality: Municipality,
    language: str,
    steps: Sequence[Told],
    figures: Sequence[Measured] = (),
    differs: str = "",
    result_key: UUID | None = None,
    is_illustrative: bool = False,
) -> Adoption:
    """Bring in an adoption as it went, once: known again by its first step. There must be one."""
    case = locked_case(case)
    there = AdoptionStep.objects.filter(adoption__case=case, client_id=steps[0].client_id)
    if first := there.select_related("adoption").first():
        return first.adoption
    adoption = Adoption.objects.create(
        case=case,
        giver=case.municipality,
        municipality=municipality,
        started_at=_moment(steps[0].on),
        status=steps[-1].status,
        status_on=steps[-1].on,
        differs=differs,
        language=language,
        is_illustrative=is_illustrative,
        result_key=result_key,
    )
    AdoptionStep.objects.bulk_create(
        AdoptionStep(
            adoption=adoption,
            status=each.status,
            on=each.on,
            note=each.note,
            language=language,
            client_id=each.client_id,
            at=_moment(each.on),
        )
        for each in steps
    )
    AdoptionMeasure.objects.bulk_create(
        AdoptionMeasure(
            adoption=adoption,
            indicator=each.indicator,
            what=each.what,
            unit=each.unit,
            before=each.before,
            after=each.after,
            measured_on=each.on,
            at=_moment(each.on),
        )
        for each in figures
    )
    recount(case)
    return adoption


def _moment(day: date) -> datetime:
    return make_aware(datetime.combine(day, NOON))
