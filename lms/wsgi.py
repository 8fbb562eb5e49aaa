"""The WSGI application that a web server runs."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from lms.sweeps import SweepThread

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
application = get_wsgi_application()

if settings.SWEEPS_IN_PROCESS:
    SweepThread().start()
