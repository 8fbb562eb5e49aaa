"""Addresses that are printed on paper: without a language, and for ever."""

from django.urls import path

from courses.certificates.views import checking

urlpatterns = [
    path("verify/", checking.verify_form, name="verify_form"),
    path("verify/report/", checking.report_forgery, name="report_forgery"),
    path("verify/<path:typed>", checking.verify, name="verify"),
]
