"""Certificates as they are read back from their PDF."""

import io
import re
import unicodedata
from datetime import UTC, date, datetime

from pypdf import PdfReader

from courses.certificates.facts import Facts
from courses.certificates.models import CertificateIssue
from courses.certificates.pdf import TEMPLATE_VERSION


def a_paper(
    *,
    language: str = "ru",
    name: str = "Токтосунова Айгүл Өмүрбековна",
    course: dict[str, str] | None = None,
    hours: float = 3,
    municipality: str | None = "Теплоключенский айылный аймак",
    expires_on: date | None = date(2028, 11, 12),
) -> CertificateIssue:
    """A certificate that is in no database: the PDF needs nothing else."""
    facts = Facts(
        name=name,
        course=course or {"ru": "Организация вывоза мусора", "ky": "Таштанды чыгарууну уюштуруу"},
        course_language="ru",
        hours=hours,
        municipality=dict.fromkeys(("ky", "ru", "en"), municipality) if municipality else None,
        course_page_id=5,
        revision_id=17,
        checked_at="https://tajryiba.example/verify/",
    )
    return CertificateIssue(
        number="2026-000412",
        code="7KQ4M2XD9TRAV5HC3WPE8NYB6F",
        language=language,
        facts=facts.as_json(),
        issued_at=datetime(2026, 11, 12, 8, 30, tzinfo=UTC),
        issued_on=date(2026, 11, 12),
        expires_on=expires_on,
        template_version=TEMPLATE_VERSION,
    )


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """All text of the PDF, without the spaces and line ends that a reader makes up."""
    return squeezed("".join(page.extract_text() for page in read(pdf).pages))


def squeezed(text: str) -> str:
    """Text without white space, in one form of composition, for comparing."""
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))
