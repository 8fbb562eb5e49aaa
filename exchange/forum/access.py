"""Who reads, writes and changes what in the forum. Access is by confirmed membership, as everywhere."""

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from exchange.forum.choices import Audience
from exchange.forum.silences import silenced_until
from lms import clock
from lms.people.choices import Role
from lms.rules import Verdict

if TYPE_CHECKING:
    from exchange.forum.models import Category, Post, Topic
    from lms.people.models import Person
    from lms.prepared import Slot

User: TypeAlias = "Person | AnonymousUser"

# Who keeps the programme going reads and writes as members do, also without a place in a municipality.
STAFF = (Role.TRAINER, Role.MODERATOR, Role.MANAGER, Role.ADMIN)
DELETION_IS_UNDONE_WITHIN = timedelta(days=1)


# Which rows


class Kind(NamedTuple):
    """What decides which rows somebody reads, beside their own key and their municipality's.

    The questions of a page are prepared for each kind of reader (`lms.prepared`).
    """

    is_guest: bool
    is_member: bool
    is_staff: bool
    moderates: bool
    has_municipality: bool


def kind_of(user: User) -> Kind:
    """What kind of reader this is now."""
    if isinstance(user, AnonymousUser):
        return Kind(*(True, False, False, False, False))
    return Kind(
        is_guest=False,
        is_member=is_member(user),
        is_staff=user.has_role(*STAFF),
        moderates=is_moderator(user),
        has_municipality=user.confirmed_municipality_id is not None,
    )


def audiences_of(kind: Kind, municipality: "int | Slot | None") -> Q:
    """What is for such a reader: by the audience of a topic and, in what is of one or two municipalities, by whose."""
    if not kind.is_member:
        return Q(audience=Audience.EVERYONE)
    readable = Q(audience__in=[Audience.EVERYONE, Audience.MEMBERS])
    if kind.is_staff:
        readable |= Q(audience=Audience.TRAINERS)
    if kind.has_municipality:
        readable |= Q(audience=Audience.MUNICIPALITY, municipality=municipality)
        one_of_two = Q(municipality=municipality) | Q(other_municipality=municipality)
        readable |= Q(audience=Audience.TWO) & one_of_two
    return readable


def topics_visible_to(user: User) -> Q:
    """What is for this person and not hidden; moderators see what is hidden, authors what was hidden of theirs."""
    place = None if isinstance(user, AnonymousUser) else user.confirmed_municipality_id
    return topics_shown_to(kind_of(user), user.pk, place)


def topics_shown_to(
    kind: Kind, person: "int | Slot | None", municipality: "int | Slot | None"
) -> Q:
    """The same by the keys of the person and of the municipality."""
    shown = Q(hidden_at=None)
    if kind.moderates:
        shown = Q()
    elif not kind.is_guest:
        shown |= Q(author=person)
    return audiences_of(kind, municipality) & shown & Q(merged_into=None)


def posts_visible_to(user: User) -> Q:
    """Of a topic that is visible: all but what is hidden, held or deleted; authors and moderators see that too."""
    return posts_shown_to(user.pk, moderates=is_moderator(user))


def posts_shown_to(person: "int | Slot | None", *, moderates: bool) -> Q:
    """The same by the person's key; None: of a guest."""
    shown = Q(hidden_at=None, deleted_at=None, held_at=None)
    if moderates:
        return shown | Q(deleted_at=None)
    return shown if person is None else shown | Q(author=person)


def posts_to_review(user: User) -> Q:
    """What a moderator sees of what they do not read otherwise: what was complained of, and what is held."""
    if not is_moderator(user):
        return Q(pk__in=[])
    return Q(held_at__isnull=False) | Q(flags__isnull=False)


def categories_visible_to(kind: Kind) -> Q:
    """The categories that such a reader may open; a municipality's own is there for whoever is a member of one."""
    if not kind.is_member:
        return Q(audience=Audience.EVERYONE)
    readable = [Audience.EVERYONE, Audience.MEMBERS]
    if kind.is_staff:
        readable.append(Audience.TRAINERS)
    if kind.has_municipality:
        readable.append(Audience.MUNICIPALITY)
    return Q(audience__in=readable)


# Who somebody is here


def is_member(user: User) -> "TypeGuard[Person]":
    """Whether this person reads and writes as a colleague."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return False
    return user.confirmed_membership is not None or user.has_role(*STAFF)


def is_moderator(user: User) -> "TypeGuard[Person]":
    """Whether this person keeps order here."""
    return not isinstance(user, AnonymousUser) and user.has_role(Role.MODERATOR, Role.ADMIN)


# Who may do what


def can_write(by: User) -> Verdict:
    """Confirmed members, and who keeps the programme going; but for those whom a moderator has stopped."""
    if isinstance(by, AnonymousUser):
        return Verdict.no(_("Sign in to write."))
    if not is_member(by):
        return Verdict.no(_("You can write once your municipality has confirmed you."))
    if until := silenced_until(by):
        when = date_format(localtime(until), "DATE_FORMAT"), date_format(localtime(until), "H:i")
        reason = _("A moderator has stopped your writing until %(day)s, %(time)s. Drafts are kept.")
        return Verdict.no(reason % {"day": when[0], "time": when[1]})
    return Verdict.yes()


def can_follow(by: User) -> Verdict:
    """Whoever has an account; what they may not read is not sent to them."""
    if isinstance(by, AnonymousUser):
        return Verdict.no(_("Sign in to follow."))
    return Verdict.yes()


def can_start_topic(by: User, category: "Category") -> Verdict:
    """Whoever may write and reads the category."""
    verdict = can_write(by)
    if not verdict:
        return verdict
    return Verdict.yes() if category.is_read_by(by) else Verdict.no(_("This is not open to you."))


def can_talk_with(by: User, municipality: int) -> Verdict:
    """A member of another municipality: what the two say is theirs alone."""
    verdict = can_write(by)
    if not verdict or isinstance(by, AnonymousUser):
        return verdict
    if by.confirmed_municipality_id is None:
        return Verdict.no(_("You speak for a municipality here: it has to confirm you first."))
    if by.confirmed_municipality_id == municipality:
        return Verdict.no(_("This is your own municipality."))
    return Verdict.yes()


def can_answer(by: User, topic: "Topic") -> Verdict:
    """Whoever may write, while the topic is open; moderators also when it is locked."""
    verdict = can_write(by)
    if not verdict:
        return verdict
    if topic.hidden_at:
        return Verdict.no(_("This topic is not shown to others now, and cannot be written in."))
    if topic.locked_at and not is_moderator(by):
        return Verdict.no(_("This topic is closed: it can be read, not answered."))
    return Verdict.yes()


def can_edit(by: User, post: "Post") -> Verdict:
    """The author, as long as it stands; what a moderator hid is not written over."""
    if isinstance(by, AnonymousUser) or post.author_id != by.pk:
        return Verdict.no(_("Only the author changes a post."))
    if post.hidden_at or post.deleted_at:
        return Verdict.no(_("This post is not shown any more."))
    return can_answer(by, post.topic)


def can_delete(by: User, post: "Post") -> Verdict:
    """The author. Of a question that goes the answers stay: they are their authors'."""
    if isinstance(by, AnonymousUser) or post.author_id != by.pk:
        return Verdict.no(_("Only the author deletes a post."))
    if post.deleted_at:
        return Verdict.no(_("This post has been deleted already."))
    if post.hidden_at:
        return Verdict.no(_("This post was hidden by a moderator."))
    return Verdict.yes()


def can_undo_deletion(by: User, post: "Post") -> Verdict:
    """The author, for a day."""
    if isinstance(by, AnonymousUser) or post.author_id != by.pk or not post.deleted_at:
        return Verdict.no(_("Only the author deletes a post."))
    if post.deleted_at <= clock.now() - DELETION_IS_UNDONE_WITHIN:
        return Verdict.no(_("A deleted post comes back within a day only."))
    return Verdict.yes()


def can_say_helped(by: User, post: "Post") -> Verdict:
    """Whoever writes here, of others' posts."""
    if not isinstance(by, AnonymousUser) and post.author_id == by.pk:
        return Verdict.no(_("That your own post helps is for others to say."))
    return can_write(by)


def can_mark_solution(by: User, topic: "Topic") -> Verdict:
    """Whoever asked, and moderators."""
    if isinstance(by, AnonymousUser) or not (topic.author_id == by.pk or is_moderator(by)):
        return Verdict.no(_("Whoever asked marks the solution, or a moderator."))
    if not topic.is_question:
        return Verdict.no(_("Only a question has a solution."))
    return can_write(by)


def can_complain(by: User, post: "Post") -> Verdict:
    """Whoever is signed in and sees it, of others' posts."""
    if isinstance(by, AnonymousUser):
        return Verdict.no(_("Sign in to complain."))
    if post.author_id == by.pk:
        return Verdict.no(_("Your own post you can change or delete."))
    if not post.is_shown:
        return Verdict.no(_("This post is not shown any more."))
    if not type(post).objects.visible_to(by).filter(pk=post.pk).exists():
        return Verdict.no(_("This is not open to you."))
    return Verdict.yes()


def can_keep_order(by: User) -> Verdict:
    """Moderators, and administrators."""
    return Verdict.yes() if is_moderator(by) else Verdict.no(_("Moderators do that."))


def can_moderate(by: User, person: "Person") -> Verdict:
    """A moderator, not of themselves, and not of whoever stands above."""
    if not is_moderator(by):
        return Verdict.no(_("Moderators do that."))
    if by.pk == person.pk:
        return Verdict.no(_("What is your own is for another moderator."))
    if person.has_role(Role.ADMIN) and not by.has_role(Role.ADMIN):
        return Verdict.no(_("What an administrator wrote is for another administrator."))
    return Verdict.yes()


def can_review(by: User, post: "Post") -> Verdict:
    """See it with the acts: a moderator, what they read; of what is private, what was complained of or is held."""
    if type(post).objects.filter(posts_to_review(by), pk=post.pk).exists():
        return Verdict.yes()
    return can_order(by, post.topic)


def can_moderate_post(by: User, post: "Post") -> Verdict:
    """What they may review, unless it is their own or of somebody above."""
    return can_moderate(by, post.author) and can_review(by, post)


def can_moderate_topic(by: User, topic: "Topic") -> Verdict:
    """Of what they read; the author stands neither above them nor is it they."""
    return can_moderate(by, topic.author) and can_order(by, topic)


def can_put_elsewhere(by: User, topic: "Topic") -> Verdict:
    """Move, merge, split: whoever keeps order in it, but for what two municipalities say to each other."""
    verdict = can_order(by, topic)
    if verdict and topic.audience == Audience.TWO:
        words = _("Two municipalities talk with each other here: it stays where it is, as it is.")
        return Verdict.no(words)
    return verdict


def can_order(by: User, topic: "Topic") -> Verdict:
    """Pin, move, merge, split: a moderator, in what they read; it says nothing of the author."""
    if not is_moderator(by):
        return Verdict.no(_("Moderators do that."))
    if not type(topic).objects.visible_to(by).filter(pk=topic.pk).exists():
        return Verdict.no(_("This is not open to you."))
    return Verdict.yes()
