"""What somebody typed into a part: kept as it is, and read as what it means.

Kept are strings, lists of keys, and rows of strings; `clean` takes no more than that, whoever sends it.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from exchange.cases.choices import Level, Part
from exchange.cases.making import value_at
from exchange.cases.writing.parts import FIELDS, KEPT_WITH, Field, Rows, Typed, fields_of, rows_of
from lms.letters import visible

LONGEST = 20_000  # characters of a field: more than any may have, so that what is too long is kept, and said
MOST_ROWS = 60
EARLIEST = 1900  # year; of a day before it somebody forgot a digit
LARGEST = 10**15  # som, people: beyond it somebody leant on the key
SPACES = re.compile(r"\s+")
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y")
MONTHS = ("%Y-%m", "%m.%Y")

Data = dict[str, Any]


def clean(part: Part, data: Mapping[str, Any], *, key: UUID) -> Data:
    """What is kept of it: the fields of the part alone, without rows that are empty. `key`: of the draft.

    A row that has no id is given one by its place, so that the same sent twice is the same.
    """
    kept: Data = {}
    for field in fields_of(part):
        put_at(kept, field.name, _cleaned(field, value_at(dict(data), field.name)))
    for rows in rows_of(part):
        put_at(kept, rows.name, _cleaned_rows(rows, value_at(dict(data), rows.name), key))
    return kept


def _cleaned(field: Field, value: Any) -> Any:
    if field.typed == Typed.MANY:
        chosen = value if isinstance(value, list | tuple) else []
        return list(dict.fromkeys(_string(each)[:80] for each in chosen))[:MOST_ROWS]
    if field.typed == Typed.TICK:
        return bool(value)
    text = _string(value)
    if field.typed == Typed.TEXT:
        return text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return SPACES.sub(" ", text).strip()


def _string(value: Any) -> str:
    if value is None or isinstance(value, bool | list | dict):
        return ""
    return visible(str(value)[:LONGEST])


def _cleaned_rows(rows: Rows, value: Any, key: UUID) -> list[Data]:
    kept: list[Data] = []
    taken: set[str] = set()
    for number, row in enumerate(value if isinstance(value, list) else []):
        typed = row if isinstance(row, dict) else {rows.fields[0].name: row}
        cleaned = {field.name: _cleaned(field, typed.get(field.name)) for field in rows.fields}
        cleaned |= {name: _id(typed.get(name)) for name in KEPT_WITH.get(rows.name, ())}
        if any(cleaned.values()):
            row_id = _id(typed.get("id")) or str(uuid5(key, f"{rows.name}/{number}"))
            while row_id in taken:
                row_id = str(uuid5(UUID(row_id), "again"))
            taken.add(row_id)
            kept.append({"id": row_id} | cleaned)
    return kept[:MOST_ROWS]


def _id(value: Any) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        return ""


def is_empty(part: Part, data: Mapping[str, Any]) -> bool:
    """Whether nobody has typed anything there."""
    return not any(value_at(dict(data), each.name) for each in FIELDS[part])


def level_of(parts: Mapping[Part, Mapping[str, Any]]) -> Level:
    """Full as soon as any part but the first says something."""
    others = (each for each in parts.items() if each[0] != Part.BASICS)
    return Level.FULL if any(not is_empty(*each) for each in others) else Level.SHORT


def put_at(data: Data, path: str, value: Any) -> None:
    """Put it there; what is on the way is made."""
    *way, last = path.split(".")
    for name in way:
        data = data.setdefault(name, {})
    data[last] = value


# As what it means. Each raises `ValueError`, and is given no empty text.


def whole(text: str) -> int:
    """“940 000”."""
    number = int(_digits(text))
    if not 0 <= number <= LARGEST:
        raise ValueError
    return number


def figure(text: str) -> float | int:
    """“6,5”."""
    try:
        number = Decimal(_digits(text).replace(",", "."))
    except InvalidOperation as error:
        raise ValueError from error
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError
    return int(number) if number == number.to_integral_value() else float(number)


def _digits(text: str) -> str:
    """Thousands may stand apart; “1e5” and “１２” are nobody's way to write a number."""
    digits = SPACES.sub("", text).replace("\u2212", "-")
    if not re.fullmatch(r"-?[0-9]{1,18}(?:[.,][0-9]{1,6})?", digits):
        raise ValueError
    return digits


def day(text: str) -> date:
    """A day, or the first of a month, as people here write it or as a browser's calendar does."""
    for form in (*DAYS, *MONTHS):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
        if found.year < EARLIEST:
            raise ValueError
        return found
    raise ValueError


def last_part(address: str) -> str:
    """Of the address of a page: its last part, which may also be all that was typed; nothing if it is no address."""
    try:
        path = urlsplit(address).path.rstrip("/")
    except ValueError:  # “http://[”: half of an address of IPv6
        return ""
    return path.rpartition("/")[2]
