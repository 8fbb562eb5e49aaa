"""Whom a review concerns hears of it: moderators of what waits for them, authors of what is said and decided."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.cases.models import CaseDraft, ReviewComment
from exchange.cases.notices import GROUP, title_of_page
from exchange.cases.review.standing import reviewers_of, standing_of
from exchange.cases.writing.draft_records import authors_of
from exchange.forum.readers import members_of
from lms.notifications import telling
from lms.notifications.kinds import Kind, Told, register, told_of
from lms.notifications.models import Notice, Way
from lms.people.choices import Role
from lms.people.models import Person, RoleGrant
from lms.prepared import Slot

LENGTH = 140  # characters of what was written
KEEPERS = "case-moderators"  # who sees a notice as long as they keep the library


def may_see(now: datetime | Slot) -> Q:
    """Of notices: those for moderators whose person is one now. Joined to `lms.notifications.readers`."""
    grants = RoleGrant.objects.in_force(at=now).filter(person=OuterRef("person")).order_by()
    return Q(readers=KEEPERS) & Q(Exists(grants.filter(role__in=[Role.MODERATOR, Role.ADMIN])))


def place_of(draft: CaseDraft) -> str:
    """What notices call a draft, and where its review stands in them: whoever opens that page has read it all."""
    return f"case_draft:{draft.pk}"


DRAFTS = CaseDraft.objects.with_withdrawal().annotate(title=title_of_page(field="draft_title"))
COMMENTS = ReviewComment.objects.select_related("draft", "author").annotate(
    title=title_of_page("draft__page_id", "draft_title")
)


def _waits(draft: Any) -> Told:
    return Told(
        _("To review: %(title)s") % {"title": draft.title},
        _("A case from %(place)s waits for you.") % {"place": draft.municipality},
        reverse("case_in_review", args=[draft.pk]),
        is_read_there=True,
    )


def _said(comment: Any) -> str:
    words = Truncator(" ".join(comment.text.split())).chars(LENGTH)
    return _("%(name)s: %(words)s") % {"name": comment.author.short_name, "words": words}


def _to_authors(comment: Any) -> Told:
    words = (
        _("Changes asked for: %(title)s")
        if comment.asks_for_changes
        else _("A reviewer wrote: %(title)s")
    )
    url = reverse("my_case_review", args=[comment.draft.key])
    return Told(words % {"title": comment.title}, _said(comment), url, is_read_there=True)


def _to_reviewers(comment: Any) -> Told:
    url = reverse("case_in_review", args=[comment.draft_id])
    title = _("The authors wrote: %(title)s") % {"title": comment.title}
    return Told(title, _said(comment), url, is_read_there=True)


def _published(draft: Any) -> Told:
    return Told(
        _("Published: %(title)s") % {"title": draft.title},
        _("The review is over. Everybody can read your case now."),
        reverse("case", args=[draft.slug])
        if draft.slug
        else reverse("my_case_review", args=[draft.key]),
    )


WAITING = Kind(
    name="cases.waiting",
    group=GROUP,
    label=gettext_lazy("Cases to review"),
    about=gettext_lazy("A case was submitted, or passed by another moderator, and waits for you."),
    way=Way.AT_ONCE,
    describe=told_of(DRAFTS.select_related("municipality"), _waits),
    concerns=lambda person: person.has_role(Role.MODERATOR, Role.ADMIN),
)
ANSWERED = Kind(
    name="cases.answered",
    group=GROUP,
    label=gettext_lazy("Answers of authors"),
    about=gettext_lazy("The authors of a case answered what you asked in its review."),
    way=Way.AT_ONCE,
    describe=told_of(COMMENTS, _to_reviewers),
    concerns=lambda person: person.has_role(Role.MODERATOR, Role.ADMIN),
)
REVIEWED = Kind(
    name="cases.reviewed",
    group=GROUP,
    label=gettext_lazy("Review of your cases"),
    about=gettext_lazy("A reviewer asked you to change something in your case, or wrote of it."),
    way=Way.AT_ONCE,
    describe=told_of(COMMENTS, _to_authors),
    by_sms=True,
)
PUBLISHED = Kind(
    name="cases.published",
    group=GROUP,
    label=gettext_lazy("Your cases are published"),
    about=gettext_lazy("The review of a case of yours is over."),
    way=Way.AT_ONCE,
    describe=told_of(DRAFTS.with_address(), _published),
    by_sms=True,
)


def register_kinds() -> None:
    """Join them, in the order in which a page lists them."""
    for kind in (WAITING, ANSWERED, REVIEWED, PUBLISHED):
        register(kind)


def tell_of_waiting(draft: CaseDraft) -> None:
    """Those who may take the step that waits now."""
    standing = standing_of(draft)
    telling.tell(
        WAITING,
        event=f"case waits:{draft.pk}:{draft.submitted_at:%Y%m%d%H%M%S%f}:{standing.step}",
        subject=place_of(draft),
        place=place_of(draft),
        readers=KEEPERS,
        people=reviewers_of(standing),
    )


def withdraw_waiting(draft: CaseDraft) -> None:
    """Somebody has decided: it waits for nobody else."""
    telling.withdraw(Notice.objects.filter(kind=WAITING.name, subject=place_of(draft)))


def tell_authors(comment: ReviewComment) -> None:
    """What a reviewer wrote."""
    telling.tell(
        REVIEWED,
        event=f"case comment:{comment.pk}",
        subject=f"case_comment:{comment.pk}",
        place=place_of(comment.draft),
        readers=members_of(comment.draft.municipality_id),
        people=authors_of(comment.draft),
    )


def tell_reviewers(comment: ReviewComment) -> None:
    """What the authors wrote: whoever asked, or has looked at it so far, or passed it; else for whom it waits."""
    draft = comment.draft
    said = draft.comments.filter(is_of_reviewer=True).order_by()
    asked = said.filter(pk=comment.answers_id or 0)
    looked = Q(pk__in=said.values("author")) | Q(pk__in=draft.approvals.values("by"))
    people = list(Person.objects.filter(Q(pk__in=asked.values("author")) if asked else looked))
    telling.tell(
        ANSWERED,
        event=f"case comment:{comment.pk}",
        subject=f"case_comment:{comment.pk}",
        place=place_of(comment.draft),
        readers=KEEPERS,
        people=people or reviewers_of(standing_of(draft)),
    )


def tell_of_publication(draft: CaseDraft) -> None:
    """Its authors."""
    telling.tell(
        PUBLISHED,
        event=f"case published:{draft.pk}",
        subject=place_of(draft),
        place=place_of(draft),
        readers=members_of(draft.municipality_id),
        people=authors_of(draft),
    )
