"""A case is withdrawn: its address says why, and what there is instead."""

from django.db import models, transaction
from django.db.models import Q, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.actions.unpublish_page import UnpublishPageAction

from exchange.cases import access
from exchange.cases.asking_to_withdraw import answer_by_withdrawing
from exchange.cases.models import Case, CasePage
from exchange.cases.notices import title_of_page
from exchange.cases.withdrawal_notices import tell_of_withdrawal
from lms import clock
from lms.people.models import Person
from lms.rules import Refusal, require


class NotPublished(Refusal):
    message = _("This case is not published.")


class WithoutReason(Refusal):
    message = _("Write why: whoever comes to the address reads it.")
    field = "because"


class ReplacesItself(Refusal):
    message = _(
        "A case is replaced by another one that is published, and not by one that it replaces."
    )
    field = "replaced_by"


def withdrawn_title(case: str = "") -> models.Case:
    """For questions: what a withdrawn case was called in its first language; of others nothing.

    Its words are gone, yet whoever followed it has to know which one it was. `case`: the way to it, “case__”.
    """
    is_withdrawn = Q(**{f"{case}withdrawn_at__isnull": False})
    return models.Case(
        When(is_withdrawn, then=title_of_page(f"{case}page_id")),
        default=Value(""),
        output_field=models.CharField(),
    )


@transaction.atomic
def withdraw_case(
    *,
    by: Person,
    case: Case,
    because: str,
    because_ky: str = "",
    replaced_by: Case | None = None,
) -> None:
    """Take it down in all languages for a reason that everybody reads; the row stays, for what was built on it.

    `because` is in Russian; without `because_ky`, readers in Kyrgyz are shown that.

    Whose case it was is told, and who took it up. Published again, it is withdrawn no more. Raises `NotAllowed`,
    `NotPublished`, `WithoutReason`, `ReplacesItself`.
    """
    require(access.can_keep_library(by))
    pages, case, replaced_by = _locked(case, replaced_by)
    if case.taken_down_at is not None:
        raise NotPublished
    if not because.strip():
        raise WithoutReason
    if replaced_by and (replaced_by.pk == case.pk or replaced_by.taken_down_at is not None):
        raise ReplacesItself
    # The source last: with it the case is gone, and what follows is written on its row.
    for page in sorted(pages, key=lambda page: page.pk == case.page_id):
        # Asked and answered above: of Wagtail's own ways none may.
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
    Case.objects.filter(pk=case.pk).update(
        withdrawn_at=clock.now(),
        withdrawn_because=because.strip(),
        withdrawn_because_ky=because_ky.strip(),
        withdrawn_by=by,
        replaced_by=replaced_by,
    )
    case.refresh_from_db()
    answer_by_withdrawing(case, by)
    tell_of_withdrawal(case, by)


def _locked(case: Case, replaced_by: Case | None) -> tuple[list[CasePage], Case, Case | None]:
    """Its live pages, then the case, as whoever publishes or confirms it locks them; what replaces it along with it."""
    pages = CasePage.objects.select_for_update().filter(translation_key=case.key).order_by("pk")
    live = [page for page in pages if page.live]
    keys = [each.pk for each in (case, replaced_by) if each]
    rows = Case.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    cases = {each.pk: each for each in rows}
    return live, cases[case.pk], cases[replaced_by.pk] if replaced_by else None
