"""A coordinator invites; whoever brings the code is confirmed at once, and nobody after them."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from lms import clock
from lms.addresses import page_in
from lms.notifications.models import Channel
from lms.notifications.outgoing import send_later
from lms.notifications.senders import sms_is_sent
from lms.people import access, audit, codes
from lms.people.membership import close, lock_to_confirm, write_confirmation, write_membership
from lms.people.models import Invitation, Membership, Municipality, Person, Position
from lms.people.phones import NotAPhoneNumber, to_e164
from lms.rules import Refusal, require

INVITATION_LASTS = timedelta(days=14)  # fieldwork takes people offline for a week
PURPOSE = "invitation"


class InvitationUnknown(Refusal):
    message = _(
        "This code does not work: it was typed wrongly, has been used or withdrawn, or is older than 14 days."
        " Ask the coordinator for a new one."
    )
    field = "code"


class AlreadyThere(Refusal):
    message = _(
        "You are confirmed in this municipality already. Give the invitation to a colleague."
    )


class OwnInvitation(Refusal):
    message = _("Nobody confirms themselves.")


class NotAnAddress(Refusal):
    message = _("Write a phone number like 0700 123 456 or an e-mail address, or leave it empty.")
    field = "sent_to"


class NoSmsHere(Refusal):
    message = _("SMS is not sent here: leave this empty and give the link or the code yourself.")
    field = "sent_to"


def find_usable(code: str) -> Invitation | None:
    """The invitation with that code, if it can still be used."""
    code = codes.typed(code)
    if len(code) != codes.INVITATION_DIGITS:
        return None
    invitation = (
        Invitation.objects.usable()
        .filter(code_hash=codes.hash_of(code, PURPOSE))
        .select_related("municipality", "invited_by")
        .first()
    )
    # Whoever no longer coordinates there vouches for nobody there.
    if invitation and access.can_coordinate(invitation.invited_by, invitation.municipality):
        return invitation
    return None


@transaction.atomic
def invite(
    *, by: Person, municipality: Municipality, sent_to: str = "", for_whom: str = ""
) -> tuple[Invitation, str]:
    """Make an invitation; of its code only a hash is kept, so this is the one time that it is told.

    Sent to a number or an address, the code reaches its bearer only. Raises `NotAllowed`, `NotAnAddress`.
    """
    require(access.can_coordinate(by, municipality))
    channel, recipient = address_of(sent_to)
    code = codes.make_code(codes.INVITATION_DIGITS)
    now = clock.now()
    invitation = Invitation.objects.create(
        code_hash=codes.hash_of(code, PURPOSE),
        municipality=municipality,
        invited_by=by,
        sent_to=recipient,
        for_whom=for_whom.strip()[:100],
        created_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    audit.record(
        by=by, act="invitation made", invitation=invitation.pk, municipality=municipality.pk
    )
    if channel:
        send(invitation, code, channel, language=by.language)
    return invitation, code


def address_of(sent_to: str) -> tuple[Channel | None, str]:
    """By which channel, and to which number or address. Raises `NotAnAddress`, `NoSmsHere`."""
    sent_to = sent_to.strip()
    if not sent_to:
        return None, ""
    if "@" in sent_to:
        try:
            validate_email(sent_to)
        except ValidationError:
            raise NotAnAddress from None
        return Channel.MAIL, sent_to.lower()
    try:
        phone = to_e164(sent_to)
    except NotAPhoneNumber:
        raise NotAnAddress from None
    if not sms_is_sent():
        raise NoSmsHere
    return Channel.SMS, phone


def link_of(code: str, language: str) -> str:
    """The whole address that the invited open, in that language."""
    return page_in(language, "invitation", code)


def send(invitation: Invitation, code: str, channel: Channel, *, language: str) -> None:
    """Write the message to the invited, in the language of who invites: we know no better one."""
    with override(language):
        subject = str(_("An invitation to Tajryiba"))
        text = str(
            _(
                "%(name)s invites you to learn on Tajryiba as staff of %(municipality)s: %(link)s"
                " The link works once, for 14 days."
            )
        ) % {
            "name": invitation.invited_by.full_name,
            "municipality": invitation.municipality.name,
            "link": link_of(code, language),
        }
    send_later(
        event=f"invitation:{invitation.pk}",
        channel=channel,
        recipient=invitation.sent_to,
        language=language,
        subject=subject,
        text=text,
        is_secret=True,
    )


@transaction.atomic
def accept(
    *, person: Person, code: str, position: Position, started_on: date | None = None
) -> Membership:
    """Use the invitation, once: whoever comes second finds it used.

    Raises `InvitationUnknown`, `AlreadyThere`, `OwnInvitation`.
    """
    invitation = find_usable(code)
    if invitation is None:
        raise InvitationUnknown
    if invitation.invited_by_id == person.pk:
        raise OwnInvitation
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    lock_to_confirm(person.pk)
    open_now = Membership.objects.open().filter(person=person).first()
    if (
        open_now
        and open_now.confirmed_at
        and open_now.municipality_id == invitation.municipality_id
    ):
        raise AlreadyThere
    # One conditional update, so that of twenty at once one gets it.
    used = (
        Invitation.objects.usable()
        .filter(pk=invitation.pk)
        .update(used_by=person, used_at=clock.now())
    )
    if not used:
        raise InvitationUnknown
    if open_now and open_now.municipality_id == invitation.municipality_id:
        membership = open_now
    else:
        if open_now:
            close(open_now, on=started_on)
        membership = write_membership(
            person=person,
            municipality=invitation.municipality,
            position=position,
            started_on=open_now.ended_on if open_now else started_on,
        )
    return write_confirmation(by=invitation.invited_by, membership=membership)


@transaction.atomic
def withdraw(*, by: Person, invitation: Invitation) -> Invitation:
    """Make the code worthless, if it was not used. Raises `NotAllowed`."""
    Invitation.objects.select_for_update().get(pk=invitation.pk)
    invitation.refresh_from_db(fields=["used_at", "used_by", "withdrawn_at"])
    require(access.can_withdraw(by, invitation))
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    audit.record(by=by, act="invitation withdrawn", invitation=invitation.pk)
    return invitation
