"""Cases are brought in from records: all of them or none, and what is there already stays as it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.signal_handlers import disable_reference_index_auto_update

from exchange.cases.choices import Licence
from exchange.cases.models import Case, CasePage
from exchange.cases.models.pages import wrong_in
from exchange.cases.new_pages import publish_new, stream_of
from exchange.cases.places import Places
from exchange.cases.publication import postponed
from exchange.cases.record_fields import BLOCKS, FACTS, RENAMED, TEXTS
from exchange.cases.records import LINES, Fault, Record
from exchange.cases.setup import case_collection
from exchange.forum.models import Topic
from lms.people.models import Person

SPACE = UUID("7c1f27c0-59c5-5d0b-9d8e-35a1c0f6f7aa")  # of the keys of all that is brought in


def key_of(name: str) -> UUID:
    """The key of the case that is called so in a file."""
    return uuid5(SPACE, name)


@dataclass(frozen=True)
class Imported:
    made: int
    there: int


class Wrong(Exception):
    """What cannot be brought in: the number of the record, from 1, and what is wrong with it."""

    def __init__(self, faults: Sequence[tuple[int, Fault]]) -> None:
        super().__init__()
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(f"{n}, {fault.field}: {fault.words}" for n, fault in self.faults)


def import_cases(
    records: Sequence[Record], *, folder: Path | None = None, by: Person | None = None
) -> Imported:
    """Bring in and publish what is not there yet. Files are looked for in `folder`. Raises `Wrong`; then nothing is."""
    with transaction.atomic():
        bringing = Bringing(records, folder=folder, by=by)
        bringing.make_pages()
        bringing.publish()
    there = len(bringing.there)
    return Imported(len(records) - there, there)


class Bringing:
    """Records on their way to pages: first all as drafts, so that they can point to each other, then published."""

    def __init__(
        self, records: Sequence[Record], *, folder: Path | None = None, by: Person | None = None
    ) -> None:
        self.folder, self.by = folder, by
        self.places = Places()
        self.faults: list[tuple[int, Fault]] = []
        self.records = records
        keys = [key_of(record.key) for record in records]
        rows = CasePage.objects.filter(translation_key__in=keys).select_related("locale")
        self.pages = {(page.translation_key, page.locale.language_code): page for page in rows}
        self.there = {key for key, _language in self.pages}
        self.published = set(Case.objects.filter(key__in=keys).values_list("key", flat=True))

    def make_pages(self) -> None:
        """Drafts of what is not there, every one checked. Raises `Wrong`, before anything is written."""
        made = []
        seen: set[str] = set()
        for number, record in enumerate(self.records, 1):
            self.faults += [(number, fault) for fault in record.faults]
            if record.key in seen:
                self._say(number, "key", _("stands twice in the file"))
            seen.add(record.key)
            if not record.faults and key_of(record.key) not in self.there:
                made.append(
                    (record, [self._page(number, record, code) for code in record.languages])
                )
        if self.faults:
            raise Wrong(self.faults)
        with disable_reference_index_auto_update():  # each page is indexed once, as it is published
            for page in [page for _record, pages in made for page in pages]:
                self.places.libraries[page.locale.language_code].add_child(instance=page)
                self.pages[page.translation_key, page.locale.language_code] = page

    def publish(self) -> None:
        """Publish what never was, with what it points to. Raises `Wrong`."""
        with postponed(), disable_reference_index_auto_update():
            for number, record in enumerate(self.records, 1):
                if key_of(record.key) not in self.published:
                    self._publish(number, record)
        if self.faults:
            raise Wrong(self.faults)

    def _publish(self, number: int, record: Record) -> None:
        related = self._related(number, record)
        for code in record.languages:
            publish_new(self.pages[key_of(record.key), code], related, by=self.by)

    def _page(self, number: int, record: Record, code: str) -> CasePage:
        source = self.places.locales[record.languages[0]]
        page = CasePage(
            slug=record.key,
            translation_key=key_of(record.key),
            locale=self.places.locales[code],
            source_locale=source,
            owner=self.by,
            live=False,
            licence=record.data.get("licence") or Licence.CC_BY,
            **{name: record.text(_at(record.data, at), code) for name, at in TEXTS.items()},
            **{name: _at(record.data, at) for name, at in FACTS.items()},
        )
        self._facts(number, record, page)
        for name, kind in BLOCKS.items():
            raw = [
                {"type": kind, "id": str(uuid5(SPACE, f"{record.key}/{name}/{n}")), "value": value}
                for n, value in enumerate(self._rows(number, record, name, code))
            ]
            self._clean(number, page, name, raw)
        self._rules(number, page)
        return page

    def _facts(self, number: int, record: Record, page: CasePage) -> None:
        data, places = record.data, self.places
        page.municipality = self._one(
            number, "municipality", data.get("municipality"), places.municipalities
        )
        page.services = self._all(number, "services", data["services"], places.services)
        page.tags = self._all(number, "tags", data["tags"], places.tags)
        if not page.services.all():
            self._say(number, "services", _("at least one"))
        position = data["contact"].get("position")
        if position:
            page.contact_position = self._one(
                number, "contact.position", position, places.positions
            )
        library = places.libraries[page.locale.language_code]
        if CasePage.objects.child_of(library).filter(slug=record.key).exists():
            self._say(number, "key", _("another case has this address"))

    def _one(self, number: int, name: str, key: Any, known: dict[str, Any]) -> Any:
        found = known.get(key) if isinstance(key, str) else None
        if found is None:
            self._say(number, name, _("“%s” is not in the list") % key)
        return found

    def _all(self, number: int, name: str, keys: list[str], known: dict[str, Any]) -> list[Any]:
        found = [self._one(number, name, key, known) for key in keys]
        return [each for each in found if each]

    def _rows(self, number: int, record: Record, name: str, code: str) -> Iterable[Any]:
        rows: list[Any] = record.data[name]
        if name in LINES:
            return [record.text(row, code) for row in rows]
        return [
            self._row(number, record, f"{name}[{n}]", row, code) for n, row in enumerate(rows, 1)
        ]

    def _row(
        self, number: int, record: Record, at: str, row: dict[str, Any], code: str
    ) -> dict[str, Any]:
        value = {
            RENAMED.get(name, name): record.text(each, code) if isinstance(each, dict) else each
            for name, each in row.items()
        }
        if "file" in value:
            is_photo = at.startswith("photos")
            value["image" if is_photo else "document"] = self._file(
                number, f"{at}.file", value.pop("file"), is_photo=is_photo
            )
        return {name: _as_kept(each) for name, each in value.items()}

    def _file(self, number: int, at: str, name: Any, *, is_photo: bool) -> int | None:
        """The row of a file beside the records, made when it is first needed."""
        path = (self.folder / str(name)) if self.folder and name else None
        if (
            path is None
            or not path.is_file()
            or (self.folder and self.folder.resolve() not in path.resolve().parents)
        ):
            self._say(number, at, _("there is no file “%s”") % name)
            return None
        model: Any = get_image_model() if is_photo else get_document_model()
        known = model.objects.filter(title=path.name, collection=self.collection).first()
        if known is None:
            file = (ImageFile if is_photo else _as_it_is)(
                ContentFile(path.read_bytes()), name=path.name
            )
            known = model.objects.create(title=path.name, collection=self.collection, file=file)
        return int(known.pk)

    @cached_property
    def collection(self) -> Any:
        return case_collection()

    def _clean(self, number: int, page: CasePage, name: str, raw: list[dict[str, Any]]) -> None:
        value = stream_of(name, raw)
        setattr(page, name, value)
        try:
            setattr(page, name, value.stream_block.clean(value))
        except ValidationError as error:
            for at, words in _faults(error, name):
                self._say(number, f"{at}.{page.locale.language_code}", words)

    def _rules(self, number: int, page: CasePage) -> None:
        """The page's own: lengths of its fields, and what is said of them together."""
        try:
            page.clean_fields(
                exclude=["path", "depth", "url_path", "draft_title", *BLOCKS, "related"]
            )
        except ValidationError as error:
            for name, words in error.message_dict.items():
                self._say(number, name, " ".join(words))
        if not any(n == number for n, _fault in self.faults):
            for name, words in wrong_in(page):
                self._say(number, name, str(words))

    def _related(self, number: int, record: Record) -> list[dict[str, Any]]:
        found: list[tuple[str, Any]] = []
        related = record.data["related"]
        for slug in related["courses"]:
            if slug in self.places.courses:
                found.append(("course", str(self.places.courses[slug])))
            else:
                self._say(number, "related.courses", _("“%s” is not in the list") % slug)
        there = set(Topic.objects.filter(pk__in=related["topics"]).values_list("pk", flat=True))
        for topic in related["topics"]:
            if topic in there:
                found.append(("topic", topic))
            else:
                self._say(number, "related.topics", _("“%s” is not in the list") % topic)
        for name in record.data["builds_on"]:
            page = CasePage.objects.filter(translation_key=key_of(name)).order_by("pk").first()
            if page:
                found.append(("case", page.pk))
            else:
                self._say(number, "builds_on", _("“%s” is not in the list") % name)
        return [
            {"type": kind, "id": str(uuid5(SPACE, f"{record.key}/related/{n}")), "value": value}
            for n, (kind, value) in enumerate(found)
        ]

    def _say(self, number: int, name: str, words: str) -> None:
        if (number, Fault(name, words)) not in self.faults:
            self.faults.append((number, Fault(name, words)))


def _as_it_is(file: ContentFile[bytes], name: str) -> ContentFile[bytes]:
    file.name = name
    return file


def _as_kept(value: Any) -> Any:
    """A value of a row as StreamField's JSON has it: 90.5 is exactly that."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, float) else value


def _at(data: dict[str, Any], path: str) -> Any:
    """The value at a path of names; None where there is none."""
    value: Any = data
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return "" if value is None and path.startswith("origin") else value


def _faults(error: Any, at: str) -> Iterable[tuple[str, str]]:
    """What is wrong in the rows of a stream, by their numbers and fields."""
    inside = getattr(error, "block_errors", None)
    if not inside:
        yield at, " ".join(error.messages)
        return
    for name, each in inside.items():
        place = f"{at}[{name + 1}]" if isinstance(name, int) else f"{at}.{name}"
        yield from _faults(each, place)
