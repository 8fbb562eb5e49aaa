"""A course is published: what readers see, which addresses lead where, and what others hang on it change together."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import transaction
from django.db.models import F
from wagtail.models import Locale, Page

from courses.catalogue.activities import KINDS
from courses.catalogue.addresses import keep_addresses
from courses.catalogue.models import Activity, CoursePage, ModulePage, PublishedCourse
from courses.catalogue.outline import Outline, OutlineActivity, OutlineModule, Prerequisite
from lms import clock
from lms.languages import LANGUAGES

# Rooms above join here; called inside the publishing transaction with the source outline, or None when it is gone.
on_course_published: list[Callable[[UUID, Outline | None], None]] = []


def source_course(course_key: UUID) -> CoursePage | None:
    """The course's page in its source language, live or not."""
    return (
        CoursePage.objects.filter(translation_key=course_key, locale=F("source_locale"))
        .select_related("topic", "source_locale", "owner")
        .first()
    )


def course_key_of(page: Page) -> UUID | None:
    """The key of the course that a page belongs to (or is), in any language; None outside of courses."""
    paths = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    key: UUID | None = (
        CoursePage.objects.filter(path__in=paths).values_list("translation_key", flat=True).first()
    )
    return key


_postponed: ContextVar[set[UUID] | None] = ContextVar("postponed", default=None)


@contextmanager
def postponed() -> Iterator[None]:
    """For bulk work: within it, changed courses are only noted; each is republished once at the end.

    Not one transaction: wagtail-localize publishes after the commit. Whoever dies in the middle republishes later.
    """
    noted: set[UUID] = set()
    token = _postponed.set(noted)
    try:
        yield
    finally:
        _postponed.reset(token)
        for course_key in sorted(noted):
            republish(course_key)


def course_changed(course_key: UUID) -> None:
    """Something of the course was published, unpublished, moved or deleted."""
    noted = _postponed.get()
    if noted is None:
        republish(course_key)
    else:
        noted.add(course_key)


@transaction.atomic
def republish(course_key: UUID) -> None:
    """Rebuild what is published of a course, from its live pages. Safe to call at any time, and twice."""
    # Locked before the pages are read: of two who publish at once, the second reads what the first has published.
    pages = CoursePage.objects.filter(translation_key=course_key).order_by("pk").only("pk")
    list(pages.select_for_update(no_key=True, of=("self",)))
    source = source_course(course_key)
    if source is None or not source.live:
        PublishedCourse.objects.filter(course_key=course_key).delete()
        for tell in on_course_published:
            tell(course_key, None)
        return
    tree = _SourceTree(source)
    outlines = {code: tree.outline(code) for code in LANGUAGES}
    keep_addresses(outlines[source.source_locale.language_code])
    for code, outline in outlines.items():
        _keep_row(source, code, outline, tree.languages())
    for tell in on_course_published:
        tell(course_key, outlines[source.source_locale.language_code])


def _keep_row(source: CoursePage, code: str, outline: Outline, languages: list[str]) -> None:
    PublishedCourse.objects.update_or_create(
        course_key=outline.course_key,
        language=code,
        defaults={
            "page_id": source.pk,
            "text_language": outline.language,
            "languages": languages,
            "slug": outline.slug,
            "title": outline.title,
            "summary": outline.summary,
            "topic_id": source.topic_id,  # type: ignore[misc]  # the form asks for it before it publishes
            "minutes": sum(each.minutes for each in outline.activities() if each.is_required),
            "module_count": len(outline.modules),
            "outline": outline.as_json(),
            "published_at": source.first_published_at or clock.now(),
            "rebuilt_at": clock.now(),
        },
    )


class _SourceTree:
    """The live source tree of a course, and the live translations of its pages, read once for all languages."""

    def __init__(self, source: CoursePage) -> None:
        self.source = source
        self.modules = list(ModulePage.objects.child_of(source).live().order_by("path"))
        self.activities: list[Activity] = sorted(
            (
                page
                for kind in KINDS.values()
                for page in kind.model.objects.descendant_of(source).live()  # type: ignore[attr-defined]  # kinds are pages
            ),
            key=lambda page: page.path,  # type: ignore[attr-defined]  # kinds are pages
        )
        self.translations = self._read_translations()

    def _read_translations(self) -> dict[tuple[str, UUID], Page]:
        """Live pages in other languages by language and key; aliases only repeat the source."""
        keys = [page.translation_key for page in [self.source, *self.modules, *self.activities]]
        pages = Page.objects.filter(translation_key__in=keys, live=True, alias_of=None).exclude(
            locale=self.source.locale
        )
        names = {locale.pk: locale.language_code for locale in Locale.objects.all()}
        return {(names[page.locale_id], page.translation_key): page for page in pages}

    def languages(self) -> list[str]:
        """The languages in which every page of the course can be read, the source first."""
        own = self.source.source_locale.language_code
        keys = [page.translation_key for page in [self.source, *self.modules, *self.activities]]
        others = [code for code in LANGUAGES if code != own]
        return [own, *(c for c in others if all((c, key) in self.translations for key in keys))]

    def shown(self, page: Page, code: str) -> tuple[Page, str]:
        """The page whose text a reader of the language gets, and the language of that text."""
        translated = self.translations.get((code, page.translation_key))
        return (translated, code) if translated else (page, self.source.source_locale.language_code)

    def outline(self, code: str) -> Outline:
        page, language = self.shown(self.source, code)
        words = page.specific if page.pk != self.source.pk else self.source
        return Outline(
            course_key=self.source.translation_key,
            source_id=self.source.pk,
            page_id=page.pk,
            slug=self.source.slug,
            title=page.title,
            summary=words.summary,
            language=language,
            source_language=self.source.source_locale.language_code,
            outcomes=[str(block.value) for block in words.outcomes],
            prerequisites=self._prerequisites(code),
            certificate_valid_months=self.source.certificate_valid_months,
            trainer=self.source.owner.full_name if self.source.owner else "",
            modules=[self._module(module, code) for module in self.modules],
        )

    def _prerequisites(self, code: str) -> list[Prerequisite]:
        found = []
        for block in self.source.prerequisites:
            course = block.value["course"]
            if course is not None and course.live:
                row = PublishedCourse.objects.filter(
                    course_key=course.translation_key, language=code
                ).first()
                title = row.title if row else course.title
                slug = row.slug if row else course.slug
                found.append(
                    Prerequisite(course.translation_key, title, slug, block.value["blocks_start"])
                )
        return found

    def _module(self, module: ModulePage, code: str) -> OutlineModule:
        page, language = self.shown(module, code)
        inside = [
            self._activity(each, module, code)
            for each in self.activities
            if each.path.startswith(module.path)  # type: ignore[attr-defined]  # kinds are pages
        ]
        return OutlineModule(module.translation_key, page.title, language, module.slug, inside)

    def _activity(self, source: Activity, module: ModulePage, code: str) -> OutlineActivity:
        page, language = self.shown(source, code)
        return OutlineActivity(
            key=source.translation_key,  # type: ignore[attr-defined]  # kinds are pages
            kind=source.KIND,
            page_id=page.pk,
            source_id=source.pk,
            title=page.title,
            language=language,
            path=f"{self.source.slug}/{module.slug}/{source.slug}",  # type: ignore[attr-defined]  # kinds are pages
            minutes=source.minutes,
            is_required=source.is_required,
            binds_enrolled=source.binds_enrolled,
            revision_id=page.live_revision_id,
            size=KINDS[source.KIND].size(source),
        )
