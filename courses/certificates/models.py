"""Certificates: the row is committed first, the PDF is made from it; status is derived, never stored."""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from courses.progress.models import CourseCompletion
from lms.people.models import Person


class CertificateIssue(models.Model):
    """A certificate as issued, with its facts frozen: names, course in all languages, hours, municipality, revision."""

    number = models.CharField(max_length=20, unique=True)  # 2026-000412
    code = models.CharField(
        max_length=32, unique=True
    )  # 128 bits or more; how it is typed: codes.py
    completion = models.ForeignKey(CourseCompletion, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    language = models.CharField(max_length=2)
    facts = models.JSONField()
    issued_at = models.DateTimeField(default=timezone.now)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    template_version = models.PositiveSmallIntegerField()
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(supersedes=None),
                name="a_completion_is_certified_once",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=models.F("issued_on")),
                name="a_certificate_expires_after_it_was_issued",
            ),
            models.CheckConstraint(
                condition=Q(pdf=None, pdf_sha256="") | (Q(pdf__isnull=False) & ~Q(pdf_sha256="")),
                name="a_pdf_is_kept_with_its_hash",
            ),
        ]


class Revocation(models.Model):
    """That a certificate is no longer valid, by whom and why."""

    issue = models.OneToOneField(CertificateIssue, models.PROTECT, related_name="revocation")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_revocation_has_a_reason")
        ]


class ForgeryReport(models.Model):
    """Somebody saw a paper that does not match; the managers read it."""

    code_as_typed = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    contact = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-made_at", "-pk"]
