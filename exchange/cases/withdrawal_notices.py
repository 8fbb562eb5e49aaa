"""Whose case was withdrawn hears of it, and who does what it told."""

from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from exchange.cases.models import Case
from exchange.cases.notices import GROUP, page_title_in_language, title_of_page, titles_of_pages
from exchange.cases.owners import followers_of, owners_of
from exchange.cases.why_withdrawn import reason_of
from lms.notifications import telling
from lms.notifications.kinds import Kind, Told, register, told_of
from lms.notifications.models import Way
from lms.people.models import Person


def _withdrawn(case: Any) -> Told:
    return Told(
        _("Withdrawn: %(title)s") % {"title": page_title_in_language(case)},
        reason_of(case, get_language() or "ru").words,
        reverse("case", args=[case.slug]),  # which says why, and what there is instead
    )


WITHDRAWN = Kind(
    name="cases.withdrawn",
    group=GROUP,
    label=gettext_lazy("Withdrawn cases"),
    about=gettext_lazy(
        "A case of yours, or one that your municipality took up, was withdrawn from the library."
    ),
    way=Way.AT_ONCE,
    describe=told_of(
        Case.objects.filter(withdrawn_at__isnull=False).annotate(
            title=title_of_page(), **titles_of_pages()
        ),
        _withdrawn,
    ),
)


def register_kind() -> None:
    """Join it."""
    register(WITHDRAWN)


def tell_of_withdrawal(case: Case, by: Person) -> None:
    """Its owners, and in each municipality that took it up those who told of it, or its coordinators."""
    people = set(owners_of(case))
    for adoption in case.adoptions.select_related("municipality"):
        people |= set(followers_of(adoption))
    telling.tell(
        WITHDRAWN,
        event=f"case withdrawn:{case.pk}:{case.withdrawn_at:%Y%m%d%H%M%S%f}",
        subject=f"case_withdrawn:{case.pk}",
        people=people - {by},
    )
