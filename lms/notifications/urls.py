"""Addresses under /my/notices/."""

from django.urls import path

from lms.notifications.views import notices, preferences

urlpatterns = [
    path("my/notices/", notices.index, name="my_notices"),
    path("my/notices/read/", notices.read_everything, name="my_notices_read"),
    path("my/notices/settings/", preferences.choose, name="my_notices_settings"),
    path("my/notices/<int:pk>/", notices.opened, name="my_notice"),
]
