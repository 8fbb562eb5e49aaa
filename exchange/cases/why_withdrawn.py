"""Why a case was withdrawn, in the words of a language: the Kyrgyz ones are there only if the moderator wrote them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reason:
    """`language` is that of the words, which need not be the reader's."""

    words: str
    language: str


def reason_of(withdrawn: Any, language: str) -> Reason:
    """For a reader of the language. `withdrawn`: the case, or a draft of it (`with_withdrawal`)."""
    if language == "ky" and withdrawn.withdrawn_because_ky:
        return Reason(withdrawn.withdrawn_because_ky, "ky")
    return Reason(withdrawn.withdrawn_because, "ru")
