"""The PDF of a certificate: made by typst from the frozen facts alone, to the same bytes whenever it is made.

It declares PDF/UA-1 and PDF/A-2a. Its words are part of the template, so that no later translation changes it.
"""

import io
import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import segno
import typst

from courses.certificates.models import CertificateIssue

TEMPLATE_VERSION = 1  # of what is issued from now on; the templates of earlier ones stay
TEMPLATES = Path(__file__).parent / "typst"
FONTS = Path(__file__).parent / "fonts"
PICTURES = {name: (TEMPLATES / name).read_bytes() for name in ("edge.svg", "mark.svg")}
MADE_BY = f"typst {version('typst')}"

MISSING = "□"
NO_FONT_HAS = re.compile(r'the text `"(.+)"` could not be displayed', re.DOTALL)
RUST_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
# What the bundled serif has for certain, if all else fails: Latin and Cyrillic letters, and their punctuation.
SURELY_PRINTABLE = re.compile(r"[^ -~\u00a0-\u017f\u0400-\u04ff\u2010-\u2027\u2116□]")
NAMES_A_PERSON_TYPED = ("name", "course", "municipality")


def make_pdf(issue: CertificateIssue) -> bytes:
    """The certificate as a PDF.

    A character that no font has is replaced by □: nobody's name may keep a certificate from being made.
    """
    facts = printed_facts(issue)
    for _attempt in range(60):  # each replaces one more character; names hold 200 at most
        try:
            return _compile(issue, facts)
        except typst.TypstError as error:
            missing = _missing_characters(str(error))
            if not any(set(missing) & set(facts[key] or "") for key in NAMES_A_PERSON_TYPED):
                break
            _replace(facts, "[" + re.escape(missing) + "]")
    _replace(facts, SURELY_PRINTABLE.pattern)
    return _compile(issue, facts)


def printed_facts(issue: CertificateIssue) -> dict[str, str | None]:
    """Every fact that the PDF prints, as it prints it; the checking page tells these and no others."""
    frozen = issue.frozen
    course, course_language = frozen.course_in(issue.language)
    return {
        "language": issue.language,
        "name": frozen.name,
        "course": course,
        "course_language": course_language,
        "hours": hours_in_words(frozen.hours, issue.language),
        "municipality": frozen.municipality_in(issue.language) or None,
        "issued_on": issue.issued_on.isoformat(),
        "expires_on": issue.expires_on.isoformat() if issue.expires_on else None,
        "number": issue.number,
        "code": issue.code_in_groups,
        "address": address_of(issue),
        "checked_at": frozen.checked_at.split("://", 1)[-1],
        "domain": urlsplit(frozen.checked_at).netloc,
    }


def hours_in_words(hours: float, language: str) -> str:
    """“3”, “2,5”; English has a point."""
    words = f"{hours:g}"
    return words if language == "en" else words.replace(".", ",")


def address_of(issue: CertificateIssue) -> str:
    """The address that the QR code holds."""
    return issue.frozen.checked_at + issue.code


def _compile(issue: CertificateIssue, facts: dict[str, str | None]) -> bytes:
    template = TEMPLATES / f"certificate-{issue.template_version}.typ"
    files: Any = {  # typst takes files by name, its stubs do not know it
        "main.typ": template.read_bytes(),
        "qr.svg": _qr_code(address_of(issue)),
        **PICTURES,
    }
    pdf = typst.compile(
        files,
        format="pdf",
        sys_inputs={"facts": json.dumps(facts)},
        timestamp=int(issue.issued_at.timestamp()),  # else the bytes would tell when they were made
        pdf_standards=["ua-1", "a-2a"],
        font_paths=[FONTS],
        ignore_system_fonts=True,  # a machine's own fonts would make its own bytes
    )
    return bytes(pdf)


def _qr_code(address: str) -> bytes:
    picture = io.BytesIO()
    # Error correction M, a fold or a stamp survives; two modules of margin, white paper gives the rest.
    segno.make(address, error="m", micro=False).save(picture, kind="svg", border=2, dark="#1f272b")
    return picture.getvalue()


def _missing_characters(error: str) -> str:
    """The characters that typst found in no font, out of its message, where they are escaped as in Rust."""
    found = NO_FONT_HAS.search(error)
    if not found:
        return ""
    return RUST_ESCAPE.sub(
        lambda escape: chr(int(escape[1], 16)) if escape[1] else escape[2], found[1]
    )


def _replace(facts: dict[str, str | None], pattern: str) -> None:
    for key in NAMES_A_PERSON_TYPED:
        if (text := facts[key]) is not None:
            facts[key] = re.sub(pattern, MISSING, text)
