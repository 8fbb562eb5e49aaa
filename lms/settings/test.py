"""Tests: fast hashing, files in a folder of their own."""

import os

# A developer's .env is for their own server, not for tests.
os.environ.setdefault("ENV_FILE", "")

from lms.settings.dev import *  # noqa: F403  settings are layered by import, as Django's own

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
