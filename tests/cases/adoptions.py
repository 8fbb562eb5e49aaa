"""Adoptions for tests: begun by the use cases, or simply there, wherever one should stand with a case of another."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from exchange.cases.adoption.adopting import add_step, adopt
from exchange.cases.adoption.measuring import add_measure
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption, AdoptionMeasure, AdoptionStep, Case, CaseSource
from lms import clock
from lms.people.models import Municipality, Person
from tests import make
from tests.cases import library


def taken(
    case: Case,
    place: Municipality | None = None,
    status: str = AdoptionStatus.WORKING,
    *,
    on: date | None = None,
    result: Case | None = None,
    note: str = "",
    differs: str = "",
) -> Adoption:
    """`place` stands there with the case since a day; `result`: the case that it became."""
    on = on or clock.today() - timedelta(days=30)
    note = note or ("Полигон закрыли." if status == AdoptionStatus.STOPPED else "")
    made = Adoption.objects.create(
        case=case,
        giver=case.municipality,
        municipality=place or (result.municipality if result else make.municipality()),
        status=status,
        status_on=on,
        differs=differs,
        language="ru",
        result_key=result.key if result else None,
    )
    AdoptionStep.objects.create(adoption=made, status=status, on=on, note=note, language="ru")
    if result:
        CaseSource.objects.create(case=result, source_key=case.key)
    recount(case)
    return made


def recount(case: Case) -> None:
    """One by one, without the queries of the product."""
    statuses = [each.status for each in Adoption.objects.filter(case=case)]
    case.adoptions_count = len(statuses)
    case.taken_up_count = sum(status in TAKEN_UP for status in statuses)
    case.working_count = statuses.count(AdoptionStatus.WORKING)
    case.save(update_fields=["adoptions_count", "taken_up_count", "working_count"])


def begin(case: Case | None = None, by: Person | None = None, **facts: Any) -> Adoption:
    """Taken up by a member of another municipality."""
    by, case = by or make.learner(), case or library.case()
    defaults: dict[str, Any] = {"language": "ru", "client_id": uuid4()}
    return adopt(by=by, case=case, **defaults | facts)


def step(
    adoption: Adoption,
    status: AdoptionStatus = AdoptionStatus.PLANNING,
    on: date | None = None,
    **facts: Any,
) -> AdoptionStep:
    """Told by whoever took it up, today."""
    assert adoption.started_by
    defaults: dict[str, Any] = {"by": adoption.started_by, "language": "ru", "client_id": uuid4()}
    return add_step(adoption=adoption, status=status, on=on or clock.today(), **defaults | facts)


def measure(adoption: Adoption, on: date | None = None, **facts: Any) -> AdoptionMeasure:
    """A figure by whoever took it up, of today; of how many households unless something else is said."""
    assert adoption.started_by
    defaults: dict[str, Any] = {"by": adoption.started_by}
    if "indicator" not in facts:
        defaults |= {"what": "Дворов", "unit": "шт"}
    return add_measure(adoption=adoption, measured_on=on or clock.today(), **defaults | facts)


def working(by: Person | None = None, case: Case | None = None) -> Adoption:
    """Taken up, and working since today."""
    made = begin(case, by)
    step(made, AdoptionStatus.WORKING, note="Работает с весны.", differs="Без мешков.")
    made.refresh_from_db()
    return made
