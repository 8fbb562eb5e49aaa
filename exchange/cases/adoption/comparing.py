"""What came of an adoption beside what the original says: a row for each indicator, then those of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from exchange.cases.models import Adoption, AdoptionMeasure, CaseText


@dataclass
class Compared:
    """A row: what is measured, in `language`; the original's figures, and those of the adoption, the latest last."""

    what: str
    unit: str
    language: str
    before: Decimal | None = None
    after: Decimal | None = None
    measures: list[AdoptionMeasure] = field(default_factory=list)


def compare(adoption: Adoption, text: CaseText | None) -> list[Compared]:
    """Three queries at most. `text`: the case in the reader's language; None if it is not published any more."""
    measures = list(adoption.measures.all())
    words = {row["key"]: row for row in text.content["indicators"]} if text else {}
    rows: dict[object, Compared] = {}
    for indicator in adoption.case.caseindicators.all():
        said = words.get(str(indicator.key))
        if said and text:
            rows[indicator.pk] = Compared(
                said["what"],
                said["unit"] or "",
                text.text_language,
                indicator.before,
                indicator.after,
            )
    for measure in measures:
        of_original = measure.indicator_id in rows
        key = measure.indicator_id if of_original else (measure.what, measure.unit)
        row = rows.setdefault(key, Compared(measure.what, measure.unit, adoption.language))
        row.measures.append(measure)
    return list(rows.values())


def has_figures(rows: Sequence[Compared]) -> bool:
    """Whether there is anything to compare yet."""
    return any(row.measures for row in rows)
