"""How a module goes in the other municipalities, for a coordinator, who may not open the people behind the number.

Such a number is never under five, and never leaves one under five by subtraction: else it would speak of persons. So
those do not count whom the coordinator knows, because they work or have worked here: what they brought can be opened.
"""

from dataclasses import dataclass

from django.db import connection

from courses.reports.explorer.database import Statement
from courses.reports.explorer.engine import Request

FEWEST = 5  # people behind a number that its reader may not open


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """How many people of other municipalities have the module before them or behind them; None is fewer than five."""

    people: int | None
    completed: int | None


def read_elsewhere(request: Request) -> Elsewhere | None:
    """Of the one module that is asked for; None to whoever sees all of it, or asks for none or for several.

    The filters on persons do not count: whoever could name one would learn of them by comparing.
    """
    modules = request.chosen.get("module", frozenset())
    if request.within is None or len(modules) != 1:
        return None
    statement = Statement(
        Request(
            within=None,
            today=request.today,
            stuck_before=request.stuck_before,
            chosen={"module": modules},
        )
    )
    own = statement.narrowing.is_one_of("municipality_id", request.within)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {statement.records} SELECT COUNT(DISTINCT person_id),"  # noqa: S608  our own
            f" COUNT(DISTINCT CASE WHEN completed_at IS NOT NULL THEN person_id END)"
            f" FROM records WHERE {statement.counting.all_but()} AND person_id NOT IN ("
            f"   SELECT person_id FROM people_membership WHERE confirmed_at IS NOT NULL AND {own})",
            statement.narrowing.parameters,
        )
        people, completed = cursor.fetchone()
    return without_small(people, completed)


def without_small(people: int, completed: int) -> Elsewhere:
    """The numbers, but for what is made of fewer than five."""
    if people < FEWEST:
        return Elsewhere(None, None)
    is_small = completed < FEWEST or 0 < people - completed < FEWEST
    return Elsewhere(people, None if is_small else completed)
