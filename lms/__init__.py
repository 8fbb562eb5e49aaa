"""Tajryiba: the project, and what every other app stands on."""

from lms.celery import app as celery_app

__all__ = ["celery_app"]
