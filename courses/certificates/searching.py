"""A manager looks for a certificate by what is written on it."""

from django.db.models import Q

from courses.certificates.codes import as_meant
from courses.certificates.models import CertificateIssue, CertificateIssueQuerySet


def certificates_matching(query: str) -> CertificateIssueQuerySet:
    """Those with that number, code, or with all those words in the name, printed or present."""
    issues = CertificateIssue.objects.all()
    if not query.strip():
        return issues
    code = as_meant(query)
    if code:
        return issues.filter(code=code)
    for word in query.split():
        issues = issues.filter(Q(number__endswith=word) | _name_has(word))
    return issues


def _name_has(word: str) -> Q:
    # SQLite folds only Latin letters, so that the spellings of a name are tried one by one.
    condition = Q()
    for spelling in {word, word.lower(), word.capitalize(), word.upper()}:
        condition |= (
            Q(facts__name__icontains=spelling)
            | Q(person__family_name__contains=spelling)
            | Q(person__given_name__contains=spelling)
        )
    return condition
