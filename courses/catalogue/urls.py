"""Addresses under /courses/."""

from django.urls import path

from courses.catalogue import views

urlpatterns = [path("courses/", views.catalogue, name="catalogue")]
