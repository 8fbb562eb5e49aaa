"""An address that nobody has shown to be theirs keeps nobody out.

Whoever registers may type anybody's number. It is theirs once they have shown that they read there, or have been in
the account; until then the next who registers with it takes it over, and shows it or loses it the same way.
"""

from allauth.account.models import EmailAddress
from django.db.models import Q

from lms.people import audit
from lms.people.membership import close
from lms.people.models import Membership, Person


def phone_is_held(phone: str) -> bool:
    """Whether somebody has this number who has shown that it is theirs, or has been in the account."""
    holder = Person.objects.filter(phone=phone).first()
    return holder is not None and (holder.phone_verified_at is not None or is_in_use(holder))


def email_is_held(email: str) -> bool:
    """Whether somebody has this address who has shown that it is theirs, or has been in the account."""
    rows = EmailAddress.objects.filter(email__iexact=email).select_related("user")
    holder = Person.objects.filter(email__iexact=email).first()
    return any(row.verified or is_in_use(row.user) for row in rows) or (
        holder is not None and is_in_use(holder)
    )


def is_in_use(person: Person) -> bool:
    """Whether somebody has been in the account, or it was made on the server or given a role."""
    return bool(person.last_login or person.is_superuser or person.grants)


def give_up_unclaimed(*, phone: str | None, email: str | None) -> None:
    """Take the number and the address from accounts that do not hold them, in the caller's transaction.

    An account that is left without any is closed: nobody has ever been in it. What is held stays.
    """
    wanted = Q(pk__in=[])
    if phone:
        wanted |= Q(phone=phone)
    if email:
        wanted |= Q(email__iexact=email)
    for person in Person.objects.select_for_update(no_key=True).filter(wanted).order_by("pk"):
        before = (person.phone, person.email)
        if phone and person.phone == phone and not phone_is_held(phone):
            person.phone = None
        if email and person.email == email and not email_is_held(email):
            person.email = None
            EmailAddress.objects.filter(user=person, email__iexact=email).delete()
        if (person.phone, person.email) == before:
            continue
        if not person.phone and not person.email:
            person.is_active = False
            for membership in Membership.objects.open().filter(person=person):
                close(membership, on=None)
        person.save(update_fields=["phone", "email", "is_active"])
        audit.record(by=None, act="address given up", about=person)
