"""The steps of a sign-in that differ from allauth's: what nobody has, or nobody can be sent, is not verified."""

from typing import Any

from allauth.account.stages import EmailVerificationStage, PhoneVerificationStage

from lms.notifications.senders import sms_is_sent

Answer = tuple[Any, bool]  # a response or None; whether to go on


class EmailIfAny(EmailVerificationStage):
    """Who has no e-mail address cannot be sent a code to it."""

    def handle(self) -> Answer:
        """Go on for people without e-mail; else as allauth does."""
        user = self.login.user
        if user and not user.email:
            return None, True
        answer: Answer = super().handle()
        return answer


class PhoneIfSmsIsSent(PhoneVerificationStage):
    """Where no SMS is sent, a phone number is a login name that a coordinator's invitation vouches for."""

    def handle(self) -> Answer:
        """Go on where no SMS is sent; else as allauth does."""
        if not sms_is_sent():
            return None, True
        answer: Answer = super().handle()
        return answer
