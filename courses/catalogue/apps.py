"""Courses as pages, and what of them is published."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from courses.catalogue.setup import set_up_after_migration

        post_migrate.connect(set_up_after_migration, sender=self, dispatch_uid="catalogue_set_up")
