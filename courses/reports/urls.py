"""Addresses under /municipality/ and /programme/ that belong to reports."""

from django.urls import path

from courses.reports.views import explorer, flow, municipality, programme, reminding

urlpatterns = [
    path("municipality/", municipality.municipality, name="municipality"),
    path("municipality/records/", explorer.municipality_records, name="municipality_records"),
    path("municipality/remind/", reminding.remind, name="municipality_remind"),
    path("programme/", programme.programme, name="programme"),
    path("programme/flow/", flow.programme_flow, name="programme_flow"),
    path("programme/list/", programme.behind, name="programme_list"),
    path("programme/records/", explorer.programme_records, name="programme_records"),
    path(
        "programme/municipalities/<slug:code>/",
        municipality.programme_municipality,
        name="programme_municipality",
    ),
]
