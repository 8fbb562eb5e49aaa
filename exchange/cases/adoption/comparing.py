"""What came of an adoption beside what the original says: a row for each indicator, then those of one's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

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
    """Three queries at most. `text`: the case in the reader's language; None if it is not published any more.

    The figures of a withdrawn one stay beside those that answer them, in the words of who took it up.
    """
    measures = list(adoption.measures.all())
    words = words_of(text)
    rows: dict[object, Compared] = {}
    originals = {each.pk: each for each in adoption.case.caseindicators.all()}
    for indicator in originals.values():
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
        own = Compared(measure.what, measure.unit, adoption.language)
        key: object = (measure.what, measure.unit)
        original = originals.get(measure.indicator_id or 0)
        if original and (original.pk in rows or adoption.case.withdrawn_at):
            key, own.before, own.after = original.pk, original.before, original.after
        rows.setdefault(key, own).measures.append(measure)
    return list(rows.values())


def words_of(text: CaseText | None) -> dict[str, Any]:
    """What is said of each of its indicators, by their keys; nothing of a case that is not published."""
    return {row["key"]: row for row in text.content["indicators"]} if text else {}


def has_figures(rows: Sequence[Compared]) -> bool:
    """Whether there is anything to compare yet."""
    return any(row.measures for row in rows)
