"""The tree of a case as nested lists. A template costs too much for each of a hundred branches."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exchange.cases.adoption.standing import NOTHING, TONES, lang_of, place_link, standing
from exchange.cases.adoption.tree import Became, Branch
from exchange.cases.choices import AdoptionStatus
from exchange.cases.models import Case
from exchange.cases.why_withdrawn import reason_of

SAID = 140  # characters of what somebody wrote; the rest is on the adoption's own page
CLASSES = {"done": "good", "now": "now"}  # of a tone, in the style sheet's tree


def branches_html(branches: Iterable[Branch], more: int, case: Case, language: str) -> SafeString:
    """The items of a list; `more` of the case's are not among them."""
    drawn = format_html_join("", "{}", ((_branch(each, case.slug, language),) for each in branches))
    return drawn + _more(more, case) if more else drawn


def _branch(branch: Branch, slug: str, language: str) -> SafeString:
    adoption = branch.adoption
    otherwise = "" if adoption.differs_hidden_at else adoption.differs
    said = branch.because if adoption.status == AdoptionStatus.STOPPED else otherwise
    below = NOTHING
    if branch.became and (branch.branches or branch.more):
        inside = branches_html(branch.branches, branch.more, branch.became.case, language)
        below = format_html("<ul>{}</ul>", inside)
    return format_html(
        '<li class="{}">{} <a href="{}">{}</a>{}{}{}</li>',
        CLASSES.get(TONES.get(adoption.status, ""), ""),
        place_link(adoption.municipality, language),
        reverse("adoption", args=[slug, adoption.pk]),
        standing(adoption.status),
        _said(said, adoption.language, language) if said else NOTHING,
        _became(branch.became, language) if branch.became else NOTHING,
        below,
    )


def _said(text: str, written: str, language: str) -> SafeString:
    return format_html(
        '<br><span class="small soft"{}>{}</span>',
        lang_of(written, language),
        Truncator(text).chars(SAID),
    )


def _became(became: Became, language: str) -> SafeString:
    """The way to the case that it became; withdrawn, why."""
    case, text = became.case, became.text
    url = reverse("case", args=[case.slug])
    if text:
        title = format_html(
            '<a href="{}"{}>{}</a>', url, lang_of(text.text_language, language), text.title
        )
        return format_html("<br><span>{}: {}</span>", _("Became a case"), title)
    if case.withdrawn_at:
        words = format_html('<a href="{}">{}</a>', url, _("Its case was withdrawn"))
        why = reason_of(case, language)
        because = Truncator(why.words).chars(SAID)
        return format_html(
            '<br><span class="small">{}: <span{}>{}</span></span>',
            words,
            lang_of(why.language, language),
            because,
        )
    return format_html(
        '<br><span class="small soft">{}</span>', _("Its case is not published now.")
    )


def _more(count: int, case: Case) -> SafeString:
    words = ngettext("%(n)d more", "%(n)d more", count) % {"n": count}
    url = reverse("case_taken_up", args=[case.slug])
    return format_html('<li class="small"><a href="{}">{}</a></li>', url, words)
