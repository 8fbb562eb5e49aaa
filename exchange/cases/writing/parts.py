"""What the parts of a draft ask: each field under the name that it has in a record (`exchange.cases.records`).

A draft keeps what was typed, as strings; rows are dictionaries of them with an `id`, and a list of sentences is rows of
one field, `line`.
"""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from exchange.cases.choices import CostKind, LegalBasis, Licence, Part, Status, Support
from exchange.cases.writing.shapes import Field, Rows, Typed, lines, needed, one_of, pages

AS_A_DAY = _("Day, month, year: 12.03.2026")
AS_A_MONTH = _("A month is enough: 03.2026, or March 2026. With the day: 12.03.2026.")
AS_SOM = _("In som: 80 000, or 80 thousand, 1.5 million.")

FIELDS: dict[Part, tuple[Field | Rows, ...]] = {
    Part.BASICS: (
        needed("title", _("Title"), hint=_("At most ten words.")),
        needed(
            "summary",
            _("What it is about, in short"),
            Typed.TEXT,
            _("At most 280 characters: what was done, what it gave."),
        ),
        needed("services", _("services"), Typed.MANY, _("One to three.")),
        needed("problem", _("problem"), Typed.TEXT, _("At most 50 words.")),
        needed("done", _("what was done"), Typed.TEXT, _("In a few sentences.")),
        Field(
            "status",
            _("Where it stands now"),
            Typed.CHOICE,
            is_needed=True,
            hint=_("A failure told honestly teaches as much as a success."),
            choices=Status,
        ),
    ),
    Part.PLACE: (
        Field("context.population", _("population"), Typed.WHOLE),
        Field("context.households", _("households"), Typed.WHOLE),
        Field("context.villages", _("villages"), Typed.WHOLE),
        Field("context.terrain", _("terrain"), hint=_("Mountains, a valley, a steppe.")),
        Field(
            "context.remoteness",
            _("how remote it is"),
            hint=_("How far it is to the town, and by which road."),
        ),
        Field(
            "tags",
            _("challenges"),
            Typed.MANY,
            hint=_("Tick what was so with you: others in the same situation find the case by it."),
        ),
        Rows(
            "partners",
            _("Partners"),
            _("One more partner"),
            (needed("name", _("Who helped")), one_of("support", _("With what"), Support)),
        ),
    ),
    Part.START: (
        Field("started", _("When it began"), Typed.MONTH, hint=AS_A_MONTH),
        Field("context.text", _("where it began"), Typed.TEXT),
        pages("builds_on", _("Cases that this one builds on"), "case"),
        pages("related.courses", _("Courses about the same"), "course"),
        pages("related.topics", _("Topics of the forum"), "topic"),
    ),
    Part.STEPS: (
        Rows(
            "steps",
            _("Steps"),
            _("One more step"),
            (
                needed("title", _("Step")),
                Field("text", _("What was done"), Typed.TEXT),
                Field("who", _("Who")),
                Field("when", _("When"), Typed.MONTH, hint=AS_A_MONTH),
                Field("duration", _("How long")),
            ),
        ),
    ),
    Part.COSTS: (
        Rows(
            "costs",
            _("Costs"),
            _("One more cost"),
            (
                needed("what", _("What for")),
                one_of("kind", _("Which cost it was"), CostKind),
                needed("amount", _("Som"), Typed.WHOLE, AS_SOM),
                Field("payer", _("Who paid")),
            ),
        ),
        Field(
            "launch_cost",
            _("launch, som"),
            Typed.WHOLE,
            hint=_("Only where there are no cost rows: otherwise it is their sum."),
        ),
        Rows(
            "funding",
            _("Who paid for the launch"),
            _("One more source"),
            (
                needed("source", _("Source")),
                Field("amount", _("Som"), Typed.WHOLE, hint=AS_SOM),
                Field("share", _("Share, %"), Typed.FIGURE),
            ),
            _("The shares are 100 % together at most."),
        ),
        Rows(
            "staff",
            _("Working time"),
            _("One more line"),
            (needed("who", _("Who")), needed("time", _("How much time"))),
        ),
        lines("equipment", _("Equipment")),
    ),
    Part.LAW: (
        Rows(
            "legal_basis",
            _("Legal basis"),
            _("One more act"),
            (
                one_of("kind", _("Kind"), LegalBasis),
                needed("text", _("Act or decision")),
                Field("article", _("Article")),
                Field("address", _("Link")),
            ),
        ),
    ),
    Part.RESULTS: (
        Rows(
            "indicators",
            _("What changed"),
            _("One more indicator"),
            (
                needed("what", _("What was measured")),
                Field("unit", _("Unit"), hint=_("Som, tonnes, households, per cent.")),
                Field("before", pgettext_lazy("a figure", "Before"), Typed.FIGURE),
                Field("after", pgettext_lazy("a figure", "After"), Typed.FIGURE),
                Field("date", _("Measured on"), Typed.DAY, hint=AS_A_DAY),
                Field("how", _("How it was measured")),
            ),
        ),
    ),
    Part.PEOPLE: (
        Field("participation.women", _("how women took part"), Typed.TEXT),
        Field("participation.youth", _("how young people took part"), Typed.TEXT),
        Field("participation.minorities", _("how minorities took part"), Typed.TEXT),
        Field("participation.heard", _("how citizens were heard"), Typed.TEXT),
    ),
    Part.LESSONS: (
        lines("difficulties", _("What went wrong")),
        lines("lessons", _("Lessons")),
        lines("repeat_checklist", _("What must be there to repeat it")),
        lines("do_not_copy_if", _("When not to copy it")),
    ),
    Part.FILES: (
        Rows(
            "photos",
            _("Photographs"),
            "",
            (
                needed("alt", _("What is to be seen"), hint=_("For those who do not see it.")),
                Field("caption", _("Words below it")),
            ),
        ),
        Rows(
            "files",
            _("Files for others to use"),
            "",
            (needed("title", _("Title")),),
            _("Tender documents, tariff sheets, decrees."),
        ),
    ),
    Part.CONTACT: (
        Field("contact.person", _("One of the authors"), Typed.CHOICE),
        Field("contact.name", _("whom to ask"), hint=_("Shown to people who have signed in.")),
        Field("contact.position", _("position"), Typed.CHOICE),
        Field("contact.consented", _("agreed to be named on"), Typed.DAY, hint=AS_A_DAY),
        Field("open_to_visits", _("open to visits"), Typed.TICK),
        Field(
            "licence",
            _("licence"),
            Typed.CHOICE,
            hint=_(
                "CC BY, the usual one: others use and change the text, and name you. CC BY-SA: the same, and what "
                "they make of it stays as free. CC0: they need not name you."
            ),
            choices=Licence,
            usual=Licence.CC_BY.value,
        ),
    ),
}
# Of rows: not typed, but kept with them. Those of the part of files are nothing without theirs.
KEPT_WITH = {"photos": ("file",), "files": ("file",), "legal_basis": ("file",)}
OF_FILES = {Part.FILES: ("photos", "files"), Part.LAW: ("legal_basis",)}


def fields_of(part: Part) -> Iterator[Field]:
    """Those that are no rows."""
    return (each for each in FIELDS[part] if isinstance(each, Field))


def rows_of(part: Part) -> Iterator[Rows]:
    return (each for each in FIELDS[part] if isinstance(each, Rows))


def part_of(name: str) -> Part | None:
    """The part that has the field or the rows of a record of that name."""
    for part, asked in FIELDS.items():
        if any(each.name == name for each in asked):
            return part
    return None


def place_of(name: str) -> tuple[int, int, int]:
    """Where a field or a row of that name stands on the page of its part, to put what is said of them in that order."""
    at, _bracket, rest = name.partition("[")
    number, _bracket, field = rest.partition("]")
    part = part_of(at)
    if part is None:
        return 0, 0, 0
    names = [each.name for each in FIELDS[part]]
    asked = FIELDS[part][names.index(at)]
    inner = [each.name for each in asked.fields] if isinstance(asked, Rows) else []
    field = field.removeprefix(".")
    return names.index(at), int(number or 0), inner.index(field) + 1 if field in inner else 0


def label_of(name: str) -> str:
    """What a field is called where it does not stand: “Costs, 2: Som”."""
    at, bracket, rest = name.partition("[")
    part = part_of(at)
    asked = next((each for each in FIELDS[part] if each.name == at), None) if part else None
    if asked is None:
        return ""
    label = capfirst(str(asked.label))
    if not bracket or not isinstance(asked, Rows):
        return label
    number, _bracket, field = rest.partition("]")
    inner = next((each for each in asked.fields if each.name == field.removeprefix(".")), None)
    place = f"{label}, {number}"
    return f"{place}: {capfirst(str(inner.label))}" if inner and not asked.are_lines else place
