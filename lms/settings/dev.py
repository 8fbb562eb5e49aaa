"""The embedded default: SQLite, local memory, tasks in-process. For a fresh machine, not for the open internet."""

from lms.settings.base import *  # noqa: F403  settings are layered by import, as Django's own

DEBUG = False  # the pages that people see, 404 and 500 too; `manage.py runserver` users set DEBUG=1
SECRET_KEY = "development-only-not-a-secret-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
DEVELOPMENT = True
