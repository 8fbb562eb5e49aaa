"""Production: everything that differs comes from the environment, and nothing has a default that is unsafe."""

from lms.settings.base import *  # noqa: F403  settings are layered by import, as Django's own
from lms.settings.environment import choice, env

DEBUG = False
DEVELOPMENT = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000  # two years, as the preload lists ask
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True

# Messages really leave here; without an SMS gateway phones sign up by invitation only (lms/people/adapter.py).
REQUIRE_MFA_FOR_ROLES = env.bool("REQUIRE_MFA_FOR_ROLES", default=True)
MAIL_SENDER = "django"
SMS_SENDER = choice("SMS_SENDER", ("http", "none"), "none")
