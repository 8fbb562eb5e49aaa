"""Sign-in by django-allauth, and how mail and SMS leave. What was tried before choosing: docs/decisions."""

from datetime import timedelta

from django.core.exceptions import ImproperlyConfigured

from lms.settings.environment import choice, env

ACCOUNT_ADAPTER = "lms.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# "email*" is what mandatory verification demands; our form then takes one of the two (lms/people/forms.py).
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_FORMS = {
    "login": "lms.people.forms.entrance.SignInForm",
    "signup": "lms.people.forms.registration.RegistrationForm",
    "change_password": "lms.people.forms.entrance.ChangePasswordForm",
    "set_password": "lms.people.forms.entrance.SetPasswordForm",
    "reset_password_from_key": "lms.people.forms.entrance.ResetPasswordKeyForm",
    "request_login_code": "lms.people.forms.entrance.RequestLoginCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}  # three tries each
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())  # an SMS may take long
ACCOUNT_CHANGE_EMAIL = True  # one address a person
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or factor is told to the address
ACCOUNT_SESSION_REMEMBER = None  # the sign-in form asks: "this is my phone"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = (
    "https" if env.str("SITE_URL", default="").startswith("https:") else "http"
)
ACCOUNT_RATE_LIMITS = {
    # By address generous, since an office shares one line; by key as allauth has it.
    "signup": "120/m/ip",
    "login": "240/m/ip",
    "login_failed": "120/m/ip,5/300s/key",
    "reset_password": "120/m/ip,5/m/key",
    "reset_password_from_key": "120/m/ip",
    # No number gets more SMS in a day than somebody needs who waits for one: each costs, and annoys.
    "request_login_code": "120/m/ip,3/m/key,20/d/key",
    "verify_phone": "1/30s/key,10/d/key,120/m/ip",
    # Our own, by allauth's counter: lms/people/views/codes.py.
    "return_code": "120/m/ip,5/300s/key",
}
PASSWORD_RESET_TIMEOUT = int(timedelta(days=1).total_seconds())

MFA_ADAPTER = "lms.people.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "lms.people.forms.factors.AddPasskeyForm",
    "edit_webauthn": "lms.people.forms.factors.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tajryiba"
MFA_TOTP_TOLERANCE = 1  # step of 30 seconds: cheap phones have slow clocks
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# Whether trainers, moderators, managers and administrators must have a second factor; production says yes.
REQUIRE_MFA_FOR_ROLES = env.bool("REQUIRE_MFA_FOR_ROLES", default=False)

# How messages leave. "outbox" sends nothing and shows them at /dev/outbox; production has its own choices.
MAIL_SENDER = choice("MAIL_SENDER", ("outbox", "django"), "outbox")
SMS_SENDER = choice("SMS_SENDER", ("outbox", "http", "none"), "outbox")
SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default="")
if SMS_SENDER == "http" and not SMS_GATEWAY_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured(
        "SMS_SENDER is “http”, but SMS_GATEWAY_URL is no http or https address. See .env.example."
    )
