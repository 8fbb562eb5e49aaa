"""Cases are brought in from records: all of them or none, and what is there already stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.translation import gettext as _

from exchange.cases.adoption.ancestry import Sources
from exchange.cases.making import PageMaker, Say
from exchange.cases.models import Case, CaseLibraryPage, CasePage
from exchange.cases.new_pages import add_new, publish_new
from exchange.cases.places import Places
from exchange.cases.publication import postponed
from exchange.cases.record_files import kept_file
from exchange.cases.records import Fault, Record
from exchange.cases.setup import case_collection
from lms.people.models import Person
from lms.rules import Refusal

SPACE = UUID("7c1f27c0-59c5-5d0b-9d8e-35a1c0f6f7aa")  # of the keys of all that is brought in


def key_of(name: str) -> UUID:
    """The key of the case that is called so in a file."""
    return uuid5(SPACE, name)


@dataclass(frozen=True)
class Imported:
    """How many cases were brought in, and how many were there already."""

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
        # Of two who bring in the same at once, the second finds it there.
        list(CaseLibraryPage.objects.order_by("pk").select_for_update())
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
                pages = [self._page(number, record, code) for code in record.languages]
                made.append((number, record, pages))
        self._check_addresses(made)
        if self.faults:
            raise Wrong(self.faults)
        for code, library in self.places.libraries.items():
            pages = [page for _n, _record, some in made for page in some if _code(page) == code]
            add_new(library, pages, by=self.by)
            self.pages |= {(page.translation_key, code): page for page in pages}

    def publish(self) -> None:
        """Publish what never was, with what it points to. Raises `Wrong`."""
        new = []
        for number, record in enumerate(self.records, 1):
            if key_of(record.key) not in self.published:
                related = self._maker(number, record, record.languages[0]).related_rows()
                new += [
                    (self.pages[key_of(record.key), code], related) for code in record.languages
                ]
        if self.faults:
            raise Wrong(self.faults)
        with postponed():
            publish_new(new, by=self.by)

    def _page(self, number: int, record: Record, code: str) -> CasePage:
        page = CasePage(
            slug=record.key,
            translation_key=key_of(record.key),
            locale=self.places.locales[code],
            source_locale=self.places.locales[record.languages[0]],
            owner=self.by,
            live=False,
        )
        self._maker(number, record, code).fill(page)
        return page

    def _check_addresses(self, made: Sequence[tuple[int, Record, list[CasePage]]]) -> None:
        slugs = [record.key for _number, record, _pages in made]
        taken = set(
            CasePage.objects.filter(slug__in=slugs).values_list("slug", "locale__language_code")
        )
        for number, record, pages in made:
            if any((record.key, _code(page)) in taken for page in pages):
                self._say(number, "key", _("another case has this address"))

    def _maker(self, number: int, record: Record, code: str) -> "_FromFile":
        return _FromFile(record, code, self.places, partial(self._say, number), self)

    @cached_property
    def sources(self) -> Sources:
        """What those build on that are published along with each other."""
        return {
            key_of(record.key): {key_of(name) for name in record.data["builds_on"]}
            for record in self.records
            if key_of(record.key) not in self.published
        }

    @cached_property
    def collection(self) -> Any:
        return case_collection()

    def _say(self, number: int, name: str, words: str) -> None:
        if (number, Fault(name, words)) not in self.faults:
            self.faults.append((number, Fault(name, words)))


def _code(page: CasePage) -> str:
    code: str = page.locale.language_code
    return code


class _FromFile(PageMaker):
    """Of a record with files beside it."""

    def __init__(
        self, record: Record, language: str, places: Places, say: Say, bringing: Bringing
    ) -> None:
        super().__init__(record, language, places, say)
        self.bringing = bringing

    def key(self) -> UUID:
        return key_of(self.record.key)

    def written_along(self) -> Sources:
        return self.bringing.sources

    def id_of(self, name: str, number: int) -> str:
        return str(uuid5(SPACE, f"{self.record.key}/{name}/{number}"))

    def case_called(self, name: str) -> int | None:
        pages = CasePage.objects.filter(translation_key=key_of(name)).order_by("pk")
        found: int | None = pages.values_list("pk", flat=True).first()
        return found

    def file_of(self, at: str, row: dict[str, Any], *, is_photo: bool) -> int | None:
        """The row of a file beside the records, made when it is first needed."""
        bringing = self.bringing
        try:
            return kept_file(bringing.folder, row["file"], bringing.collection, is_photo=is_photo)
        except Refusal as refusal:
            self.say(at, str(refusal))
            return None
