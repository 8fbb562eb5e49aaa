"""The body of a case as HTML: rendered once for each version of its words and language of the words around it."""

from datetime import timedelta
from functools import cache as once
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import Image
from wagtail.models import Page, ReferenceIndex

from exchange.cases.content import Content
from exchange.cases.models import CaseText
from lms.settings.environment import BASE_DIR

KEPT_FOR = timedelta(days=7)  # longer only fills the cache with what nobody reads any more
TEMPLATES = (
    "cases/body.html",
    "cases/of_step.html",
    "cases/of_indicator.html",
    "catalogue/blocks/picture.html",
)  # the last are included


def body_html(text: CaseText) -> SafeString:
    """The published body, the same for every reader."""
    key = _key(text)
    html: str | None = cache.get(key)
    if html is None:
        html = str(render_body(text.content, text.text_language, text.language))
        cache.set(key, html, KEPT_FOR.total_seconds())
    return mark_safe(html)  # noqa: S308  it was safe when it was kept


def render_body(content: Content, text_language: str, language: str) -> SafeString:
    """The words in their language, what stands around them in the reader's."""
    pictures = Image.objects.in_bulk([row["image"] for row in content["photos"] if row["image"]])
    photos = [{**row, "image": pictures.get(row["image"])} for row in content["photos"]]
    facts: dict[str, Any] = {
        "content": content | {"photos": photos},
        "lang": text_language if text_language != language else "",
    }
    with translation.override(language):
        return mark_safe(render_to_string(TEMPLATES[0], facts).strip())  # noqa: S308  the template escapes


def forget_cases_that_show(picture: Image) -> None:
    """It was replaced: the cases that show it are rendered anew."""
    references = ReferenceIndex.get_references_to(picture).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    ids = {int(each) for each in references.values_list("object_id", flat=True)}
    texts = CaseText.objects.filter(page_id__in=ids).only("version", "text_language", "language")
    cache.delete_many([_key(text) for text in texts])


def _key(text: CaseText) -> str:
    return f"case:{_look()}:{text.version}:{text.text_language}:{text.language}"


@once
def _look() -> str:
    """What the templates look like, so that a new version of them is shown at once."""
    digest = sha256()
    for name in TEMPLATES:
        digest.update((BASE_DIR / "templates" / name).read_bytes())
    return digest.hexdigest()[:8]
