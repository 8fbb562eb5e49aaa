"""Where an adoption stands, in a word with its tone."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exchange.cases.choices import AdoptionStatus

TONES: dict[str, str] = {
    AdoptionStatus.WORKING: "done",
    AdoptionStatus.UNDER_WAY: "now",
    AdoptionStatus.PLANNING: "now",
}


def standing(status: str) -> SafeString:
    """The status as components/tag.html has it."""
    return _tag(status, get_language() or "ru")


@lru_cache(64)
def _tag(status: str, language: str) -> SafeString:
    """The same few stand in every tree and table."""
    return format_html(
        '<span class="tag {}">{}</span>', TONES.get(status, ""), AdoptionStatus(status).label
    )
