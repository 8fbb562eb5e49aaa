"""How a case's facts are said in templates. They come from JSON: days in ISO's way, kinds by their keys."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import template
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exchange.cases.adoption.giving import Line
from exchange.cases.adoption.standing import standing as standing_of
from exchange.cases.asking_to_withdraw import open_requests
from exchange.cases.choices import CostKind, LegalBasis, Support
from exchange.cases.content import content_of
from exchange.cases.lines import head_of, rows_of
from exchange.cases.models import CasePage
from exchange.cases.reading import render_body
from exchange.cases.why_withdrawn import Reason, reason_of
from lms.uploads.sizes import size_words

register = template.Library()


@register.filter
def why_withdrawn(withdrawn: Any) -> Reason:
    """For whoever reads the page."""
    return reason_of(withdrawn, get_language() or "ru")


@register.inclusion_tag("cases/admin/asked_to_withdraw.html")
def asked_to_withdraw(key: UUID | None = None) -> dict[str, Any]:
    """For moderators: what owners ask, of all cases or of the one of that key."""
    asked = open_requests()
    return {"asked": asked if key is None else asked.filter(case__key=key)}


@register.filter
def day(text: str | None) -> str:
    """“12 ноября 2026 г.”"""
    return date_format(date.fromisoformat(text)) if text else ""


@register.filter
def month(text: str | None) -> str:
    """“март 2026 г.”: of a step, more is not known. Within a line only English writes months with a capital."""
    words = date_format(date.fromisoformat(text), "YEAR_MONTH_FORMAT") if text else ""
    return words if get_language() == "en" else words.lower()


@register.filter
def month_or_day(on: date) -> str:
    """“март 2024 г.” of the first of a month, which is how a month is kept: whoever wrote it named no day."""
    return month(on.isoformat()) if on.day == 1 else date_format(on)


@register.filter
def figure(number: float | None) -> str:
    """A figure as it was measured, thousands apart; a dash for none."""
    if number is None:
        return "–"
    exact = Decimal(str(number)).normalize()
    places = max(0, -int(exact.as_tuple().exponent))
    return number_format(exact, places, force_grouping=True)


@register.filter
def size(kept: int) -> str:
    """The size of a file in words."""
    return size_words(kept)


@register.filter
def cost_kind(key: str) -> str | Promise:
    """“once”, “a year”."""
    return CostKind(key).label


@register.filter
def basis_kind(key: str) -> str | Promise:
    return LegalBasis(key).label


@register.filter
def support_kind(key: str) -> str | Promise:
    return Support(key).label


@register.filter
def standing(status: str) -> SafeString:
    """Where an adoption stands."""
    return standing_of(status)


@register.filter
def heads(without: str) -> list[str | Promise]:
    """The heads of a table of adoptions."""
    return head_of(without)


@register.filter
def rows(lines: list[Line], without: str) -> SafeString:
    """The body of a table of adoptions."""
    return rows_of(lines, without, get_language() or "ru")


@register.simple_tag
def draft_body(page: CasePage) -> SafeString:
    """A case as it stands in the editor: a translation around the facts of its source."""
    source = page
    if page.source_locale_id and page.locale_id != page.source_locale_id:
        source = page.get_translation_or_none(page.source_locale) or page
        source = source.specific
    language: str = page.locale.language_code
    return render_body(content_of(source, page), language, language)
