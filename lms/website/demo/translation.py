"""A page of the demonstration is translated as a translator would: segment by segment, in wagtail-localize."""

from collections import defaultdict
from collections.abc import Callable
from copy import copy

from wagtail.models import Locale, Page
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from lms.people.models import Person


def translate(page: Page, language: str, fill: Callable[[Page], None], translator: Person) -> None:
    """Translate and publish. `fill` puts the words of the language into a copy of the page, by the same block ids."""
    target = Locale.objects.get(language_code=language)
    source, _ = TranslationSource.update_or_create_from_instance(page)
    translation, _ = Translation.objects.get_or_create(source=source, target_locale=target)
    StringTranslation.objects.bulk_create(
        [
            StringTranslation(
                translation_of=segment.string,
                locale=target,
                context=segment.context,
                data=words,
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
                last_translated_by=translator,
            )
            for segment, words in _pairs(source, page, fill)
        ],
        ignore_conflicts=True,  # a sentence that stands twice at one place is translated once
    )
    translation.save_target(user=translator, publish=True)


def _pairs(
    source: TranslationSource, page: Page, fill: Callable[[Page], None]
) -> list[tuple[StringSegment, str]]:
    """Each segment of the source with its translation: the n-th string at the same path."""
    translated = copy(page)
    fill(translated)
    words = defaultdict(list)
    for value in extract_segments(translated):
        if isinstance(value, StringSegmentValue):
            words[value.path].append(value.string.data)
    pairs = []
    counts: dict[str, int] = defaultdict(int)
    segments = StringSegment.objects.filter(source=source).select_related("string", "context")
    for segment in segments.order_by("order", "pk"):
        path = segment.context.path
        place = counts[path]
        counts[path] += 1
        if place < len(words[path]):
            pairs.append((segment, words[path][place]))
    return pairs
