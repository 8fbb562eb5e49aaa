"""What is searched, how it is read, and the engines that find it."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
