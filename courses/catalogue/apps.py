"""Courses as pages, and what of them is published."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from django.utils.translation import gettext_lazy as _

from lms.after_commit import after_commit


class CatalogueConfig(AppConfig):
    name = "courses.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from wagtail.documents import get_document_model
        from wagtail.images import get_image_model
        from wagtail.models import Page
        from wagtail.signals import page_published, page_unpublished, post_page_move
        from wagtailmedia.models import get_media_model

        from courses.catalogue import documents, searching
        from courses.catalogue.publication import on_course_published
        from courses.catalogue.setup import set_up_after_migration

        _speak_the_readers_language()
        searching.register_kinds()
        documents.register_kind()
        on_course_published.append(searching.follow_publication)

        post_migrate.connect(set_up_after_migration, sender=self, dispatch_uid="catalogue_set_up")
        page_published.connect(_republish, dispatch_uid="catalogue_published")
        page_unpublished.connect(_republish, dispatch_uid="catalogue_unpublished")
        post_page_move.connect(_republish_both, dispatch_uid="catalogue_moved")
        page_published.connect(_prepare_for_readers, dispatch_uid="catalogue_prepare")
        post_save.connect(
            _document_saved, sender=get_document_model(), dispatch_uid="document_saved"
        )
        post_delete.connect(
            _document_deleted, sender=get_document_model(), dispatch_uid="document_deleted"
        )
        for model in (get_image_model(), get_document_model(), get_media_model()):
            post_save.connect(_forget_html, sender=model, dispatch_uid=f"catalogue_{model}_saved")
        pre_delete.connect(_remember, sender=Page, dispatch_uid="catalogue_deleting")
        post_delete.connect(_republish_remembered, sender=Page, dispatch_uid="catalogue_deleted")


def _speak_the_readers_language() -> None:
    """What Wagtail says in the language in which it was started, and wagtail-localize in English."""
    from wagtail.admin.viewsets.chooser import ChooserViewSet
    from wagtail_localize import compat, models

    ChooserViewSet.search_tab_label = _("Search")
    compat.DATE_FORMAT = models.DATE_FORMAT = (
        "%d.%m.%Y"  # figures, for it names the months in English
    )


def _republish(instance: Any, **kwargs: Any) -> None:
    from courses.catalogue.publication import course_changed, course_key_of

    key = course_key_of(instance)
    if key is not None:
        course_changed(key)


def _republish_both(
    instance: Any, parent_page_before: Any, parent_page_after: Any, **kwargs: Any
) -> None:
    _republish(instance)
    if parent_page_before.pk != parent_page_after.pk:
        _republish(parent_page_before)


def _remember(instance: Any, **kwargs: Any) -> None:
    from courses.catalogue.publication import course_key_of

    instance.course_key_before_deletion = course_key_of(instance)


def _republish_remembered(instance: Any, **kwargs: Any) -> None:
    from courses.catalogue.publication import course_changed

    if instance.course_key_before_deletion is not None:
        course_changed(instance.course_key_before_deletion)


def _prepare_for_readers(instance: Any, **kwargs: Any) -> None:
    """Pictures in the sizes that readers get, and no HTML of others that shows the page's old title."""
    from courses.catalogue.tasks import make_renditions

    after_commit(make_renditions.delay, instance.pk)
    _forget_html(instance)


def _forget_html(instance: Any, **kwargs: Any) -> None:
    from courses.catalogue.reading import forget_lessons_that_use

    after_commit(forget_lessons_that_use, instance)


def _document_saved(instance: Any, **kwargs: Any) -> None:
    from courses.catalogue.documents import follow_document
    from courses.catalogue.tasks import read_document

    follow_document(instance)
    after_commit(read_document.delay, instance.pk)


def _document_deleted(instance: Any, **kwargs: Any) -> None:
    from courses.catalogue.documents import follow_document

    follow_document(instance)
