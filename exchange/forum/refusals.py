"""What keeps a post from being taken, in sentences; what was typed stays in the form."""

from django.utils.translation import gettext_lazy as _

from lms.rules import Refusal


class TitleNeeded(Refusal):
    message = _("Write in a few words what it is about.")
    field = "title"


class TitleTooLong(Refusal):
    message = _("A title has at most %(longest)s characters.")
    field = "title"


class NothingWritten(Refusal):
    message = _("Write what you want to say.")
    field = "text"


class TextTooLong(Refusal):
    message = _(
        "A post has at most %(longest)s characters; this one has %(written)s. Send it in two parts."
    )
    field = "text"


class ChangedMeanwhile(Refusal):
    message = _(
        "This post was changed meanwhile, on another device. Both texts stand below: keep what is right."
    )
    field = "text"


class NoMunicipality(Refusal):
    message = _("You speak for a municipality here: it has to confirm you first.")


class NotAnAnswer(Refusal):
    message = _("The solution is one of the answers.")
