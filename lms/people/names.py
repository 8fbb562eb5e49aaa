"""Names as people write them: any script and emoji, but nothing that turns or breaks the page they stand on."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from lms.letters import TURNING
from lms.rules import Refusal

LONGEST_NAME = 200  # characters, as the column has it


class NameNeeded(Refusal):
    message = _("Write your family name and your given name.")
    field = "family_name"


class NameTooLong(Refusal):
    message = _("A name has at most %(longest)s characters.")


def clean_name(text: str) -> str:
    """The name without turning and control characters, with single spaces. Raises `NameTooLong`."""
    kept = "".join(
        " " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter
        for letter in text
        if letter not in TURNING and unicodedata.category(letter) != "Cs"
    )
    name = unicodedata.normalize("NFC", " ".join(kept.split()))
    if len(name) > LONGEST_NAME:
        raise NameTooLong(longest=LONGEST_NAME)
    # A name of nothing but joiners and marks shows as nothing.
    return (
        name
        if any(not unicodedata.category(letter).startswith(("C", "Z")) for letter in name)
        else ""
    )


def clean_full_name(*, family_name: str, given_name: str, patronymic: str = "") -> dict[str, str]:
    """All three names cleaned, as fields of a person. Raises `NameNeeded` and `NameTooLong`."""
    names = {
        "family_name": clean_name(family_name),
        "given_name": clean_name(given_name),
        "patronymic": clean_name(patronymic),
    }
    if not names["family_name"] or not names["given_name"]:
        raise NameNeeded
    return names
