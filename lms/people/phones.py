"""Phone numbers: however they are typed, kept as E.164."""

import phonenumbers
from django.utils.translation import gettext_lazy as _

from lms.rules import Refusal

REGION = "KG"  # a number without a country code is one of the Kyrgyz Republic: 0700 123 456


class NotAPhoneNumber(Refusal):
    message = _("This is not a phone number. Write it like 0700 123 456.")
    field = "phone"


class PhoneTooShort(NotAPhoneNumber):
    message = _("The phone number is missing digits.")


def to_e164(text: str) -> str:
    """The number as E.164: `0700…`, `996…` and `+996…` are one. Raises `NotAPhoneNumber`."""
    digits = "".join(letter for letter in text if letter.isdigit())
    if not text.strip().startswith("+") and digits.startswith("996") and len(digits) > 9:
        text = f"+{digits}"
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        raise NotAPhoneNumber from None
    possible = phonenumbers.is_possible_number_with_reason(number)
    if possible == phonenumbers.ValidationResult.TOO_SHORT:
        raise PhoneTooShort
    if not phonenumbers.is_valid_number(number):
        raise NotAPhoneNumber
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def for_reading(phone: str) -> str:
    """The number with its spaces, for pages: +996 700 123 456."""
    number = phonenumbers.parse(phone)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
