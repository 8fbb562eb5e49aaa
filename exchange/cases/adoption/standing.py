"""How an adoption is told in trees and tables: where it stands, in a word with its tone, and who took it up."""

from functools import lru_cache

from django.urls import reverse
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from exchange.cases.choices import AdoptionStatus
from lms.people.models import Municipality

TONES: dict[str, str] = {
    AdoptionStatus.WORKING: "done",
    AdoptionStatus.UNDER_WAY: "now",
    AdoptionStatus.PLANNING: "now",
}
NOTHING = mark_safe("")


def standing(status: str) -> SafeString:
    """The status as components/tag.html has it."""
    return _tag(status, get_language() or "ru")


@lru_cache(64)
def _tag(status: str, language: str) -> SafeString:
    """The same few stand in every tree and table."""
    return format_html(
        '<span class="tag {}">{}</span>', TONES.get(status, ""), AdoptionStatus(status).label
    )


def place_link(place: Municipality, language: str) -> SafeString:
    """The municipality by its name; one that is no more has no page."""
    name = place.name_in(language)
    if place.valid_to:
        return conditional_escape(name)
    return format_html('<a href="{}">{}</a>', reverse("municipality_page", args=[place.code]), name)


def lang_of(written: str, language: str) -> SafeString:
    """The attribute of words in a language that is not the reader's."""
    return format_html(' lang="{}"', written) if written != language else NOTHING
