"""The embedded default: SQLite, local memory, tasks in-process. For a fresh machine, not for the open internet."""

from lms.settings.base import *  # noqa: F403  settings are layered by import, as Django's own
from lms.settings.environment import boolean

# False by default: then the pages that people see, 404 and 500 too, are what a developer sees.
DEBUG = boolean("DEBUG", default=False)
SECRET_KEY = "development-only-not-a-secret-0123456789-0123456789-0123456789"
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
DEVELOPMENT = True
