"""A draft becomes a page of Wagtail or a new revision of one, never a live one."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, cast
from uuid import UUID, uuid5

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _

from exchange.cases.choices import Part
from exchange.cases.making import PageMaker
from exchange.cases.models import CaseDraft, CasePage, CaseSource, DraftFile
from exchange.cases.new_pages import stream_of
from exchange.cases.page_rules import wrong_in
from exchange.cases.places import Places
from exchange.cases.writing.draft_records import DraftReading, Kept
from exchange.cases.writing.leading import DraftPlaces
from exchange.cases.writing.parts import place_of
from exchange.cases.writing.photos import publish_file
from exchange.cases.writing.published_parts import AT_FILE, without_what_was_missing
from lms.people.models import Person


def page_at(key: UUID, language: str) -> CasePage | None:
    """The page of that case in that language, as it was last saved."""
    page = _pages_at(key, language).first()
    latest: CasePage | None = page.get_latest_revision_as_object() if page else None
    return latest


def _pages_at(key: UUID, language: str) -> QuerySet[CasePage]:
    pages: QuerySet[CasePage] = CasePage.objects.all()
    return pages.filter(translation_key=key, locale__language_code=language)


def _words_at(key: UUID, language: str) -> CasePage | None:
    """The same, to be read and never saved: what it leads to is not looked up, which takes Wagtail ten queries.

    `is_built_on` says whether another published case names it.
    """
    pages: Any = _pages_at(key, language).select_related("latest_revision")
    named = CaseSource.objects.filter(source_key=key)
    page: CasePage | None = pages.annotate(is_built_on=Exists(named)).first()
    if page is None or not page.has_unpublished_changes or page.latest_revision is None:
        return page
    lists = {field.name for field in CasePage._meta.many_to_many}
    content = page.latest_revision.content
    words = {name: value for name, value in content.items() if name not in lists}
    latest: Any = CasePage.from_serializable_data(words, check_fks=False)
    latest.is_built_on = page.is_built_on
    return cast(CasePage, latest)


def read_draft(draft: CaseDraft, kept: Mapping[Part, Kept] | None = None) -> DraftReading:
    """The record that it makes now, and all that is missing or wrong, by the rules by which pages are cleaned.

    `kept` are its parts, if they were read already.
    """
    page = _words_at(draft.key, draft.language)
    reading = DraftReading(draft, page, DraftPlaces(draft), kept)
    trial = CasePage(translation_key=draft.key, live=False)
    maker = _FromDraft(reading, page, publishes=False)
    trial.slug = reading.record.key
    maker.fill(trial)
    maker.related()
    reading.lacks = without_what_was_missing(reading)
    reading.lacks.sort(key=lambda lack: place_of(lack.field))  # as they stand on their pages
    return reading


def page_from(draft: CaseDraft, *, by: Person | None = None) -> CasePage:
    """Make its page, or a new revision of the one that it has. What is live stays as it is.

    Only for a draft that lacks nothing (`submission.missing_in`). `by`: whose hand it is, else whoever submitted it.
    """
    by = by or draft.submitted_by or draft.started_by
    page = page_at(draft.key, draft.language)
    reading = DraftReading(draft, page, Places())
    maker = _FromDraft(reading, page, publishes=True)
    is_new = page is None
    if page is None:
        page = _new_page(draft, reading.places)
        page.slug = reading.record.key
        page.owner = draft.started_by
    maker.fill(page)
    page.related = stream_of("related", maker.related_rows())
    page.contact_person = reading.contact_person
    if is_new:
        reading.places.libraries[draft.language].add_child(instance=page)
    page.save_revision(user=by, changed=True)
    return page


def _new_page(draft: CaseDraft, places: Places) -> CasePage:
    locale = places.locales[draft.language]
    return CasePage(translation_key=draft.key, locale=locale, source_locale=locale, live=False)


class _FromDraft(PageMaker):
    """Of a draft: rows keep their ids, and files what they are on the page already."""

    def __init__(self, reading: DraftReading, page: CasePage | None, *, publishes: bool) -> None:
        super().__init__(reading.record, reading.draft.language, reading.places, reading.say)
        self.reading, self.page, self.publishes = reading, page, publishes

    def id_of(self, name: str, number: int) -> str:
        rows = self.reading.rows.get(name)
        return (
            rows[number]["id"] if rows else str(uuid5(self.reading.draft.key, f"{name}/{number}"))
        )

    def key(self) -> UUID:
        return self.reading.draft.key

    def case_called(self, name: str) -> int | None:
        case = self.reading.led["case"].get(name)
        return case.page if case else None

    def course_called(self, name: str) -> str | None:
        course = self.reading.led["course"].get(name)
        return course.key if course else None

    def topics_there(self, keys: Collection[int]) -> Collection[int]:
        return [key for key in keys if str(key) in self.reading.led["topic"]]

    def keys_of(self, pages: Collection[int]) -> set[UUID]:
        return {UUID(each.key) for each in self.reading.led["case"].values() if each.page in pages}

    def is_named_by_others(self) -> bool:
        return self.page is not None and getattr(self.page, "is_built_on", True)

    def _values(self, name: str) -> Iterable[Any]:
        values = list(super()._values(name))
        if name == "legal_basis":
            for number, value in enumerate(values):
                row = self.reading.rows[name][number]
                # Nobody asks for a decree: on trial it need not be looked up.
                at = self._file_at(name, number, row["file"]) if self.publishes else None
                value["document"] = at
        return values

    def file_of(self, at: str, row: dict[str, Any], *, is_photo: bool) -> int | None:
        name = "photos" if is_photo else "files"
        number = int(at.partition("[")[2].partition("]")[0]) - 1
        return self._file_at(name, number, row["file"])

    def _file_at(self, name: str, number: int, key: str | None) -> int | None:
        file = self._uploaded(name, key)
        if file is None:
            return self._on_page(name, number)
        return int(publish_file(file).pk) if self.publishes else None

    def _uploaded(self, name: str, key: str | None) -> DraftFile | None:
        """The file of that key; a document is no photograph, whatever a form says."""
        file = self.reading.files.get(key or "")
        return file if file and file.is_picture == (name == "photos") else None

    def _on_page(self, name: str, number: int) -> int | None:
        """The file of the same row of the page."""
        row_id = self.id_of(name, number)
        for block in getattr(self.page, name) if self.page else ():
            kept = block.value.get(AT_FILE[name]) if block.id == row_id else None
            if kept:
                return int(kept.pk)
        return None

    def _clean(self, page: CasePage, name: str, raw: list[dict[str, Any]]) -> None:
        # Files become pictures and documents only with the page: until then their words are checked.
        if self.publishes or name not in {"photos", "files"}:
            super()._clean(page, name, raw)
            return
        for number, row in enumerate(raw):
            key = self.record.data[name][number].get("file")
            if row["value"][AT_FILE[name]] is None and self._uploaded(name, key) is None:
                self.say(
                    f"{name}[{number + 1}]",
                    _("The file of this row is not there any more. Take the row away."),
                )

    def check_rules(self, page: CasePage) -> None:
        """Whatever else is wrong: what is there should be said, all of it at once."""
        has_wrong_costs = any(lack.field.startswith("costs") for lack in self.reading.lacks)
        for name, words in wrong_in(page):
            if name != "launch_cost" or not has_wrong_costs:
                self.say(name, str(words))
