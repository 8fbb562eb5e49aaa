"""What a case builds on, and what that builds on: nothing stands among its own ancestors."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from exchange.cases.models.published import CaseSource
from lms.rules import Refusal

NO_CIRCLE = _(
    "That case builds on this one itself, directly or through others. Name another, or none."
)

Sources = Mapping[UUID, Collection[UUID]]


class InACircle(Refusal):
    message = NO_CIRCLE
    field = "related"


def way_back(key: UUID, sources: Sources) -> UUID | None:
    """Through which of its sources the case would come to stand among its own ancestors; None: through none.

    `sources` are those of the case, and of others that are written along with it; what the rest of them build on is
    published. A query for each generation.
    """
    through = {
        source: source for source in sources.get(key, ())
    }  # ancestor: the source that leads to it
    newest = dict(through)
    while newest:
        if key in through:
            return through[key]
        older: dict[UUID, UUID] = {}
        for child, source in _pairs(newest, sources):
            if source not in through:
                through[source] = older[source] = through[child]
        newest = older
    return None


def _pairs(children: Collection[UUID], sources: Sources) -> list[tuple[UUID, UUID]]:
    """Each of these cases with each that it builds on."""
    written = [(child, each) for child in children for each in sources.get(child, ())]
    others = [child for child in children if child not in sources]
    rows = CaseSource.objects.filter(case__key__in=others).values_list("case__key", "source_key")
    return [*written, *rows]


def check_sources(key: UUID, sources: Collection[UUID]) -> None:
    """In the transaction that writes what the case builds on. Raises `InACircle`."""
    # One after the other: of two that name each other at once, the second sees what the first has written.
    Locale.objects.select_for_update(no_key=True).order_by("pk").first()
    if way_back(key, {key: sources}):
        raise InACircle
