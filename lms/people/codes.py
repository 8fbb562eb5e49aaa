"""Codes that people print, read out and type: digits only, so that no keyboard and no alphabet gets in the way."""

import secrets

from django.utils.crypto import salted_hmac

INVITATION_DIGITS = 16  # 53 bits, guessed against a rate limit
RETURN_DIGITS = 12  # 40 bits, for a day, together with the phone number, against a rate limit
GROUP = 4


def make_code(digits: int) -> str:
    """A random code, without spaces."""
    return "".join(secrets.choice("0123456789") for _ in range(digits))


def typed(text: str) -> str:
    """What was typed, without the spaces and hyphens of the print."""
    return "".join(letter for letter in text if letter.isdecimal() and letter.isascii())


def for_reading(code: str) -> str:
    """In groups of four, as it is printed and read out."""
    return " ".join(code[place : place + GROUP] for place in range(0, len(code), GROUP))


def hash_of(code: str, purpose: str) -> str:
    """What is kept of a code; worthless without the installation's key."""
    return salted_hmac(f"lms.people.codes.{purpose}", code, algorithm="sha256").hexdigest()
