"""What those are told who write a case together, or whose words stand in one."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.cases.models import CoAuthor, Credit
from exchange.cases.models.drafts import headline_at
from exchange.cases.notices import GROUP
from exchange.forum.readers import members_of
from lms.notifications.kinds import Kind, Told, register, told_of
from lms.notifications.models import Way
from lms.notifications.telling import about, tell, withdraw


def _asked_to_write(row: Any) -> Told:
    facts = {"name": row.added_by.short_name, "title": row.title}
    text = (
        _("%(name)s asks you to write the case “%(title)s” together.")
        if row.title
        else _("%(name)s asks you to write a case together.")
    )
    url = reverse("my_case", args=[row.draft.key])
    return Told(_("You write a case with a colleague"), text % facts, url, is_read_there=True)


def _asked_to_be_named(credit: Credit) -> Told:
    text = _(
        "Your words of “%(topic)s” stand in a case of %(place)s. Do you want to be named in it?"
    )
    facts = {"topic": credit.post.topic.title, "place": credit.draft.municipality.name}
    return Told(
        _("A case is made of your words"),
        text % facts,
        reverse("my_credit", args=[credit.pk]),
        is_read_there=True,
    )


CO_AUTHOR = Kind(
    name="cases.author",
    group=GROUP,
    label=gettext_lazy("Writing together"),
    about=gettext_lazy("A colleague asks you to write a case together."),
    way=Way.AT_ONCE,
    describe=told_of(
        CoAuthor.objects.select_related("draft", "added_by").annotate(title=headline_at("draft")),
        _asked_to_write,
    ),
)
CREDIT = Kind(
    name="cases.credit",
    group=GROUP,
    label=gettext_lazy("Your words in a case"),
    about=gettext_lazy(
        "A case is made of what you wrote in the forum, and you are asked to be named."
    ),
    way=Way.AT_ONCE,
    describe=told_of(
        Credit.objects.select_related("post__topic", "draft__municipality"), _asked_to_be_named
    ),
)


def register_kinds() -> None:
    """Join them, in the order in which a page lists them."""
    for kind in (CO_AUTHOR, CREDIT):
        register(kind)


def ask_to_write(row: CoAuthor) -> None:
    """Tell a colleague that they write a draft too; its title is nothing for them once they have left."""
    subject = f"case_author:{row.pk}"
    readers = members_of(row.draft.municipality_id)
    tell(CO_AUTHOR, event=subject, subject=subject, readers=readers, people=[row.person])


def ask_no_more(row: CoAuthor) -> None:
    """They do not write it any more, or there is nothing to be written."""
    withdraw(about([f"case_author:{row.pk}"]))


def ask_to_credit(credit: Credit) -> None:
    """Ask somebody whether they want to be named."""
    subject = f"case_credit:{credit.pk}"
    tell(CREDIT, event=subject, subject=subject, people=[credit.person])
