"""Addresses of the search, below the language."""

from django.urls import path

from search import views

urlpatterns = [
    path("search/", views.results, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
    path("search/opened/", views.opened, name="search_opened"),
]
