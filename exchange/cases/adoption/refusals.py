"""What keeps an adoption from being told so, in sentences."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from lms.rules import Refusal


class AlreadyTakenUp(Refusal):
    message = _(
        "Your municipality has taken this up already, since %(since)s: tell there how it goes."
    )


class AlreadyStopped(Refusal):
    message = _(
        "This was stopped, and nothing is added to it any more. Take the case up anew instead."
    )


class AlreadyTalking(Refusal):
    message = _("They have just written to you: answer there.")


class WordsNeeded(Refusal):
    message = _("Write your first words to them.")
    field = "words"


class OfAField(Refusal):
    """Whoever refuses says of which field."""

    def __init__(self, field: str, **facts: Any) -> None:
        super().__init__(**facts)
        self.field = field


class DayToCome(OfAField):
    message = _("This day is still to come.")


class LongAgo(OfAField):
    message = _("This day lies very far back. Is the year right?")


class BeforeLastStep(Refusal):
    message = _("The last step was on %(day)s: this one cannot lie before it.")
    field = "on"


class WhyStopped(Refusal):
    message = _("Write why you stopped: that helps others more than anything.")
    field = "note"


class TooLong(OfAField):
    message = _("At most %(longest)s characters, please; these are %(written)s.")


class WhatNeeded(Refusal):
    message = _("Write what was measured.")
    field = "what"


class UnitNeeded(Refusal):
    message = _("A figure needs a unit: per cent, som, households.")
    field = "unit"


class FigureNeeded(Refusal):
    message = _("Write a figure: how it was before, how it is now, or both.")
    field = "after"


class OfAnotherCase(Refusal):
    message = _("This figure is none of the case that you took up.")
    field = "indicator"
