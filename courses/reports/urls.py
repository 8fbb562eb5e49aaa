"""Addresses under /municipality/ and /programme/ that belong to reports."""

from django.urls import path

from courses.reports.views import municipality, programme

urlpatterns = [
    path("municipality/", municipality.municipality, name="municipality"),
    path("programme/", programme.programme, name="programme"),
    path("programme/list/", programme.behind, name="programme_list"),
    path(
        "programme/municipalities/<slug:code>/",
        municipality.programme_municipality,
        name="programme_municipality",
    ),
]
