"""How the house says no: refusals in a sentence, and verdicts with their reason."""

from dataclasses import dataclass
from typing import Any, Self

from django.utils.functional import Promise


class Refusal(Exception):
    """A rule that keeps somebody from doing something, said in a sentence for people.

    Subclasses set `message`, a lazily translated sentence with `%(name)s` places that the facts fill.
    `field` names the form field beside which it is shown, if one caused it.
    """

    message: str | Promise = ""
    field: str | None = None

    def __init__(self, **facts: Any) -> None:
        super().__init__()
        self.facts = facts

    def __str__(self) -> str:
        return str(self.message) % self.facts


class NotAllowed(Refusal):
    """Somebody may not do this; the verdict's reason says why."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__()
        self.message = reason

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Verdict:
    """Whether somebody may do something, and if not, why: shown beside the disabled button."""

    allowed: bool
    reason: str | Promise = ""

    def __bool__(self) -> bool:
        return self.allowed

    @classmethod
    def yes(cls) -> Self:
        return cls(allowed=True)

    @classmethod
    def no(cls, reason: str | Promise) -> Self:
        return cls(allowed=False, reason=reason)


def require(verdict: Verdict) -> None:
    """Go on only if the verdict is yes. Raises `NotAllowed` with its reason."""
    if not verdict:
        raise NotAllowed(verdict.reason)
