"""Addresses under /accounts/, /my/profile/, /municipality/ and /programme/people/."""

from django.urls import path

from lms.people.views import registration

urlpatterns = [
    path("accounts/signup/", registration.register, name="account_signup"),
]
