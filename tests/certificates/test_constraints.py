"""What can never be in the tables, whoever writes there."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from courses.certificates.codes import new_code
from courses.certificates.models import (
    CertificateIssue,
    ForgeryReport,
    NumberCounter,
    Revocation,
)
from tests import make
from tests.certificates.courses import certify

pytestmark = pytest.mark.django_db


def copied(issue: CertificateIssue, **fields: object) -> CertificateIssue:
    """Another row for the same completion."""
    values = {
        "completion": issue.completion,
        "person": issue.person,
        "membership": issue.membership,
        "language": issue.language,
        "facts": issue.facts,
        "issued_on": issue.issued_on,
        "template_version": 1,
        "number": "2026-999999",
        "code": new_code(),
    }
    return CertificateIssue.objects.create(**values | fields)


def breaks(name: str):
    return pytest.raises(IntegrityError, match=name)


def test_a_completion_is_certified_once():
    issue = certify(make.learner())
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(issue)
    assert copied(issue, supersedes=issue)


def test_a_certificate_is_superseded_once_and_not_by_itself():
    issue = certify(make.learner())
    copied(issue, supersedes=issue)
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(issue, supersedes=issue, number="2026-999998")
    newer = CertificateIssue.objects.get(supersedes=issue)
    with breaks("a_certificate_does_not_supersede_itself"), transaction.atomic():
        CertificateIssue.objects.filter(pk=newer.pk).update(supersedes=newer.pk)


@pytest.mark.parametrize("field", ["number", "code"])
def test_no_number_and_no_code_is_given_twice(field):
    issue = certify(make.learner())
    with pytest.raises(IntegrityError), transaction.atomic():
        copied(issue, supersedes=issue, **{field: getattr(issue, field)})


def test_a_certificate_expires_after_it_was_issued():
    issue = certify(make.learner())
    with breaks("a_certificate_expires_after_it_was_issued"), transaction.atomic():
        CertificateIssue.objects.filter(pk=issue.pk).update(expires_on=issue.issued_on)


@pytest.mark.parametrize(
    "fields",
    [
        {"pdf": b"%PDF-"},
        {"pdf_sha256": "ab"},
        {"pdf": b"%PDF-", "pdf_sha256": "ab"},
    ],
)
def test_a_pdf_is_kept_with_its_hash(fields):
    issue = certify(make.learner())
    with breaks("a_pdf_is_kept_with_its_hash"), transaction.atomic():
        CertificateIssue.objects.filter(pk=issue.pk).update(**fields)


def test_a_revocation_has_a_reason_and_comes_once():
    issue, boss = certify(make.learner()), make.manager()
    with breaks("a_revocation_has_a_reason"), transaction.atomic():
        Revocation.objects.create(issue=issue, by=boss, why="")
    Revocation.objects.create(issue=issue, by=boss, why="Ошибка")
    with pytest.raises(IntegrityError), transaction.atomic():
        Revocation.objects.create(issue=issue, by=boss, why="Ошибка")


def test_a_forgery_report_says_something_and_was_handled_by_somebody():
    with breaks("a_forgery_report_says_something"), transaction.atomic():
        ForgeryReport.objects.create(text="")
    with breaks("a_handled_report_was_handled_by_somebody"), transaction.atomic():
        ForgeryReport.objects.create(text="Подделка", handled_at=timezone.now())


def test_a_year_has_one_counter():
    NumberCounter.objects.create(year=2050)
    with pytest.raises(IntegrityError), transaction.atomic():
        NumberCounter.objects.create(year=2050)


def test_lists_of_certificates_do_not_carry_their_files():
    issue = certify(make.learner())
    assert "pdf" in CertificateIssue.objects.get(pk=issue.pk).get_deferred_fields()
