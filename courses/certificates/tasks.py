"""The PDF of each certificate is made from a row that is committed already; safe to run twice, and at once."""

import hashlib
import logging
from datetime import timedelta

from celery import shared_task

from courses.certificates.models import CertificateIssue
from courses.certificates.pdf import MADE_BY, make_pdf
from lms import clock

logger = logging.getLogger(__name__)

SWEPT_AT_ONCE = 500
TASK_HAS = timedelta(minutes=1)  # to make the PDF itself; then the sweep does


@shared_task
def make_certificate_pdf(issue_pk: int) -> None:
    """Make the PDF of a certificate and keep it with its hash, unless it is there."""
    keep_pdf(CertificateIssue.objects.get(pk=issue_pk))


@shared_task
def make_missing_pdfs() -> int:
    """The sweep: make the PDFs that a crash or a lost message left unmade. Returns how many there were."""
    missing = list(
        CertificateIssue.objects.without_pdf()
        .filter(issued_at__lte=clock.now() - TASK_HAS)
        .order_by("pk")[:SWEPT_AT_ONCE]
    )
    for issue in missing:
        try:
            keep_pdf(issue)
        except Exception:
            # One that cannot be made must not keep the others from being made.
            logger.exception("A certificate's PDF was not made", extra={"issue": issue.pk})
    return len(missing)


def keep_pdf(issue: CertificateIssue) -> bytes:
    """The certificate's PDF; made and kept if it is not there. What is kept is never written over."""
    if not issue.pdf_sha256:
        pdf = make_pdf(issue)
        # Of two that make it at once one writes; both made the same bytes.
        CertificateIssue.objects.filter(pk=issue.pk, pdf_sha256="").update(
            pdf=pdf, pdf_sha256=hashlib.sha256(pdf).hexdigest(), pdf_made_by=MADE_BY
        )
    kept = CertificateIssue.objects.filter(pk=issue.pk).values_list("pdf", flat=True).get()
    return bytes(kept or b"")  # a memory view on PostgreSQL
