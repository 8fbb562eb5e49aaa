"""Home, dashboards, page chrome, the design system, health."""

from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "lms.website"
    label = "website"
