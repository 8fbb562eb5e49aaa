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


class TooManyMentions(Refusal):
    message = _("A post calls at most %(most)s people; this one calls %(named)s.")
    field = "text"


class SentAlready(Refusal):
    message = _(
        "This was sent already, with other words, and cannot be changed any more. Send it again: then it is a new post."
    )
    field = "text"


class TooManyFiles(Refusal):
    message = _("A post has at most %(most)s files.")
    field = "uploads"


class FileTooLarge(Refusal):
    message = _("“%(name)s” has %(size)s; a file may have %(largest)s.")
    field = "uploads"


class EmptyFile(Refusal):
    message = _("“%(name)s” is empty.")
    field = "uploads"


class FileUnknown(Refusal):
    message = _(
        "“%(name)s” cannot be attached. Pictures can: JPEG, PNG, WebP, HEIC; "
        "and documents: DOCX, XLSX, PDF, ODT, ODS, TXT, CSV."
    )
    field = "uploads"


class NotWhatItSays(Refusal):
    message = _("“%(name)s” is not what its name says. Save it again in the program that made it.")
    field = "uploads"


class DamagedPicture(Refusal):
    message = _("“%(name)s” is damaged or too large. Open it, save it again and attach that.")
    field = "uploads"
