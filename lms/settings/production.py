"""Production: everything that differs comes from the environment, and nothing has a default that is unsafe."""

from urllib.parse import urlsplit

from django.http.request import validate_host

from lms.settings.base import *  # noqa: F403  settings are layered by import, as Django's own
from lms.settings.base import LOGGING, MIDDLEWARE, SITE_URL
from lms.settings.environment import (
    address,
    boolean,
    choice,
    env,
    refuse,
    required,
    whole_number,
)
from lms.settings.logs import logging_to

DEBUG = False
DEVELOPMENT = False
if boolean("DEBUG", default=False):
    refuse("DEBUG is on, but production shows nobody its insides.")

SECRET_KEY = required("SECRET_KEY", "it signs sessions and codes; any long random text does")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS must name the hosts that the site answers to, and not “*”.")

required("SITE_URL", "it stands in mail, and in the QR of every certificate, for ever")
SECURE_SSL_REDIRECT = boolean("SECURE_SSL_REDIRECT", default=True)
if SECURE_SSL_REDIRECT and not SITE_URL.startswith("https://"):
    refuse(f"SITE_URL is “{SITE_URL}”, but SECURE_SSL_REDIRECT sends everybody to https.")
HOST = urlsplit(SITE_URL).hostname or ""
if not validate_host(HOST, ALLOWED_HOSTS):
    refuse(f"SITE_URL is “{SITE_URL}”, but its host is not in ALLOWED_HOSTS.")
IS_ENCRYPTED = SITE_URL.startswith("https://")
IS_THIS_MACHINE = HOST in {"localhost", "::1"} or HOST.startswith("127.")
if not IS_ENCRYPTED and not IS_THIS_MACHINE:
    refuse(f"SITE_URL is “{SITE_URL}”, but without encryption only this machine itself is reached.")

required("DATABASE_URL", "people's records need a place that was chosen")
required("REDIS_URL", "web and task processes share their cache and limits through it; or “none”")

# Without a proxy nobody may claim by a header that a connection was encrypted, or where it came from.
ALLAUTH_TRUSTED_PROXY_COUNT = whole_number("TRUSTED_PROXY_COUNT", default=1)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_HSTS_SECONDS = 63_072_000  # two years, as the preload lists ask
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked by the machine next door, without encryption
# Over plain http, which is this machine's alone, not every browser keeps a secure cookie.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_ENCRYPTED

# Messages really leave here; without an SMS gateway phones sign up by invitation only (lms/people/adapter.py).
REQUIRE_MFA_FOR_ROLES = boolean("REQUIRE_MFA_FOR_ROLES", default=True)
MAIL_SENDER = "django"
SMS_SENDER = choice("SMS_SENDER", ("http", "none"), "none")
required("DEFAULT_FROM_EMAIL", "mail needs an address that it comes from")
MAIL_PROVIDER = choice("MAIL_PROVIDER", ("smtp", "brevo", "mailgun", "resend"), "smtp")
if MAIL_PROVIDER == "smtp":
    required("EMAIL_URL", "mail needs a server, as in smtp+tls://name:password@mail.example:587")
    # On this machine alone mail may go into a folder (filemail:////path): see `make stack`.
    schemes = ("smtp", "smtps", "smtp+tls", "smtp+ssl")
    address("EMAIL_URL", (*schemes, "filemail") if not IS_ENCRYPTED else schemes, "")
    vars().update(env.email("EMAIL_URL"))
else:
    EMAIL_BACKEND = f"anymail.backends.{MAIL_PROVIDER}.EmailBackend"
    ANYMAIL = {
        f"{MAIL_PROVIDER.upper()}_API_KEY": required(
            "MAIL_PROVIDER_KEY", f"{MAIL_PROVIDER} knows us by it"
        )
    }

# A line for each request, without its address or its person (lms/settings/logs.py).
LOGGING = logging_to(  # noqa: F811  base's is for development
    json=True, level=choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO")
)
MIDDLEWARE = ["django_structlog.middlewares.RequestMiddleware", *MIDDLEWARE]
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = ""
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = 10  # DEBUG: one line for a request is enough
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = 20  # INFO: a page not found is nobody's error
