"""A page of a case is made of a record: of one in a file (`importing`), or of a draft (`draft_pages`)."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from exchange.cases.adoption.ancestry import NO_CIRCLE, Sources, way_back
from exchange.cases.choices import Licence
from exchange.cases.models import CasePage
from exchange.cases.new_pages import stream_of
from exchange.cases.page_rules import wrong_in
from exchange.cases.places import Places
from exchange.cases.record_fields import BLOCKS, FACTS, RENAMED, TEXTS
from exchange.cases.records import LINES, Record
from exchange.forum.models import Topic

Say = Callable[[str, str], None]  # with the field, and what is wrong with it
MADE_BY_WAGTAIL = ("path", "depth", "url_path", "draft_title", "content_type")
# Taken from the rows that there are: the database need not be asked again.
KNOWN = ("locale", "source_locale", "municipality", "contact_position")


class PageMaker:
    """Writes a record onto a page, in one of its languages; `say` hears what is wrong.

    Where its files and the cases that it names are, and by which ids its rows are known, whoever makes it says.
    """

    def __init__(self, record: Record, language: str, places: Places, say: Say) -> None:
        self.record, self.language, self.places = record, language, places
        self.is_wrong = bool(record.faults)
        self._told = say

    def id_of(self, name: str, number: int) -> str:
        """Of the row of that number, from 0, in the stream of that name: the same whenever it is made again."""
        raise NotImplementedError

    def file_of(self, at: str, row: dict[str, Any], *, is_photo: bool) -> int | None:
        """The key of the picture or document of a row, which is said to be missing where it is."""
        raise NotImplementedError

    def case_called(self, name: str) -> int | None:
        """The page of the case that the record calls so."""
        raise NotImplementedError

    def key(self) -> UUID:
        """Of the case."""
        raise NotImplementedError

    def written_along(self) -> Sources:
        """What others build on that are made with it."""
        return {}

    def say(self, name: str, words: str) -> None:
        self.is_wrong = True
        self._told(name, words)

    def fill(self, page: CasePage) -> None:
        """Write all of the record but what leads to other things (`related`); the page is not saved."""
        data = self.record.data
        for name, at in TEXTS.items():
            setattr(page, name, self.record.text(value_at(data, at), self.language))
        for name, at in FACTS.items():
            setattr(page, name, value_at(data, at))
        page.licence = data.get("licence") or Licence.CC_BY
        self._name_rows(page)
        for name, kind in BLOCKS.items():
            raw = [
                {"type": kind, "id": self.id_of(name, n), "value": value}
                for n, value in enumerate(self._values(name))
            ]
            self._clean(page, name, raw)
        self._check_fields(page)
        self.check_rules(page)

    def _name_rows(self, page: CasePage) -> None:
        """What leads to rows of lists."""
        data, places = self.record.data, self.places
        page.municipality = self._one(
            "municipality", data.get("municipality"), places.municipalities
        )
        page.services = self._all("services", data["services"], places.services)
        page.tags = self._all("tags", data["tags"], places.tags) if data["tags"] else []
        if not page.services.all():
            self.say("services", _("at least one"))
        position = data["contact"].get("position")
        page.contact_position = (
            self._one("contact.position", position, places.positions) if position else None
        )

    def _one(self, name: str, key: Any, known: dict[str, Any]) -> Any:
        found = known.get(key) if isinstance(key, str) else None
        if found is None:
            self.say(name, _("“%s” is not in the list") % key)
        return found

    def _all(self, name: str, keys: Sequence[str], known: dict[str, Any]) -> list[Any]:
        found = [self._one(name, key, known) for key in keys]
        return [each for each in found if each]

    def _values(self, name: str) -> Iterable[Any]:
        rows: list[Any] = self.record.data[name]
        if name in LINES:
            return [self.record.text(row, self.language) for row in rows]
        return [self._value(f"{name}[{n}]", row) for n, row in enumerate(rows, 1)]

    def _value(self, at: str, row: dict[str, Any]) -> dict[str, Any]:
        value = {
            RENAMED.get(name, name): self.record.text(each, self.language)
            if isinstance(each, dict)
            else each
            for name, each in row.items()
        }
        if "file" in value:
            del value["file"]
            is_photo = at.startswith("photos")
            value["image" if is_photo else "document"] = self.file_of(
                f"{at}.file", row, is_photo=is_photo
            )
        return {name: _as_kept(each) for name, each in value.items()}

    def _clean(self, page: CasePage, name: str, raw: list[dict[str, Any]]) -> None:
        value = stream_of(name, raw)
        setattr(page, name, value)
        try:
            setattr(page, name, value.stream_block.clean(value))
        except ValidationError as error:
            for at, words in _faults(error, name):
                self.say(f"{at}.{self.language}", words)

    def _check_fields(self, page: CasePage) -> None:
        """The page's own: how long its fields may be, and of what kind."""
        try:
            page.clean_fields(exclude=[*MADE_BY_WAGTAIL, *KNOWN, *BLOCKS, "related"])
        except ValidationError as error:
            for name, words in error.message_dict.items():
                self.say(name, " ".join(words))

    def check_rules(self, page: CasePage) -> None:
        """What is said of its fields together, once each is right for itself."""
        if not self.is_wrong:
            for name, words in wrong_in(page):
                self.say(name, str(words))

    def related(self) -> list[tuple[str, Any]]:
        """Courses, topics and cases that it names, as blocks of a page have them."""
        related = self.record.data["related"]
        found: list[tuple[str, Any]] = []
        for slug in related["courses"]:
            if course := self.course_called(slug):
                found.append(("course", course))
            else:
                self.say("related.courses", _("“%s” is not in the list") % slug)
        there = self.topics_there(related["topics"])
        for topic in related["topics"]:
            if topic in there:
                found.append(("topic", topic))
            else:
                self.say("related.topics", _("“%s” is not in the list") % topic)
        sources = list(dict.fromkeys(self._cases()))
        self._check_sources(sources)
        return [*found, *(("case", page) for page in sources)]

    def course_called(self, name: str) -> str | None:
        """The key of the course that the record calls so."""
        key = self.places.courses.get(name)
        return str(key) if key else None

    def topics_there(self, keys: Collection[int]) -> Collection[int]:
        """Those of the keys that are a topic's."""
        return set(Topic.objects.filter(pk__in=keys).values_list("pk", flat=True))

    def _cases(self) -> list[int]:
        """The pages of those that it builds on."""
        found = []
        for name in self.record.data["builds_on"]:
            page = self.case_called(name)
            if page:
                found.append(page)
            else:
                self.say("builds_on", _("“%s” is not in the list") % name)
        return found

    def _check_sources(self, pages: Collection[int]) -> None:
        """Nothing stands among its own ancestors."""
        if not pages or not self.is_named_by_others():
            return
        if way_back(self.key(), {**self.written_along(), self.key(): self.keys_of(pages)}):
            self.say("builds_on", str(NO_CIRCLE))

    def keys_of(self, pages: Collection[int]) -> set[UUID]:
        """Of the cases whose pages they are."""
        named = CasePage.objects.filter(pk__in=pages)
        return set(named.values_list("translation_key", flat=True))

    def is_named_by_others(self) -> bool:
        """Whether others may build on it already: what has no page yet, nobody can name."""
        return True

    def related_rows(self) -> list[dict[str, Any]]:
        """The same as the stream keeps them."""
        return [
            {"type": kind, "id": self.id_of("related", n), "value": value}
            for n, (kind, value) in enumerate(self.related())
        ]


def value_at(data: dict[str, Any], path: str) -> Any:
    """The value at a path of names; None where there is none."""
    value: Any = data
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return "" if value is None and path.startswith("origin") else value


def _as_kept(value: Any) -> Any:
    """A value of a row as StreamField's JSON has it: 90.5 is exactly that."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, float) else value


def _words_of(error: ValidationError) -> str:
    """What is wrong with a value; Django's own words of a figure that is too big are not how people speak."""
    if error.code == "max_value" and error.params:
        return _("At most %(most)s.") % {"most": error.params["limit_value"]}
    return " ".join(error.messages)


def _faults(error: Any, at: str) -> Iterable[tuple[str, str]]:
    """What is wrong in the rows of a stream, by their numbers and fields."""
    inside = getattr(error, "block_errors", None)
    if not inside:
        yield at, " ".join(_words_of(each) for each in error.error_list)
        return
    for name, each in inside.items():
        place = f"{at}[{name + 1}]" if isinstance(name, int) else f"{at}.{name}"
        yield from _faults(each, place)
