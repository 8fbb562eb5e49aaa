"""Who learns what, and how far they are."""

from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "courses.progress"
    label = "progress"
