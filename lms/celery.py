"""The Celery application: tasks only drain what is already in the database."""

import os

from celery import Celery

from lms.sweeps import beat_schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.production")
app = Celery("lms")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.autodiscover_tasks()
