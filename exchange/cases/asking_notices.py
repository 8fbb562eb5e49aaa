"""Moderators hear that a case should be withdrawn, and whoever asked hears that it stays."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.cases.models import WithdrawalRequest
from exchange.cases.notices import GROUP, page_title_in_language, title_of_page, titles_of_pages
from exchange.cases.review.notices import KEEPERS
from lms.notifications import telling
from lms.notifications.kinds import Kind, Told, register, told_of
from lms.notifications.models import Way
from lms.people.choices import Role
from lms.people.models import Person, RoleGrant

REQUESTS = WithdrawalRequest.objects.select_related("case__municipality").annotate(
    title=title_of_page("case__page_id"), **titles_of_pages("case__key")
)


def _asked(request: Any) -> Told:
    return Told(
        _("To withdraw: %(title)s") % {"title": page_title_in_language(request)},
        _("%(place)s asks for it: %(words)s")
        % {"place": request.case.municipality, "words": request.because},
        reverse("case_withdraw", args=[request.case.page_id]),
        is_read_there=True,
    )


def _stays(request: Any) -> Told:
    return Told(
        _("It stays in the library: %(title)s") % {"title": page_title_in_language(request)},
        request.answer,
        reverse("case", args=[request.case.slug]),
        is_read_there=True,
    )


ASKED = Kind(
    name="cases.asked",
    group=GROUP,
    label=gettext_lazy("Cases that should be withdrawn"),
    about=gettext_lazy("Those whose case it is ask you to take it out of the library."),
    way=Way.AT_ONCE,
    describe=told_of(REQUESTS.filter(answered_at=None), _asked),
    concerns=lambda person: person.has_role(Role.MODERATOR, Role.ADMIN),
)
STAYS = Kind(
    name="cases.stays",
    group=GROUP,
    label=gettext_lazy("Answers about withdrawing"),
    about=gettext_lazy("A case that you asked to withdraw stays in the library, and why."),
    way=Way.AT_ONCE,
    describe=told_of(REQUESTS.filter(answered_at__isnull=False), _stays),
)


def register_kinds() -> None:
    """Join them, in the order in which a page lists them."""
    for kind in (ASKED, STAYS):
        register(kind)


def tell_moderators(request: WithdrawalRequest) -> None:
    """All moderators; administrators, where there is none."""
    telling.tell(
        ASKED,
        event=f"case withdrawal asked:{request.pk}",
        subject=f"case_asked:{request.pk}",
        readers=KEEPERS,
        people=_keepers(),
    )


def _keepers() -> list[Person]:
    for role in (Role.MODERATOR, Role.ADMIN):
        holders = RoleGrant.objects.in_force().filter(role=role).order_by().values("person")
        if found := list(Person.objects.filter(pk__in=holders, is_active=True)):
            return found
    return []


def close(request: WithdrawalRequest) -> None:
    """It waits for nobody any more."""
    telling.withdraw(telling.about([f"case_asked:{request.pk}"]))


def tell_it_stays(request: WithdrawalRequest) -> None:
    """Whoever asked."""
    subject = f"case_stays:{request.pk}"
    telling.tell(STAYS, event=subject, subject=subject, people=[request.by])
