"""The explorer answered by Elasticsearch, from the index of learning records."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from courses.reports.explorer.documents import NOWHERE, day_number, micros, moment_of
from courses.reports.explorer.engine import Answer, Key, Request
from search.engines.conditions import (
    AllOf,
    AnyOf,
    Begins,
    Between,
    Condition,
    Facet,
    Not,
    OneOf,
    Query,
)

if TYPE_CHECKING:
    from search.engines.learning import LearningIndex

FIELDS = {
    "region": "municipality",
    "municipality": "municipality",
    "course": "course",
    "module": "module",
    "position": "position",
    "sex": "sex",
}
SORT = ("at", "enrolment", "module")


class IndexedEngine:
    """Counts documents; what they say is looked up in the database by whoever asked."""

    name = "elasticsearch"

    def __init__(self, index: "LearningIndex") -> None:
        self.index = index

    def answer(self, request: Request) -> Answer:
        """One request. Raises `EngineUnavailable`."""
        found = self.index.find(query_of(request))
        return Answer(
            keys=[Key(moment_of(at), pk, UUID(module)) for at, pk, module in found.hits],
            total=found.total,
            facets={
                name: {_value(name, value): count for value, count in counts.items()}
                for name, counts in found.facets.items()
            },
        )


def query_of(request: Request) -> Query:
    """What is asked, in terms of the documents."""
    stages = stage_conditions(request)
    always: list[Condition] = []
    if request.within is not None:
        always.append(OneOf("municipality", tuple(map(str, sorted(request.within)))))
    if request.words:
        always.append(Begins("name", request.words))
    if request.certificate:
        always.append(OneOf("certificate", (request.certificate,)))
    if request.since or request.until:
        since = micros(request.since) if request.since else None
        until = micros(request.until) if request.until else None
        always.append(Between("at", since, until))
    after = request.after
    return Query(
        always=tuple(always),
        filters={
            name: AnyOf(tuple(stages[each] for each in sorted(values)))
            if name == "stage"
            else OneOf(FIELDS[name], tuple(_term(each) for each in values))
            for name, values in request.chosen.items()
        },
        facets={
            name: Facet(conditions=stages) if name == "stage" else Facet(FIELDS[name])
            for name in request.facets
        },
        sort=SORT,
        after=(micros(after.at), after.enrolment_id, after.module_key.hex) if after else (),
        limit=request.limit,
    )


def stage_conditions(request: Request) -> dict[str, Condition]:
    """The stages, as of the day and the moment of the request."""
    done, begun = OneOf("state", ("done",)), OneOf("state", ("begun",))
    ran_out = Between("expires_on", until=day_number(request.today))
    stuck_before = micros(request.stuck_before)
    return {
        "not_started": OneOf("state", ("not_started",)),
        "started": AllOf((begun, Between("seen_at", since=stuck_before))),
        "stuck": AllOf((begun, Between("seen_at", until=stuck_before))),
        "completed": AllOf((done, Not(ran_out))),
        "expired": AllOf((done, ran_out)),
    }


def _term(value: Any) -> Any:
    if value is None:
        return NOWHERE
    return value.hex if isinstance(value, UUID) else str(value)


def _value(facet: str, term: Any) -> Any:
    """What stands for the term in the database."""
    back: dict[str, Callable[[Any], Any]] = {
        "course": UUID,
        "module": UUID,
        "municipality": _place,
        "region": _place,
        "position": int,
    }
    return back[facet](term) if facet in back else term


def _place(term: str) -> int | None:
    return None if term == NOWHERE else int(term)
