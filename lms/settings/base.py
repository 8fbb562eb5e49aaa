"""What every way of running Tajryiba shares. Values that differ come from the environment (`.env.example`)."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONCE, NONE, SELF
from redis.backoff import NoBackoff
from redis.retry import Retry

from lms.settings.environment import (
    BASE_DIR,
    address,
    database,
    elasticsearch_nodes,
    env,
    index_prefix,
    redis_url,
    whole_number,
)
from lms.settings.logs import logging_to
from lms.settings.sign_in import *  # noqa: F403  settings are layered by import, as Django's own

# Django's classes take the parameters that our types give them, whichever module is read first.
django_stubs_ext.monkeypatch()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()
VAR = str(VAR_DIR)

INSTALLED_APPS = [
    "search",
    "lms.notifications",
    "lms.people",
    "courses.catalogue",
    "courses.progress",
    "courses.assessment",
    "courses.certificates",
    "exchange.forum",
    "exchange.cases",
    "courses.reports",
    "lms.website",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtailmedia",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "template_partials",
    "django_htmx",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "lms.website.middleware.BrowserLimits",
    "lms.website.middleware.WithoutNul",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A lesson is 17 KB of HTML, and 5 on the way; Django pads the answers, so that their length tells no secret.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "lms.website.middleware.AdminContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lms.website.middleware.FirstLanguage",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lms.website.middleware.ForNobodyElse",
    "lms.people.middleware.TooOften",
    "lms.people.middleware.RequireSecondFactor",
    "lms.people.middleware.RememberLanguage",
    "django_htmx.middleware.HtmxMiddleware",
    "lms.website.middleware.OnlyForWhoeverWroteIt",
    "lms.website.middleware.ShowRefusal",
    "lms.website.middleware.Editor",
]

ROOT_URLCONF = "lms.urls"
WSGI_APPLICATION = "lms.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lms.website.context_processors.chrome",
            ],
            "builtins": ["lms.website.templatetags.components"],
        },
    },
]

# Databases

DATABASES: dict[str, Any] = {"default": database(f"sqlite:///{VAR}/tajryiba.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = redis_url()
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": "lms.cache.SharedCache",
        "LOCATION": REDIS_URL,
        # Seconds; and no second try: a page does not wait for its cache.
        "OPTIONS": {
            "socket_timeout": 1,
            "socket_connect_timeout": 1,
            "retry": Retry(NoBackoff(), 0),
        },
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"

# Tasks: drained from rows, so that a lost message is only a delay

CELERY_BROKER_URL = REDIS_URL or "memory://localhost/"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A message is another worker's after so many seconds without a sign of life of its own (lms/celery.py).
    "visibility_timeout": 15,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "unacked_mutex_expire": 5,  # seconds; whoever dies while it gives messages back must not keep others from it
    # A use case's nudge waits so many seconds for Redis, no longer: the sweep comes after it.
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
}

# Without Celery's beat, a thread of the web process runs the sweeps of `lms/sweeps.py`.
SWEEPS_IN_PROCESS = not REDIS_URL

# Search: Elasticsearch where there is one; the database finds the same, and stands in

ELASTICSEARCH_NODES = elasticsearch_nodes()
SEARCH_ENGINE = "elasticsearch" if ELASTICSEARCH_NODES else "database"
ELASTICSEARCH_INDEX_PREFIX = index_prefix()
ELASTICSEARCH_SHARDS = whole_number("ELASTICSEARCH_SHARDS", default=1, least=1)
ELASTICSEARCH_REPLICAS = whole_number("ELASTICSEARCH_REPLICAS", default=0)

# People

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["lms.people.backends.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_COOKIE_AGE = int(timedelta(days=60).total_seconds())  # a phone of one's own stays signed in

# Languages: English words in the source; what a catalogue lacks comes in Russian

LANGUAGE_CODE = "ru"
LANGUAGES = [("ky", "Кыргызча"), ("ru", "Русский"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "lms" / "locale_third_party"]
FORMAT_MODULE_PATH = ["lms.formats"]
TIME_ZONE = "Asia/Bishkek"
USE_TZ = True
USE_I18N = True

# Files

STATIC_URL = "/static/"
STATIC_ROOT = f"{VAR}/static"
STATICFILES_DIRS = [BASE_DIR / "lms" / "website" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.str("MEDIA_ROOT", default=f"{VAR}/media")
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Wagtail

WAGTAIL_SITE_NAME = "Тажрыйба"
SITE_URL_UNSAID = "http://localhost:8000"  # `start` puts the port there that it serves on
WAGTAILADMIN_BASE_URL = SITE_URL = address("SITE_URL", ("http", "https"), SITE_URL_UNSAID)
WAGTAIL_I18N_ENABLED = True
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = (
    False  # a fresh translation is a draft, not live Russian
)
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_AUTOSAVE_INTERVAL = (
    3000  # milliseconds; drafts save themselves, but not at every word on a slow link
)
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # Cyrillic in an address is %D0%9A on a phone
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "/admin/login/"  # which leads to ours
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAILDOCS_EXTENSIONS = ["pdf", "docx", "xlsx", "pptx", "odt", "ods", "csv", "txt", "vtt"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024  # bytes
WAGTAILDOCS_SERVE_METHOD = "serve_view"  # asks who may take it, also where a storage has addresses
WAGTAILDOCS_DOCUMENT_FORM_BASE = "courses.catalogue.uploads.DocumentForm"
WAGTAILMEDIA = {
    "MEDIA_FORM_BASE": "courses.catalogue.uploads.MediaForm",
    "AUDIO_EXTENSIONS": ["m4a", "mp3", "ogg"],
    "VIDEO_EXTENSIONS": ["m4v", "mp4", "webm"],
}
WAGTAILIMAGES_IMAGE_FORM_BASE = "courses.catalogue.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024  # bytes
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000  # a 400-megapixel bomb weighs 48 KB
WAGTAILIMAGES_AVIF_QUALITY = 45
WAGTAILIMAGES_WEBP_QUALITY = 60
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"jpeg": "webp", "png": "webp"}
TAGGIT_CASE_INSENSITIVE = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a long lesson in Wagtail's editor is many fields

# Logs

LOGGING = logging_to(json=False, level="WARNING")

# Security

CSRF_FAILURE_VIEW = "lms.website.errors.csrf_failed"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the TOTP picture of django-allauth is a data: address
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-src": [SELF],  # Wagtail's preview
        "frame-ancestors": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"  # Wagtail relaxes it for its preview
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# For every cookie that a browser keeps of us, the language and the messages too.
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
EMAIL_TIMEOUT = 20  # seconds; a mail server that hangs holds a worker no longer
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Тажрыйба <noreply@localhost>")
