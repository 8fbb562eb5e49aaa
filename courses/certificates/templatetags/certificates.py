"""For the course page, which knows of completions but not of certificates."""

from django import template

from courses.certificates.models import CertificateIssue
from courses.certificates.presentation import answer_on
from courses.certificates.queries import waiting_words
from courses.progress.models import CourseCompletion
from lms.people.models import Person

register = template.Library()


@register.inclusion_tag("certificates/of_completion.html")
def certificate_of(completion: CourseCompletion, person: Person) -> dict[str, object]:
    """The certificate of the person's completed course, or whom to ask for what it waits for."""
    issue = CertificateIssue.objects.filter(completion=completion).newest_of_each().first()
    if issue is None:
        return {"words": waiting_words(completion, person)}
    return {"issue": issue, "answer": answer_on(issue)}
