"""Allauth's forms in our words, with one password field and no placeholders."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from allauth.account.forms import RequestLoginCodeForm as AllauthRequestLoginCodeForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.account.forms import SetPasswordForm as AllauthSetPasswordForm
from django import forms
from django.utils.translation import gettext_lazy as _

from lms.notifications.senders import sms_is_sent
from lms.people.claiming import phone_is_held

PASSWORD_RULE = _(
    "At least 10 characters, not only digits. You can paste it from your phone's memory."
)


def ask_password_once(form: forms.Form) -> None:
    """One field with the rule beside it: a second one is typed wrongly more often than it helps."""
    form.fields.pop("password2", None)
    form.fields["password1"].help_text = PASSWORD_RULE
    form.fields["password1"].error_messages["required"] = _("Write a password.")


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Phone number or e-mail address")
        login.help_text = _("For example 0700 123 456")
        login.widget.attrs["autocomplete"] = "username"
        login.error_messages["required"] = _("Write your phone number or e-mail address.")
        self.fields["password"].error_messages["required"] = _("Write your password.")
        self.fields["password"].help_text = ""
        self.fields["remember"].label = _("This is my phone, keep me signed in")


class ChangePasswordForm(AllauthChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_password_once(self)
        self.fields["oldpassword"].help_text = ""


class SetPasswordForm(AllauthSetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_password_once(self)


class ResetPasswordKeyForm(AllauthResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_password_once(self)


class RequestLoginCodeForm(AllauthRequestLoginCodeForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].label = _("Phone number")
        self.fields["phone"].help_text = _("For example 0700 123 456")
        del self.fields["email"]  # passwords are reset by mail there
        self.fields["phone"].required = True

    def clean_phone(self) -> str:
        """Where no SMS is sent, nothing would ever come."""
        if not sms_is_sent():
            raise forms.ValidationError(
                _(
                    "SMS is not sent here yet. Ask the coordinator of your municipality for a code to"
                    " come back."
                )
            )
        phone: str = super().clean_phone()
        # Whoever registered first with somebody's number knows the password of that account: the owner registers anew.
        if phone and not phone_is_held(phone):
            self._user = None
        return phone
