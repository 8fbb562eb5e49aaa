"""A coordinator says how many people live in their municipality: its cases begin with it, and others find it by it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.people import access
from lms.people.audit import record
from lms.people.models import Municipality, Person
from lms.rules import Refusal, require

FIRST_YEAR = 1999  # of the first census after independence; what is older describes another country


class YearNeeded(Refusal):
    message = _("Say of which year the number of people is.")
    field = "population_year"


class NotSuchAYear(Refusal):
    message = _("A year from %(first)s to %(last)s.")
    field = "population_year"


class FewerPeopleThanHouseholds(Refusal):
    message = _("There cannot be more households than people.")
    field = "households"


@transaction.atomic
def describe_municipality(
    *,
    by: Person,
    municipality: Municipality,
    population: int | None,
    population_year: int | None,
    households: int | None,
    villages: int | None,
) -> Municipality:
    """Keep what is known of it; None: nobody knows. Raises `NotAllowed` and the refusals above."""
    require(access.can_describe(by, municipality))
    this_year = clock.today().year
    if population is None:
        population_year = None
    elif population_year is None:
        raise YearNeeded
    elif not FIRST_YEAR <= population_year <= this_year:
        raise NotSuchAYear(first=FIRST_YEAR, last=this_year)
    if population is not None and households is not None and households > population:
        raise FewerPeopleThanHouseholds
    facts: dict[str, Any] = {
        "population": population,
        "population_year": population_year,
        "households": households,
        "villages": villages,
    }
    municipality = Municipality.objects.select_for_update(no_key=True).get(pk=municipality.pk)
    for name, fact in facts.items():
        setattr(municipality, name, fact)
    municipality.save(update_fields=list(facts))
    record(by=by, act="municipality described", municipality=municipality.code, **facts)
    return municipality
