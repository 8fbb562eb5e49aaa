"""Certificates: the row is committed first, the PDF is made from it; status is derived, never stored."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from courses.certificates import access
from courses.certificates.codes import in_groups
from courses.certificates.facts import Facts
from courses.progress.models import CourseCompletion
from lms import clock
from lms.people.models import Membership, Person


class NumberCounter(models.Model):
    """The last number given in a year; its row is locked while a number is taken."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)


class CertificateIssueQuerySet(models.QuerySet["CertificateIssue"]):
    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.certificates_visible_to(user))

    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def newest_of_each(self) -> Self:
        """Without those that a newer one has replaced."""
        return self.filter(superseded_by=None)

    def without_pdf(self) -> Self:
        return self.filter(pdf_sha256="")

    def with_status(self) -> Self:
        """Read at once what `status_of` asks for."""
        return self.select_related("revocation").annotate(
            replaced_on=models.Subquery(
                CertificateIssue.objects.filter(supersedes=OuterRef("pk")).values("issued_on")[:1]
            )
        )

    def in_force(self) -> Self:
        """Neither revoked, nor replaced, nor expired today."""
        return self.newest_of_each().filter(
            ~Exists(Revocation.objects.filter(issue=OuterRef("pk"))),
            Q(expires_on=None) | Q(expires_on__gte=clock.today()),
        )


class WithoutFiles(models.Manager["CertificateIssue"]):
    """A list of certificates never carries their files; who needs one asks for `pdf` by name."""

    def get_queryset(self) -> CertificateIssueQuerySet:
        return CertificateIssueQuerySet(self.model, using=self._db).defer("pdf")


CertificateIssueManager = WithoutFiles.from_queryset(CertificateIssueQuerySet)


class CertificateIssue(models.Model):
    """A certificate as issued, with its facts frozen: names, course in all languages, hours, municipality, revision.

    `membership` is the confirmed one under which it was issued: the municipality that keeps the count.
    """

    number = models.CharField(max_length=20, unique=True)  # 2026-000412
    code = models.CharField(max_length=32, unique=True)  # 128 bits; how it is typed: codes.py
    completion = models.ForeignKey(CourseCompletion, models.PROTECT, related_name="certificates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="certificates")
    membership = models.ForeignKey(Membership, models.PROTECT, related_name="certificates")
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    language = models.CharField(max_length=2)
    facts = models.JSONField()  # facts.Facts
    issued_at = models.DateTimeField(default=clock.now)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)  # the last day on which it is valid
    template_version = models.PositiveSmallIntegerField()
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    pdf_made_by = models.CharField(max_length=40, blank=True)  # the program: “typst 0.15.2”
    pdf = models.BinaryField(null=True, blank=True)

    objects = CertificateIssueManager()

    class Meta:
        base_manager_name = "objects"
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(supersedes=None),
                name="a_completion_is_certified_once",
            ),
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(supersedes=F("id")),
                name="a_certificate_does_not_supersede_itself",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gt=F("issued_on")),
                name="a_certificate_expires_after_it_was_issued",
            ),
            models.CheckConstraint(
                condition=Q(pdf=None, pdf_sha256="", pdf_made_by="")
                | (Q(pdf__isnull=False) & ~Q(pdf_sha256="") & ~Q(pdf_made_by="")),
                name="a_pdf_is_kept_with_its_hash",
            ),
        ]
        indexes = [
            models.Index(
                fields=["issued_at"], condition=Q(pdf_sha256=""), name="certificates_without_pdf"
            ),
            models.Index(fields=["person", "issued_at"], name="certificates_of_a_person"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def frozen(self) -> Facts:
        """The facts, as they were when it was issued."""
        return Facts.from_json(self.facts)

    @property
    def code_in_groups(self) -> str:
        """The code as it is printed."""
        return in_groups(self.code)


class WaitingCertificate(models.Model):
    """What a certificate will say of its course, frozen with the completion that waits for a membership.

    Nothing that a trainer does meanwhile to the course changes it, or takes it away.
    """

    completion = models.OneToOneField(
        CourseCompletion, models.PROTECT, related_name="waiting_certificate"
    )
    course = models.JSONField()  # freezing.FrozenCourse
    at = models.DateTimeField(default=clock.now)


class Revocation(models.Model):
    """That a certificate is no longer valid, by whom and why."""

    issue = models.OneToOneField(CertificateIssue, models.PROTECT, related_name="revocation")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.TextField()
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="a_revocation_has_a_reason")
        ]


class ForgeryReportQuerySet(models.QuerySet["ForgeryReport"]):
    def waiting(self) -> Self:
        return self.filter(handled_at=None)


class ForgeryReport(models.Model):
    """Somebody saw a paper that does not match; the managers read it."""

    code_as_typed = models.CharField(max_length=100, blank=True)
    text = models.TextField()
    contact = models.CharField(max_length=254, blank=True)
    made_at = models.DateTimeField(default=clock.now)
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    objects = ForgeryReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_forgery_report_says_something"),
            models.CheckConstraint(
                condition=Q(handled_at=None, handled_by=None)
                | Q(handled_at__isnull=False, handled_by__isnull=False),
                name="a_handled_report_was_handled_by_somebody",
            ),
        ]
