"""A file of a draft stands on no page but that of its case, until that is published: whoever knows its number may
choose it in Wagtail's forms, and a translator may name it, too.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, ReferenceIndex

from exchange.cases.models import DraftFile
from lms.rules import Refusal


class NotForOthers(Refusal):
    message = _(
        "“%(name)s” belongs to a case that is not published. Take it out, then save the page again."
    )


def objections_to(page: Page) -> list[NotForOthers]:
    """Of each file that the page shows or offers, and nobody may see yet."""
    shown = _shown_by(page)
    files = DraftFile.objects.filter(
        Q(image__in=shown[Image]) | Q(document__in=shown[Document])
    ).exclude(draft__key=page.translation_key)
    private = [file for file in files.order_by("pk") if not _is_public(file, page)]
    return [NotForOthers(name=file.name) for file in private]


def refuse_to_lend(page: Page) -> None:
    """For `page_published`, so whoever publishes in whatever way. Raises `NotForOthers`."""
    for objection in objections_to(page.specific):
        raise objection


def _shown_by(page: Any) -> dict[Any, set[int]]:
    kinds = ContentType.objects.get_for_models(Image, Document)
    references = list(ReferenceIndex._extract_references_from_object(page))  # noqa: SLF001
    return {
        model: {int(key) for of, key, _model_path, _path in references if of == kind.pk}
        for model, kind in kinds.items()
    }


def _is_public(file: DraftFile, page: Page) -> bool:
    """Whether another page shows it that is published."""
    thing = file.image or file.document
    assert thing, "as asked for"
    pages = ReferenceIndex.get_references_to(thing).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    keys = {int(key) for key in pages.values_list("object_id", flat=True)}
    return bool(Page.objects.live().filter(pk__in=keys).exclude(pk=page.pk).exists())
