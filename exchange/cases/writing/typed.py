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
from exchange.cases.writing.parts import FIELDS, KEPT_WITH, fields_of, rows_of
from exchange.cases.writing.shapes import Field, Rows, Typed
from lms.letters import visible

LONGEST = 20_000  # characters of a field: more than any may have, so that what is too long is kept, and said
MOST_ROWS = 60
EARLIEST = 1900  # year; of a day before it somebody forgot a digit
LARGEST = 10**15  # som, people: beyond it somebody leant on the key
SPACES = re.compile(r"\s+")
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y")
MONTHS = ("%Y-%m", "%m.%Y")
# How the names of months begin, in Russian, Kyrgyz and English, whichever ending follows.
NAMED_MONTHS = (
    ("янв", "jan"),
    ("фев", "feb"),
    ("мар", "mar"),
    ("апр", "apr"),
    ("май", "мая", "may"),
    ("июн", "jun"),
    ("июл", "jul"),
    ("авг", "aug"),
    ("сен", "sep"),
    ("окт", "oct"),
    ("ноя", "nov"),
    ("дек", "dec"),
)
BESIDE_A_DAY = {"г", "год", "года", "ж", "жыл", "жылы", "жылдын", "ай", "айы"}
WORDS_OF_A_DAY = re.compile(r"[0-9]+|[^\W\d_]+")
AMOUNT = re.compile(r"(?P<digits>[-0-9.,]+?)(?P<times>[^\W\d_]*?)\.?(?:som|сом(?:ов|а)?)?\.?")
TIMES = {
    **dict.fromkeys(("тыс", "тысяч", "тысячи", "тысяча", "миң", "thousand"), 10**3),
    **dict.fromkeys(("млн", "миллион", "миллиона", "миллионов", "million"), 10**6),
    **dict.fromkeys(("млрд", "миллиард", "миллиарда", "миллиардов", "billion"), 10**9),
    "": 1,
}

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
    return not any(
        value and value != getattr(each, "usual", "")
        for each in FIELDS[part]
        if (value := value_at(dict(data), each.name))
    )


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
    """“940 000”, “80 тыс. сом”."""
    number = figure(text)
    if isinstance(number, float) or number < 0:
        raise ValueError
    return number


def figure(text: str) -> float | int:
    """“6,5”, “1,5 млн”."""
    try:
        number = _number(text)
    except InvalidOperation as error:
        raise ValueError from error
    if not number.is_finite() or abs(number) > LARGEST:
        raise ValueError
    return int(number) if number == number.to_integral_value() else float(number)


def _number(text: str) -> Decimal:
    """Thousands may stand apart, or be said; “1e5” and “１２” are nobody's way to write a number."""
    found = AMOUNT.fullmatch(SPACES.sub("", text).replace("\u2212", "-").lower())
    if found is None or not re.fullmatch(r"-?[0-9]{1,18}(?:[.,][0-9]{1,6})?", found["digits"]):
        raise ValueError
    if found["times"] not in TIMES:
        raise ValueError
    return Decimal(found["digits"].replace(",", ".")) * TIMES[found["times"]]


def day(text: str) -> date:
    """A day, or the first of a month, as people here write it or as a browser's calendar does."""
    found = _in_digits(text) or _in_words(text)
    if found is None or found.year < EARLIEST:
        raise ValueError
    return found


def _in_digits(text: str) -> date | None:
    for form in (*DAYS, *MONTHS):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    return None


def _in_words(text: str) -> date | None:
    """“март 2024”, “12 марта 2024 г.”, “2024-ж. март”, “2024-жылдын 12-марты”. Raises `ValueError` of a 31 April."""
    words = [word for word in WORDS_OF_A_DAY.findall(text.lower()) if word not in BESIDE_A_DAY]
    years = [word for word in words if word.isdigit() and len(word) == 4]
    days = [word for word in words if word.isdigit() and len(word) <= 2]
    names = [word for word in words if not word.isdigit()]
    if len(years) != 1 or len(days) > 1 or len(names) != 1 or len(words) > 3:
        return None
    for month, beginnings in enumerate(NAMED_MONTHS, 1):
        if names[0].startswith(beginnings):
            return date(int(years[0]), month, int(days[0]) if days else 1)
    return None


def last_part(address: str) -> str:
    """Of the address of a page: its last part, which may also be all that was typed; nothing if it is no address."""
    try:
        path = urlsplit(address).path.rstrip("/")
    except ValueError:  # “http://[”: half of an address of IPv6
        return ""
    return path.rpartition("/")[2]
