"""A certificate in words: what it is worth, and every fact that its PDF prints."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from courses.certificates.models import CertificateIssue
from courses.certificates.pdf import hours_in_words
from courses.certificates.status import State, Status, status_of
from lms.languages import LANGUAGES


@dataclass(frozen=True)
class Answer:
    """What a certificate is worth, at one glance.

    `tone` is the look's; `tag` is the state in a word, `tag_tone` its colour.
    `in_other_languages` has the title for those who do not read the page's: pairs of a code and a sentence.
    """

    state: State | None
    tone: str
    title: str
    text: str
    tag: str = ""
    tag_tone: str = ""
    in_other_languages: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Fact:
    """A line of the certificate, as printed. `also` says it in the reader's language, where the paper is in another."""

    label: str
    value: str
    language: str = ""
    also: str = ""
    kind: str = ""  # name and code are shown in their own way


TONES = {State.GENUINE: "", State.EXPIRED: "late", State.REVOKED: "bad", State.REPLACED: "bad"}
TAGS: dict[State, tuple[str | Promise, str]] = {
    State.GENUINE: (gettext_lazy("Valid"), "good"),
    State.EXPIRED: (gettext_lazy("Expired"), "now"),
    State.REVOKED: (gettext_lazy("Revoked"), "late"),
    State.REPLACED: (gettext_lazy("Replaced"), "late"),
}
TITLES: dict[State, str | Promise] = {
    State.GENUINE: gettext_lazy("The certificate is genuine"),
    State.EXPIRED: gettext_lazy("The certificate expired on %(day)s"),
    State.REVOKED: gettext_lazy("The certificate was revoked on %(day)s"),
    State.REPLACED: gettext_lazy("The certificate was replaced by a newer one on %(day)s"),
}
TEXTS: dict[State, str | Promise] = {
    State.EXPIRED: gettext_lazy(
        "The programme issued it. The person needs to take the course again."
    ),
    State.REVOKED: gettext_lazy("It is not valid any more. The programme knows the reason."),
    State.REPLACED: gettext_lazy(
        "This paper is not valid any more. Ask its holder for the new certificate."
    ),
}


def answer_on(issue: CertificateIssue) -> Answer:
    """What the certificate is worth today, in the language that is active."""
    status = status_of(issue)
    tag, tag_tone = TAGS[status.state]
    return Answer(
        state=status.state,
        tone=TONES[status.state],
        title=_title(status),
        text=_genuine_text(issue) if status.state is State.GENUINE else str(TEXTS[status.state]),
        tag=str(tag),
        tag_tone=tag_tone,
        in_other_languages=_in_other_languages(lambda: _title(status)),
    )


def no_such_certificate() -> Answer:
    """The one answer to every code that leads nowhere."""

    def title() -> str:
        return _("There is no such certificate")

    return Answer(
        state=None,
        tone="bad",
        title=title(),
        text=_(
            "Check the code: it is easily mistyped. The letter O and the digit 0 do not occur in codes."
        ),
        in_other_languages=_in_other_languages(title),
    )


def facts_on(issue: CertificateIssue) -> list[Fact]:
    """Every fact that the PDF prints, and no other, in the order of the paper; labels in the active language."""
    frozen = issue.frozen
    reader = get_language() or "ru"
    course, language = frozen.course_in(issue.language)
    course_for_reader, _language = frozen.course_in(reader)
    facts = [
        Fact(_("Issued to"), frozen.name, kind="name"),
        Fact(_("Course"), course, language, _if_other(course_for_reader, course)),
        Fact(_("Hours"), hours_in_words(frozen.hours, reader)),
    ]
    if frozen.municipality:
        printed = frozen.municipality_in(issue.language)
        also = _if_other(frozen.municipality_in(reader), printed)
        facts.append(Fact(_("Municipality"), printed, issue.language, also))
    facts.append(Fact(_("Date of issue"), in_words(issue.issued_on)))
    if issue.expires_on:
        facts.append(Fact(_("Valid until"), in_words(issue.expires_on)))
    facts.append(Fact(_("Number"), issue.number))
    facts.append(Fact(_("Code"), issue.code_in_groups, kind="code"))
    return facts


def in_words(day: date) -> str:
    """A day in the active language."""
    return date_format(day, "DATE_FORMAT")


def _if_other(text: str, printed: str) -> str:
    return text if text != printed else ""


def _title(status: Status) -> str:
    day = in_words(status.since) if status.since else ""
    return str(TITLES[status.state]) % {"day": day}


def _genuine_text(issue: CertificateIssue) -> str:
    if issue.expires_on is None:
        return _("The programme issued it, and it does not expire.")
    return _("The programme issued it, and it is valid until %(day)s.") % {
        "day": in_words(issue.expires_on)
    }


def _in_other_languages(sentence: Callable[[], str]) -> list[tuple[str, str]]:
    """The sentence in each language of the site but the one that is active."""
    sentences = []
    for code in LANGUAGES:
        if code != get_language():
            with override(code):
                sentences.append((code, sentence()))
    return sentences
