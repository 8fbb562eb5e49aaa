"""A help page for each role and for the forum, and what is done with personal data: open to everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from lms.people.choices import Role
from lms.people.consent import CONSENT_VERSION, CONSENT_WORDS
from lms.people.models import Person

Words = str | Promise
# Titles, and what each page is about, in the order in which most people need them.
PAGES: dict[str, tuple[Words, Words]] = {
    "learner": (
        _("For those who learn"),
        _("Registering, courses, quizzes, learning without network, the certificate."),
    ),
    "forum": (
        _("Asking colleagues"),
        _("Questions and answers in the forum, files, quotes, what moderators do."),
    ),
    "cases": (
        _("Sharing cases"),
        _("Writing down what you have solved, alone or together, and sending it to be reviewed."),
    ),
    "coordinator": (
        _("For coordinators"),
        _("Confirming and inviting colleagues, codes to come back, who has completed what."),
    ),
    "trainer": (
        _("For trainers"),
        _("Writing lessons and quizzes, publishing, translating, seeing where learners stop."),
    ),
    "moderator": (
        _("For moderators"),
        _("What a moderator does, and what there is to moderate now."),
    ),
    "manager": (
        _("For managers"),
        _("Numbers of the programme, roles, certificates, deciding where nobody else does."),
    ),
}


def pages_for(person: Person) -> list[tuple[str, Words]]:
    """Names and titles of the help pages for what somebody does here."""
    roles = {grant.role for grant in person.grants} - {Role.ADMIN}
    if person.is_admin:
        roles.add(Role.MANAGER)
    return [
        (name, title)
        for name, (title, _words) in PAGES.items()
        if name in {"learner", "forum", "cases"} or name in roles
    ]


@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """The way to the help pages."""
    pages = [(name, title, sentence) for name, (title, sentence) in PAGES.items()]
    return render(request, "website/help/index.html", {"pages": pages})


@require_safe
def help_page(request: HttpRequest, page: str) -> HttpResponse:
    """How one role works here, step by step."""
    if page not in PAGES:
        raise Http404
    pages = [(name, title) for name, (title, _sentence) in PAGES.items()]
    context = {"page": page, "title": PAGES[page][0], "pages": pages}
    return render(request, f"website/help/{page}.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept of people, why, who sees it, and the words to which they agreed."""
    context = {"consent": CONSENT_WORDS, "version": CONSENT_VERSION}
    return render(request, "website/privacy.html", context)
