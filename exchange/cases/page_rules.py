"""What must be true of a case before it is published, said in words beside the fields of its page."""

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from exchange.cases.choices import (
    MOST_SERVICES,
    PROBLEM_WORDS,
    TITLE_WORDS,
    CostKind,
    Status,
)
from lms import clock

if TYPE_CHECKING:
    from exchange.cases.models import CasePage


def wrong_in(page: "CasePage") -> list[tuple[str, Any]]:
    """Which fields break a rule of cases, and how. Services are the form's to count: a page without a row has none."""
    today = clock.today()
    wrong: list[tuple[str, Any]] = []
    if len(page.title.split()) > TITLE_WORDS:
        wrong.append(("title", _("At most ten words, please.")))
    if len(page.problem.split()) > PROBLEM_WORDS:
        wrong.append(("problem", _("At most 50 words, please.")))
    if page.expire_at is not None:
        wrong.append(
            ("expire_at", _("A case is withdrawn with a reason: it does not end by itself."))
        )
    if len(page.services.all()) > MOST_SERVICES:
        wrong.append(("services", _("At most three, please.")))
    if _is_later(page.started_on, today) and page.status != Status.PLANNED:
        wrong.append(("started_on", _("This day is still to come. Is it planned?")))
    if page.status != Status.PLANNED:
        told = _("“%(step)s”: this day is still to come. Is it planned?")
        ahead = [step.value["title"] for step in page.steps if _is_later(step.value["when"], today)]
        wrong += [("steps", told % {"step": title}) for title in ahead[:1]]
    wrong += [
        (name, _("This day is still to come."))
        for name in ("reviewed_on", "confirmed_on", "contact_consented_on")
        if _is_later(getattr(page, name), today)
    ]
    if page.contact_name and not page.contact_consented_on:
        wrong.append(("contact_consented_on", _("Ask first, and write down when they agreed.")))
    if sum(row.value["share"] or 0 for row in page.funding) > 100:
        wrong.append(("funding", _("The shares are more than 100 % together.")))
    once = sum(row.value["amount"] or 0 for row in page.costs if row.value["kind"] == CostKind.ONCE)
    if page.launch_cost is not None and page.costs and page.launch_cost != once:
        wrong.append(("launch_cost", _("Costs that come once add up to something else.")))
    return wrong + _circles_in(page)


def sources_of(page: "CasePage") -> set[UUID]:
    """The keys of the cases that it builds on."""
    named = [row.value for row in page.related if row.block_type == "case"]
    return {source.translation_key for source in named if source}


def _circles_in(page: "CasePage") -> list[tuple[str, Any]]:
    from exchange.cases.adoption.ancestry import NO_CIRCLE, way_back  # noqa: PLC0415  which stands on the rows

    key, sources = page.translation_key, sources_of(page)
    return [("related", NO_CIRCLE)] if sources and way_back(key, {key: sources}) else []


def _is_later(day: date | None, today: date) -> bool:
    return day is not None and day > today
