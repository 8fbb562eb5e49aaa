"""How django-allauth meets our people: e-mail or phone number, both optional, one of them there."""

import base64
import hashlib
import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.fields import PhoneField
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import translate_url
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import activate, get_language, gettext, override

from lms import clock
from lms.notifications.models import Channel
from lms.notifications.outgoing import send_later
from lms.notifications.senders import sms_is_sent
from lms.people import phones
from lms.people.deciding import tell_if_still_waiting
from lms.people.language import remember_language, remembered_language
from lms.people.models import Person
from lms.people.recovery import codes_to_tell_of
from lms.rules import Refusal

# The mails of allauth by which whoever reads them gets in.
SECRETS = frozenset(
    {"email_confirmation", "email_confirmation_signup", "login_code", "password_reset_key"}
)
STAGES = {
    "allauth.account.stages.PhoneVerificationStage": "lms.people.stages.PhoneIfSmsIsSent",
    "allauth.account.stages.EmailVerificationStage": "lms.people.stages.EmailIfAny",
}


class AccountAdapter(DefaultAccountAdapter):
    """Phone numbers as E.164; mail and SMS as rows that a task sends; the house's own steps of a sign-in."""

    # Steps and limits

    def get_login_stages(self) -> list[str]:
        """Allauth's steps, with ours in the place of the two verifications."""
        return [STAGES.get(stage, stage) for stage in super().get_login_stages()]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # Allauth counts e-mail addresses only; all phone numbers would share one counter.
        phone = credentials.get("phone")
        if phone:
            return f"phone:{phones.to_e164(phone)}"
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return key

    def post_login(self, request: HttpRequest, user: Person, **facts: Any) -> HttpResponse:
        """Once somebody is in, tell them of codes that were made for their account meanwhile.

        A browser in which no language was chosen goes on in the one that the person chose elsewhere. Signing in has
        shown that the address is theirs: if they wait to be confirmed, whoever decides hears of it.
        """
        response: HttpResponse = super().post_login(request, user, **facts)
        if remembered_language(request) is None:
            remember_language(request, response, user.language)
            response["Location"] = translate_url(response["Location"], user.language)
            activate(user.language)
        tell_if_still_waiting(user)
        for code in codes_to_tell_of(person=user):
            words = gettext(
                "On %(day)s %(name)s made a code to come back to your account. If you did not ask for it, tell"
                " the managers of the programme."
            )
            day = date_format(timezone.localtime(code.made_at), "DATE_FORMAT")
            messages.warning(request, words % {"day": day, "name": code.made_by.full_name})
        return response

    # Phones

    def phone_form_field(self, **kwargs: Any) -> PhoneField:
        """Without allauth's own validator, which knows no number like 0555 12-34-56; `clean_phone` does."""
        return PhoneField(validators=[], **kwargs)

    def clean_phone(self, phone: str) -> str:
        """E.164, or an error beside the field."""
        try:
            return phones.to_e164(phone)
        except Refusal as refusal:
            raise ValidationError(str(refusal)) from refusal

    def get_phone(self, user: Person) -> tuple[str, bool] | None:
        return (user.phone, user.phone_verified_at is not None) if user.phone else None

    def set_phone(self, user: Person, phone: str, verified: bool) -> None:
        user.phone = phone or None
        user.phone_verified_at = clock.now() if verified and phone else None
        user.save(update_fields=["phone", "phone_verified_at"])

    def set_phone_verified(self, user: Person, phone: str) -> None:
        self.set_phone(user, phone, verified=True)

    def get_user_by_phone(self, phone: str) -> Person | None:
        try:
            return Person.objects.filter(phone=phones.to_e164(phone)).first()
        except phones.NotAPhoneNumber:
            return None

    # Messages

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Allauth's mails are rows too: written now, sent by the task, wiped if they let somebody in."""
        person, kind = context.get("user"), template_prefix.rsplit("/", 1)[-1]
        with override(get_language() or settings.LANGUAGE_CODE):
            message = self.render_mail(template_prefix, email, self.with_request(email, context))
        send_later(
            event=f"account:{kind}:{uuid.uuid4()}",
            channel=Channel.MAIL,
            recipient=email,
            language=get_language() or settings.LANGUAGE_CODE,
            subject=message.subject,
            text=message.body,
            person=person if isinstance(person, Person) else None,
            is_secret=kind in SECRETS,
        )

    @staticmethod
    def with_request(email: str, facts: dict[str, Any]) -> dict[str, Any]:
        """What allauth's own `send_mail` adds to the facts of a template."""
        return {"request": context.request, "email": email, **facts}

    def send_sms(
        self, phone: str, text: str, *, person: Person | None = None, is_secret: bool = False
    ) -> None:
        """An SMS as a row; without a way to send SMS, none."""
        if sms_is_sent():
            send_later(
                event=f"account:sms:{uuid.uuid4()}",
                channel=Channel.SMS,
                recipient=phone,
                language=get_language() or settings.LANGUAGE_CODE,
                text=text,
                person=person,
                is_secret=is_secret,
            )

    def send_verification_code_sms(
        self, user: Person, phone: str, code: str, **kwargs: Any
    ) -> None:
        words = gettext("Tajryiba: your code is %(code)s. Tell it to nobody.")
        self.send_sms(phone, words % {"code": code}, person=user, is_secret=True)

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        self.send_sms(
            phone, gettext("Tajryiba: there is no account with this number. Register first.")
        )

    def send_account_already_exists_sms(self, phone: str, **kwargs: Any) -> None:
        words = gettext(
            "Tajryiba: there is an account with this number already. Sign in, or ask for a code on the sign-in page."
        )
        self.send_sms(phone, words)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are kept encrypted with the installation's key."""

    @staticmethod
    def cipher() -> Fernet:
        """The cipher for this installation's key."""
        key = hashlib.sha256(f"lms.people.second-factor:{settings.SECRET_KEY}".encode()).digest()
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        return self.cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return self.cipher().decrypt(encrypted_text.encode()).decode()
