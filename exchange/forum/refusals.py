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


class TooManyDrafts(Refusal):
    message = _(
        "You have %(most)s drafts that were not sent. This text stands on this page alone: send it now, or send or"
        " empty another one first."
    )


class TooManyFiles(Refusal):
    message = _("A post has at most %(most)s files.")
    field = "uploads"


class TooManyFilesWait(Refusal):
    message = _("%(most)s files of yours wait in drafts. Send or remove some of them first.")
    field = "uploads"


class ChangedTooOften(Refusal):
    message = _(
        "You have changed posts %(most)s times within an hour. Wait a little, then send this."
    )
    field = "text"


class TooManyLinks(Refusal):
    message = _("While you are new here, a post has at most %(most)s links to other sites.")
    field = "text"


class ReasonNeeded(Refusal):
    message = _("Say why; the author reads it.")
    field = "reason"


class ReasonTooLong(Refusal):
    message = _("A reason has at most %(longest)s characters.")
    field = "reason"


class AlreadySo(Refusal):
    message = _("This has been done already, by you or by another moderator.")


class NotThere(Refusal):
    message = _("That topic cannot be found.")
    field = "target"


class OtherReaders(Refusal):
    message = _("Only topics with the same readers become one. Move one of them first.")
    field = "target"


class NoMunicipalityOfItsOwn(Refusal):
    message = _("Whoever asked is in no municipality, so this topic cannot become one’s own.")
    field = "target"


class MoreReaders(Refusal):
    """A move would show a topic to people who do not read it now; confirmed by the moderator, it goes on."""

    message = _(
        "This was written for fewer people. Who could read it then: %(readers)s. Confirm that you mean it."
    )
    field = "confirmed"


class OfMunicipalities(Refusal):
    message = _(
        "Topics stand here already, so it cannot become or cease to be one for single municipalities."
    )
    field = "audience"


class ChooseAnswers(Refusal):
    message = _("Choose the answers that should move; the first post stays.")
    field = "posts"


class DaysNeeded(Refusal):
    message = _("For 1 to %(most)s days.")
    field = "days"


class StillHidden(Refusal):
    message = _("This topic is hidden. Show it again first.")


class StillHeld(Refusal):
    message = _("The first post of this topic is held: look at it and release it.")
