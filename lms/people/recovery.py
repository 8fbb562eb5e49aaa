"""A member without e-mail who forgot the password comes back with a code that their coordinator reads out."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.people import access, audit, codes
from lms.people.models import Person, ReturnCode
from lms.people.phones import NotAPhoneNumber, to_e164
from lms.rules import Refusal, require

RETURN_CODE_LASTS = timedelta(hours=24)  # made and used on the same visit or the same phone call
PURPOSE = "return"


class ReturnCodeUnknown(Refusal):
    # One sentence for every cause: strangers learn nothing of who has an account.
    message = _(
        "This phone number and this code do not go together, or the code has been used or is older than 24 hours."
        " Ask the coordinator for a new one."
    )
    field = "code"


@transaction.atomic
def make_return_code(*, by: Person, person: Person) -> str:
    """A code that works once, for 24 hours; an older one stops working. Raises `NotAllowed`."""
    person = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    require(access.can_make_return_code(by, person))
    now = clock.now()
    person.return_codes.filter(used_at=None, expires_at__gt=now).update(expires_at=now)
    code = codes.make_code(codes.RETURN_DIGITS)
    ReturnCode.objects.create(
        person=person,
        code_hash=codes.hash_of(f"{person.pk}:{code}", PURPOSE),
        made_by=by,
        made_at=now,
        expires_at=now + RETURN_CODE_LASTS,
    )
    audit.record(by=by, act="return code made", about=person)
    return code


@transaction.atomic
def come_back(*, phone: str, code: str, password: str) -> Person:
    """Use the code, once, and set a new password; whoever was signed in elsewhere is signed out.

    Raises `ReturnCodeUnknown`. The password has been checked by the form.
    """
    try:
        phone = to_e164(phone)
    except NotAPhoneNumber:
        raise ReturnCodeUnknown from None
    person = (
        Person.objects.select_for_update(no_key=True).filter(phone=phone, is_active=True).first()
    )
    # A role given since the code was made ends the code too.
    if person is None or person.grants:
        raise ReturnCodeUnknown
    used = ReturnCode.objects.filter(
        person=person,
        code_hash=codes.hash_of(f"{person.pk}:{codes.typed(code)}", PURPOSE),
        used_at=None,
        expires_at__gt=clock.now(),
    ).update(used_at=clock.now())
    if not used:
        raise ReturnCodeUnknown
    person.set_password(password)
    person.save(update_fields=["password"])
    audit.record(by=person, act="return code used", about=person)
    return person


@transaction.atomic
def codes_to_tell_of(*, person: Person) -> list[ReturnCode]:
    """The codes made for this person that they have not heard of yet; from now on they have."""
    untold = list(person.return_codes.filter(told_at=None).select_related("made_by"))
    person.return_codes.filter(pk__in=[code.pk for code in untold]).update(told_at=clock.now())
    return untold
