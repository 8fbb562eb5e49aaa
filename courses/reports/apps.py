"""Who completed what."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "courses.reports"
    label = "reports"
