"""A person registers, and says where they work."""

from datetime import date

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.people import invitations
from lms.people.claiming import give_up_unclaimed
from lms.people.consent import CONSENT_VERSION
from lms.people.membership import ask_membership
from lms.people.models import Consent, Municipality, Person, Position
from lms.people.names import clean_full_name
from lms.people.phones import to_e164
from lms.rules import Refusal


class AddressNeeded(Refusal):
    message = _("Write a phone number or an e-mail address: one of the two is enough.")
    field = "phone"


class AlreadyRegistered(Refusal):
    message = _("There is an account with this phone number or e-mail address already. Sign in.")


@transaction.atomic
def register_person(
    *,
    family_name: str,
    given_name: str,
    position: Position,
    municipality: Municipality | None = None,
    patronymic: str = "",
    sex: str = "",
    phone: str | None = None,
    email: str | None = None,
    password: str | None = None,
    language: str = "ky",
    consent_version: str = CONSENT_VERSION,
    invitation_code: str = "",
    phone_is_verified: bool = False,
    email_is_verified: bool = False,
    started_on: date | None = None,
) -> Person:
    """Make an account, keep the consent, and ask for the membership; an invitation confirms it at once.

    Without a municipality the person is from outside. `started_on`: the first day in the position, today if not
    given. Raises `NameNeeded`, `NameTooLong`, `NotAPhoneNumber`, `AddressNeeded`, `AlreadyRegistered`, and what an
    invitation raises.
    """
    names = clean_full_name(family_name=family_name, given_name=given_name, patronymic=patronymic)
    phone = to_e164(phone) if phone else None
    email = email.strip().lower() if email else None
    if not phone and not email:
        raise AddressNeeded
    give_up_unclaimed(phone=phone, email=email)
    try:
        with transaction.atomic():
            person = Person.objects.create_user(
                **names,
                sex=sex,
                phone=phone,
                phone_verified_at=clock.now() if phone and phone_is_verified else None,
                email=email,
                language=language,
                password=password,
            )
    except IntegrityError as error:
        raise AlreadyRegistered from error
    if email:
        EmailAddress.objects.create(
            user=person, email=email, primary=True, verified=email_is_verified
        )
    Consent.objects.create(person=person, version=consent_version, language=language)
    if invitation_code:
        invitations.accept(person=person, code=invitation_code, position=position)
    else:
        ask_membership(
            person=person, municipality=municipality, position=position, started_on=started_on
        )
    return person
