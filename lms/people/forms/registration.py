"""The registration form: allauth's sign-up, with what the programme must know of a person."""

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms.notifications.senders import sms_is_sent
from lms.people import invitations
from lms.people.choices import Sex
from lms.people.claiming import email_is_held, phone_is_held
from lms.people.consent import CONSENT_WORDS
from lms.people.forms.entrance import ask_password_once
from lms.people.forms.fields import MunicipalityField, NameField, PositionField
from lms.people.models import Invitation, Person
from lms.people.registration import AddressNeeded, register_person
from lms.rules import Refusal

INVITATION_KEY = (
    "invitation_code"  # where the session keeps it between the link and the registration
)


class PhoneByInvitationOnly(Refusal):
    message = _(
        "SMS is not sent here yet, so a phone number alone needs an invitation of your coordinator. Write an e-mail"
        " address, or ask for an invitation."
    )
    field = "phone"


class RegistrationForm(SignupForm):
    """Who, how to reach them, where they work; one of phone and e-mail is enough."""

    family_name = NameField(
        label=_("Family name"),
        error_messages={"required": _("Write your family name.")},
        help_text=_("As it must stand on the certificate."),
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    given_name = NameField(
        label=_("Given name"),
        error_messages={"required": _("Write your given name.")},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    patronymic = NameField(
        label=_("Patronymic"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "additional-name"}),
    )
    municipality = MunicipalityField()
    position = PositionField()
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=Sex.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your sex.")},
        help_text=_("For the report: the programme counts how many women and men were trained."),
    )
    consent = forms.BooleanField(
        label=lazy(format_html, SafeString)("{}", CONSENT_WORDS),
        error_messages={"required": _("Without your agreement we cannot keep your data.")},
    )

    field_order = [
        *("family_name", "given_name", "patronymic", "phone", "email"),
        *("municipality", "position", "sex", "password1", "consent"),
    ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation: Invitation | None = None
        ask_password_once(self)
        self.fields["password1"].error_messages["required"] = _("Write a password.")
        self.fields["phone"].label = _("Phone number")
        email = self.fields["email"]
        email.label, email.required = _("E-mail address"), False
        for name in ("phone", "email", "patronymic"):
            self.fields[name].optional_words = _("(if there is one)")

    def invited_with(self, request: HttpRequest) -> Invitation | None:
        """The invitation that this browser opened, if it still works."""
        return invitations.find_usable(request.session.get(INVITATION_KEY, ""))

    def for_request(self, request: HttpRequest) -> "RegistrationForm":
        """With an invitation, the municipality is known and not asked."""
        self.invitation = self.invited_with(request)
        if self.invitation:
            self.fields.pop("municipality", None)
            name = "email" if "@" in self.sent_to else "phone"
            self.fields[name].initial = self.sent_to
        return self

    @property
    def sent_to(self) -> str:
        """The address to which we sent the invitation's code, if we did."""
        return self.invitation.sent_to if self.invitation else ""

    def clean(self) -> dict[str, Any]:
        """One of the two addresses; a phone alone only where it can be verified or is vouched for."""
        cleaned: dict[str, Any] = super().clean()
        phone, email = cleaned.get("phone"), cleaned.get("email")
        if not phone and not email and "phone" not in self.errors and "email" not in self.errors:
            self.add_error("phone", str(AddressNeeded()))
        if phone and not sms_is_sent() and not self.invitation:
            self.add_error("phone", str(PhoneByInvitationOnly()))
        return cleaned

    def clean_email(self) -> str:
        """Allauth checks only what was typed."""
        return super().clean_email() if self.cleaned_data["email"] else ""

    def validate_unique_email(self, value: str) -> str:
        """An address that nobody has shown to be theirs is nobody's."""
        return super().validate_unique_email(value) if email_is_held(value) else value

    def _clean_phone(self) -> None:
        # Allauth's own name; a number that nobody has shown to be theirs is nobody's.
        phone = self.cleaned_data.get("phone")
        if phone and phone_is_held(phone):
            super()._clean_phone()

    def save(self, request: HttpRequest) -> Person:
        """Call the use case; allauth goes on with the verifications."""
        facts = self.cleaned_data
        code = request.session.get(INVITATION_KEY, "") if self.invited_with(request) else ""
        person = register_person(
            family_name=facts["family_name"],
            given_name=facts["given_name"],
            patronymic=facts["patronymic"],
            phone=facts["phone"],
            email=facts["email"],
            municipality=facts.get("municipality"),
            position=facts["position"],
            sex=facts["sex"],
            password=facts["password1"],
            language=get_language() or "ky",
            invitation_code=code,
            # A code that we sent there shows that its bearer reads there.
            phone_is_verified=bool(code) and facts["phone"] == self.sent_to,
            email_is_verified=bool(code) and facts["email"] == self.sent_to,
        )
        request.session.pop(INVITATION_KEY, None)
        return person
