"""Addresses under /courses/. An address, once published, works for ever."""

from django.urls import path

from courses.catalogue import views

urlpatterns = [
    path("courses/", views.catalogue, name="catalogue"),
    path("courses/<str:course>/", views.course, name="course"),
    path("courses/<str:course>/<str:module>/", views.module, name="module"),
    path("courses/<str:course>/<str:module>/<str:activity>/", views.activity, name="activity"),
]
