"""Addresses under /cases/. An address, once published, works for ever."""

from django.urls import path

from exchange.cases import views

urlpatterns = [
    path("cases/", views.cases, name="cases"),
    path("cases/<str:slug>/", views.case, name="case"),
]
