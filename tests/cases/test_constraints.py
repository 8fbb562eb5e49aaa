"""What must always be true of a case, whoever writes to the database."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Model

from exchange.cases.choices import Status
from exchange.cases.models import Case, CaseCost, CaseFunding, CaseIndicator
from lms import clock
from tests import make
from tests.cases import library

pytestmark = pytest.mark.django_db


def refuses(name: str, model: type[Model], **fields: Any) -> None:
    """The database takes no row of the model with these."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model._default_manager.update(**fields)


def tomorrow() -> Any:
    return clock.today() + timedelta(days=1)


@pytest.fixture
def case() -> Case:
    return library.bring(library.full())[0]


def test_money_is_not_negative(case: Case):
    refuses("no_cost_is_negative", CaseCost, amount=-1)
    refuses("no_source_takes_money_away", CaseFunding, amount=-1)
    refuses("the_launch_of_a_case_costs_nothing_or_more", Case, launch_cost=-1)
    refuses("a_year_of_a_case_costs_nothing_or_more", Case, yearly_cost=-1)


def test_shares_are_at_most_all_of_it(case: Case):
    refuses("a_share_is_at_most_all_of_it", CaseFunding, share=101)
    refuses("shares_of_a_case_are_at_most_all_of_it", Case, funded_share=101)


def test_what_was_done_lies_in_the_past(case: Case):
    refuses("what_is_no_plan_has_begun", Case, started_on=tomorrow())
    refuses("a_case_was_reviewed_and_confirmed_before_today", Case, reviewed_on=tomorrow())
    refuses("a_case_was_reviewed_and_confirmed_before_today", Case, confirmed_on=tomorrow())
    refuses("what_was_measured_lies_in_the_past", CaseIndicator, measured_on=tomorrow())
    Case.objects.update(status=Status.PLANNED, started_on=tomorrow())


def test_before_and_after_have_a_unit(case: Case):
    refuses("before_and_after_have_a_unit", CaseIndicator, unit="")
    CaseIndicator.objects.update(unit="", before=None, after=None)


def test_whoever_is_named_has_agreed(case: Case):
    refuses("whoever_is_named_for_questions_has_agreed", Case, contact_consented_on=None)


def test_there_are_five_levels_of_evidence(case: Case):
    refuses("there_are_five_levels_of_evidence", Case, evidence_level=5)


def test_a_case_is_withdrawn_by_somebody_for_a_reason(case: Case):
    by, now = make.moderator(), clock.now()
    whole = {
        "withdrawn_at": now,
        "withdrawn_because": "Да.",
        "withdrawn_by": by,
        "taken_down_at": now,
    }
    for missing, nothing in {**dict.fromkeys(whole), "withdrawn_because": ""}.items():
        refuses("a_case_is_withdrawn_by_somebody_for_a_reason", Case, **whole | {missing: nothing})
    refuses("no_case_replaces_itself", Case, **whole, replaced_by=case)
    Case.objects.update(**whole)


def test_a_row_is_counted_once(case: Case):
    for model in (CaseCost, CaseFunding, CaseIndicator):
        row = model.objects.first()
        assert row
        row.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)
