"""Who reads and keeps the case library."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from exchange.cases.choices import ReviewStep
from exchange.forum import access as forum_access
from lms.people.choices import Role
from lms.rules import Verdict

if TYPE_CHECKING:
    from exchange.cases.models import Adoption, AdoptionStep, Case, CaseDraft, Credit
    from exchange.cases.review.standing import Standing
    from lms.people.models import Person

User: TypeAlias = "Person | AnonymousUser"


def texts_visible_to(user: User) -> Q:
    """Everybody reads what is published, and only published cases have texts: a draft gives a stranger nothing."""
    return Q()


def drafts_visible_to(user: User) -> Q:
    """Those who write it, and moderators once it was submitted."""
    visible = drafts_written_by(user)
    if can_keep_library(user):
        visible |= Q(submitted_at__isnull=False)
    return visible


def drafts_written_by(user: User) -> Q:
    """Those of whoever began it or was asked to write too, while they work there; and of the coordinator."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return Q(pk__in=[])
    own = Q(started_by=user) | Q(co_authors__person=user)
    written = Q(municipality=user.confirmed_municipality_id) & own
    return written | Q(municipality__in=user.coordinated_municipality_ids)


def adoptions_visible_to(user: User) -> Q:
    """Everybody reads who did what after whom, once the case was published; the two also while it is taken down.

    What they write to each other is the forum's to guard.
    """
    shown = Q(case__taken_down_at=None) | Q(case__withdrawn_at__isnull=False)
    if isinstance(user, AnonymousUser) or user.confirmed_municipality_id is None:
        return shown
    here = user.confirmed_municipality_id
    return shown | Q(municipality=here) | Q(giver=here)


def can_see_contact(by: User) -> Verdict:
    """Whom to ask is told to whoever is signed in, as was agreed with them."""
    if isinstance(by, AnonymousUser) or not by.is_active:
        return Verdict.no(_("Sign in to see whom to ask."))
    return Verdict.yes()


def can_adopt(by: User, case: "Case") -> Verdict:
    """A confirmed member of another municipality; whether they may write to those whose case it is, the forum says."""
    if isinstance(by, AnonymousUser):
        return Verdict.no(_("Sign in to take it up."))
    if not by.is_active or by.confirmed_municipality_id is None:
        return Verdict.no(_("You can take it up once your municipality has confirmed you."))
    if by.confirmed_municipality_id == case.municipality_id:
        return Verdict.no(_("This is a case of your own municipality."))
    if case.taken_down_at is not None:
        return Verdict.no(_("This case is not published any more, so it cannot be taken up."))
    return Verdict.yes()


def can_report(by: User, adoption: "Adoption") -> Verdict:
    """How it goes is told by the confirmed members of the municipality that took it up."""
    if isinstance(by, AnonymousUser):
        return Verdict.no(_("Sign in to tell how it goes."))
    if not by.is_active or by.confirmed_municipality_id != adoption.municipality_id:
        return Verdict.no(_("How it goes is told by the municipality that took it up."))
    return forum_access.can_write(by)  # everybody reads it, and nobody looks at it before


def can_begin_talk(by: User, adoption: "Adoption") -> Verdict:
    """Whoever speaks for one of the two, about a case that is published."""
    if isinstance(by, AnonymousUser):
        return Verdict.no(_("Sign in to write."))
    two = {adoption.municipality_id, adoption.giver_id}
    if not by.is_active or by.confirmed_municipality_id not in two:
        return Verdict.no(_("Only the two municipalities talk with each other here."))
    if adoption.case.taken_down_at is not None:
        return Verdict.no(_("This case is not published any more."))
    (other,) = two - {by.confirmed_municipality_id}
    return forum_access.can_talk_with(by, other)


def can_moderate_note(by: User, step: "AdoptionStep") -> Verdict:
    """A moderator, of what others wrote of a step."""
    if step.by is None:
        return can_keep_library(by)
    return forum_access.can_moderate(by, step.by)


def can_moderate_difference(by: User, adoption: "Adoption") -> Verdict:
    """The same of what others wrote of what they do otherwise."""
    if adoption.differs_by is None:
        return can_keep_library(by)
    return forum_access.can_moderate(by, adoption.differs_by)


def can_read_hidden_note(by: User, adoption: "Adoption") -> Verdict:
    """Those who wrote it, and who keeps the library."""
    if not isinstance(by, AnonymousUser) and (
        by.is_active and by.confirmed_municipality_id == adoption.municipality_id
    ):
        return Verdict.yes()
    return can_keep_library(by)


def can_keep_library(by: User) -> Verdict:
    """Moderators, and administrators."""
    if not isinstance(by, AnonymousUser) and by.has_role(Role.MODERATOR, Role.ADMIN):
        return Verdict.yes()
    return Verdict.no(_("Moderators do that."))


def can_write_cases(by: User) -> Verdict:
    """Whoever a municipality has confirmed: a case speaks for it."""
    if isinstance(by, AnonymousUser) or not by.is_active:
        return Verdict.no(_("Sign in to write a case."))
    if by.confirmed_municipality_id is None:
        return Verdict.no(_("You speak for a municipality here: it has to confirm you first."))
    return Verdict.yes()


def can_change_draft(by: User, draft: "CaseDraft") -> Verdict:
    """Those who write it, until it is submitted, and again when a reviewer asks for changes."""
    writes = can_answer(by, draft)
    if not writes:
        return writes
    if not draft.is_open:
        return Verdict.no(_("This case was submitted: nothing in it is changed now."))
    return Verdict.yes()


def can_delete_draft(by: User, draft: "CaseDraft") -> Verdict:
    """Whoever began it, and the coordinator; what a reviewer has seen stays."""
    verdict = can_change_draft(by, draft)
    if not verdict or isinstance(by, AnonymousUser):
        return verdict
    if draft.started_by_id != by.pk and (
        draft.municipality_id not in by.coordinated_municipality_ids
    ):
        return Verdict.no(_("Whoever began a draft deletes it, or the coordinator."))
    if draft.submitted_at:
        return Verdict.no(_("This case was submitted once: it is not deleted any more."))
    return Verdict.yes()


def written_anew() -> Q:
    """Of cases: those of which there can be a new version, what is published and what was withdrawn for a reason."""
    return Q(taken_down_at=None) | Q(withdrawn_at__isnull=False)


def can_revise(by: User, case: "Case") -> Verdict:
    """Who wrote it or is named to be asked, while they work there; and the coordinator of its municipality."""
    verdict = can_write_cases(by)
    if not verdict or isinstance(by, AnonymousUser):
        return verdict
    if case.municipality_id in by.coordinated_municipality_ids:
        return Verdict.yes()
    if by.confirmed_municipality_id == case.municipality_id and (
        case.contact_person_id == by.pk or case.was_written_by(by)
    ):
        return Verdict.yes()
    return Verdict.no(_("Those who wrote this case change it, or the coordinator."))


def can_be_credited(by: User, credit: "Credit") -> Verdict:
    """Whoever is asked whether they want to be named."""
    if isinstance(by, AnonymousUser) or credit.person_id != by.pk:
        return Verdict.no(_("Somebody else is asked here."))
    return Verdict.yes()


def may_look(by: User, standing: "Standing") -> Verdict:
    """Who keeps the library, and has no hand in this case: it is neither theirs nor of their municipality."""
    verdict = can_keep_library(by)
    if isinstance(by, AnonymousUser) or not verdict:
        return verdict
    if by.pk in standing.authors:
        return Verdict.no(_("Nobody reviews a case that they write themselves."))
    works_at = by.membership.municipality_id if by.membership else None
    if standing.municipality in {works_at, *by.coordinated_municipality_ids}:
        return Verdict.no(_("Nobody reviews a case of their own municipality."))
    return Verdict.yes()


def can_review(by: User, standing: "Standing") -> Verdict:
    """First whoever looks after a service of it, or any moderator where nobody can; then another. Admins stand in."""
    if standing.step is None:
        return Verdict.no(_("This case is not in review now."))
    verdict = may_look(by, standing)
    if isinstance(by, AnonymousUser) or not verdict:
        return verdict
    if by.pk in standing.passed.values():
        return Verdict.no(
            _("You have passed this case already: another moderator looks at it now.")
        )
    keepers = {each.pk for each in standing.keepers if may_look(each, standing)}
    if standing.step == ReviewStep.SECOND or not keepers or by.pk in keepers or by.is_admin:
        return Verdict.yes()
    return Verdict.no(_("First a moderator who looks after its theme looks at it."))


def can_answer(by: User, draft: "CaseDraft") -> Verdict:
    """Those who write it."""
    if draft.found_for is not None and draft.found_for == by:
        return Verdict.yes()
    if type(draft).objects.filter(drafts_written_by(by), pk=draft.pk).exists():
        return Verdict.yes()
    return Verdict.no(_("Only those who write this case do that."))


def can_talk(by: User, draft: "CaseDraft", standing: "Standing") -> Verdict:
    """Of a draft that was submitted once: its authors, and moderators who have no hand in it."""
    if draft.submitted_at is None:
        return Verdict.no(_("This case is not in review now."))
    answers = can_answer(by, draft)
    return answers if answers else may_look(by, standing)
