"""The WSGI application that a web server runs."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from lms.sweeps import SweepThread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
application = get_wsgi_application()

# What is there from the start stays: the collector would look through all of it once in some dozen pages.
get_resolver().url_patterns  # noqa: B018  reads the views, and with them most of the code
gc.collect()
gc.freeze()

if settings.SWEEPS_IN_PROCESS:
    SweepThread().start()
