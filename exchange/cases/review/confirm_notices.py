"""The owners of a case are asked whether it still works."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.cases.models import Case
from exchange.cases.notices import GROUP, title_in_language, titles_of
from lms.notifications.kinds import Kind, Told, register, told_of
from lms.notifications.models import Way


def subject_of(case: Case) -> str:
    """What the question whether a case is still true is called in notices."""
    return f"case_still_true:{case.pk}"


def _asked(case: Case) -> Told:
    return Told(
        _("Does it still work? “%(title)s”") % {"title": title_in_language(case)},
        _("For a year nobody has said so. Say that it is as it was, or what has changed."),
        reverse("case_confirm", args=[case.slug]),
        is_read_there=True,
    )


STILL_TRUE = Kind(
    name="cases.still_true",
    group=GROUP,
    label=gettext_lazy("Whether your cases still work"),
    about=gettext_lazy("A case of yours has not been confirmed for a year."),
    way=Way.AT_ONCE,
    describe=told_of(Case.objects.filter(taken_down_at=None).prefetch_related(titles_of()), _asked),
)


def register_kind() -> None:
    """Join it."""
    register(STILL_TRUE)
