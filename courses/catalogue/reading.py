"""The body of a lesson as HTML: rendered once for each published revision and language of the words around it."""

from datetime import timedelta
from functools import cache as once
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.models import Model
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex

from courses.catalogue.models import LessonPage
from lms.languages import LANGUAGES
from lms.settings.environment import BASE_DIR

KEPT_FOR = timedelta(
    days=7
)  # longer only fills the cache with revisions that nobody reads any more
TICKS = "<!--ticks-->"  # where a checklist ends; see with_ticks
BLOCK_TEMPLATES = BASE_DIR / "templates" / "catalogue" / "blocks"


def lesson_html(page: LessonPage, language: str) -> SafeString:
    """The published body, the same for every reader; words around it (sizes, “captions”) are in `language`.

    The page may come with its body deferred: it is read only when the HTML is not kept yet.
    """
    if page.live_revision_id is None:
        return render_body(page, language)
    key = _key(page.pk, page.live_revision_id, language)
    html: str | None = cache.get(key)
    if html is None:
        html = str(render_body(page, language))
        cache.set(key, html, KEPT_FOR.total_seconds())
    return mark_safe(html)  # noqa: S308  it was safe when it was kept


def render_body(page: LessonPage, language: str) -> SafeString:
    """The body as it is in the page at hand, a draft too."""
    text_language: str = page.locale.language_code
    context = {
        "page": page,
        "text_language": text_language,
        "words_language": "" if language == text_language else language,
    }
    with translation.override(language):
        parts = [block.render(context) for block in page.body]
    html = "\n".join(part.strip() for part in parts)
    return mark_safe(html)  # noqa: S308  blocks render safe HTML


def with_ticks(html: str, ticked: set[str], *, can_save: bool) -> SafeString:
    """The body for one reader: their ticks set, and a button for the form “ticks” if they can be kept."""
    for item in ticked:
        html = html.replace(f'name="tick" value="{item}"', f'name="tick" value="{item}" checked')
    button = format_html(
        '<p><button class="btn plain small" form="ticks">{}</button></p>', _("Keep the ticks")
    )
    return mark_safe(html.replace(TICKS, button if can_save else ""))  # noqa: S308  parts are safe


def forget_lessons_that_use(*things: Model) -> None:
    """Pictures, files or linked pages, all of one kind, have changed: the lessons that show them are rendered anew."""
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ReferenceIndex._get_base_content_type(things[0]),  # noqa: SLF001
        to_object_id__in=[str(thing.pk) for thing in things],
    )
    ids = {int(each) for each in references.values_list("object_id", flat=True)}
    revisions = Page.objects.filter(pk__in=ids).values_list("pk", "live_revision_id")
    cache.delete_many(
        [
            _key(pk, revision_id, language)
            for pk, revision_id in revisions
            for language in LANGUAGES
            if revision_id
        ]
    )


def _key(page_id: int, revision_id: int, language: str) -> str:
    return f"lesson:{_look()}:{page_id}:{revision_id}:{language}"


@once
def _look() -> str:
    """What the block templates look like, so that a new version of them is shown at once."""
    digest = sha256()
    for template in sorted(BLOCK_TEMPLATES.glob("*.html")):
        digest.update(template.read_bytes())
    return digest.hexdigest()[:8]
