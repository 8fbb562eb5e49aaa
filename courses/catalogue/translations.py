"""Which translations of courses are missing, unfinished, unpublished or older than what they translate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from courses.catalogue.models import CoursePage
from lms.languages import LANGUAGES


class State(TextChoices):
    GOOD = "good", _("translated")
    MISSING = "missing", _("not begun")
    DRAFT = "draft", _("not published")
    UNFINISHED = "unfinished", _("not finished")
    STALE = "stale", _("older than the original")


@dataclass(frozen=True)
class TranslationState:
    """How a page stands in one language; `page_id` is the translation's, `done` of `total` its pieces of text."""

    language: str
    state: State
    page_id: int | None = None
    done: int = 0
    total: int = 0


@dataclass(frozen=True)
class PageStates:
    """A page in all languages but its own; `source_id` is wagtail-localize's, to bring changes over."""

    page: Page
    states: list[TranslationState]
    source_id: int | None = None

    @property
    def is_stale(self) -> bool:
        """Whether changes of the original wait to be brought over."""
        return any(each.state == State.STALE for each in self.states)

    @property
    def needs_work(self) -> bool:
        return any(each.state != State.GOOD for each in self.states)


@dataclass(frozen=True)
class CourseStates:
    course: CoursePage
    languages: list[str]  # into which somebody has begun to translate it
    not_begun: list[str]
    pages: list[PageStates]

    @property
    def open_pages(self) -> list[PageStates]:
        """The pages that need something."""
        return [each for each in self.pages if each.needs_work]


def translation_states() -> list[CourseStates]:
    """Every published course with its live pages, in the languages into which somebody has begun to translate it.

    What nobody has begun is nobody's debt: it would bury what waits.
    """
    sources = (
        CoursePage.objects.live()
        .filter(locale=F("source_locale"))
        .select_related("source_locale")
        .order_by("title")
    )
    return [_states_of(course) for course in sources]


def _states_of(course: CoursePage) -> CourseStates:
    pages = list(Page.objects.descendant_of(course, inclusive=True).live().order_by("path"))
    own = course.source_locale.language_code
    keys = [page.translation_key for page in pages]
    known = _Known(keys, own)
    others = [code for code in LANGUAGES if code != own]
    languages = [code for code in others if (course.translation_key, code) in known.targets]
    rows = [
        PageStates(
            page,
            [known.state(page, code) for code in languages],
            known.source_id(page.translation_key),
        )
        for page in pages
    ]
    not_begun = [code for code in others if code not in languages]
    return CourseStates(course, languages, not_begun, rows)


class _Known:
    """What there is of translations of some pages, read at once."""

    def __init__(self, keys: list[UUID], source_language: str) -> None:
        targets = Page.objects.filter(translation_key__in=keys, alias_of=None)
        self.targets = {
            (page.translation_key, page.locale.language_code): page
            for page in targets.select_related("locale")
        }
        translations = Translation.objects.filter(enabled=True).select_related("target_locale")
        sources = TranslationSource.objects.filter(
            object_id__in=keys, locale__language_code=source_language
        ).prefetch_related(Prefetch("translations", translations, to_attr="enabled"))
        self.sources = {source.object_id: source for source in sources}

    def source_id(self, key: UUID) -> int | None:
        """The source whose translations can be brought up to date, if there are any."""
        source = self.sources.get(key)
        return source.pk if source and source.enabled else None

    def state(self, page: Page, language: str) -> TranslationState:
        target = self.targets.get((page.translation_key, language))
        if target is None:
            return TranslationState(language, State.MISSING)
        source = self.sources.get(page.translation_key)
        translation = next(
            (t for t in source.enabled if t.target_locale.language_code == language)
            if source
            else iter(()),
            None,
        )
        total, done = translation.get_progress() if translation else (0, 0)
        # Without wagtail-localize (written by hand, or brought in) the publications are compared.
        seen = source.last_updated_at if source and translation else target.last_published_at
        if done < total:
            state = State.UNFINISHED
        elif not target.live:
            state = State.DRAFT
        else:
            state = State.STALE if _is_older(seen, page.last_published_at) else State.GOOD
        return TranslationState(language, state, target.pk, done, total)


def _is_older(seen: datetime | None, published: datetime | None) -> bool:
    return bool(published and (seen is None or seen < published))


_TOLD = ("translation_key", "locale", "last_published_at")


def count_pages_to_translate(courses: Iterable[CoursePage]) -> int:
    """How many live pages of the courses lack a translation, or have one that is older than the original.

    Only in languages into which the course itself is translated: what nobody has begun is nobody's debt.
    Three queries, whatever the courses are; unfinished translations are not looked into.
    """
    courses = list(courses)
    inside = Q(pk__in=[])
    for course in courses:
        inside |= Q(path__startswith=course.path)
    pages = list(Page.objects.live().filter(inside).values_list("path", *_TOLD))
    keys = {key for _path, key, _locale, _at in pages}
    targets = Page.objects.filter(translation_key__in=keys, alias_of=None)
    seen = {(key, locale): at for key, locale, at in targets.values_list(*_TOLD)}
    # Where wagtail-localize translates, what it has seen of the original counts.
    translated = Translation.objects.filter(enabled=True, source__object_id__in=keys).values_list(
        "source__object_id", "target_locale", "source__last_updated_at"
    )
    seen |= {(key, locale): at for key, locale, at in translated if (key, locale) in seen}
    waiting = 0
    for course in courses:
        begun = {locale for key, locale in seen if key == course.translation_key}
        waiting += sum(
            any(
                (key, locale) not in seen or _is_older(seen[key, locale], at)
                for locale in begun - {own}
            )
            for path, key, own, at in pages
            if path.startswith(course.path)
        )
    return waiting
