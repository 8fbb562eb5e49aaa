"""What keeps a file from being taken, in sentences; what was typed beside it stays in the form."""

from django.utils.translation import gettext_lazy as _

from lms.rules import Refusal


class NotTaken(Refusal):
    """A file that is not taken. `name`: what it is called."""

    field = "uploads"


class FileTooLarge(NotTaken):
    message = _("“%(name)s” has %(size)s; a file may have %(largest)s.")


class EmptyFile(NotTaken):
    message = _("“%(name)s” is empty.")


class FileUnknown(NotTaken):
    message = _(
        "“%(name)s” cannot be attached. Pictures can: JPEG, PNG, WebP, HEIC; "
        "and documents: DOCX, XLSX, PDF, ODT, ODS, TXT, CSV."
    )


class NotWhatItSays(NotTaken):
    message = _("“%(name)s” is not what its name says. Save it again in the program that made it.")


class NoPicture(NotTaken):
    """It is called a picture, and is none that can be read: on a phone nobody can save it again."""

    message = _(
        "“%(name)s” cannot be read as a picture. If it is a photograph from a phone, take it again, or send it as JPEG."
    )


class DamagedPicture(NotTaken):
    message = _(
        "“%(name)s” is damaged. If it is a photograph from a phone, take it again, or send it as JPEG."
    )


class TooManyPixels(NotTaken):
    message = _(
        "“%(name)s” has more than %(most)s million pixels. Make it smaller and attach that."
    )


class MovingPicture(NotTaken):
    message = _("“%(name)s” moves. Attach a picture that stands still.")
