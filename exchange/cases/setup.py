"""What the case library needs before anybody writes in it: a tree for each language, and who keeps it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from django.contrib.auth.models import Group
from django.db import connection
from wagtail.models import Collection, Locale, Page, Workflow, WorkflowPage, WorkflowTask

from courses.catalogue.setup import collection_called, give_collection, give_page
from exchange.cases.choices import ReviewStep
from exchange.cases.models import CaseLibraryPage, CaseReviewTask
from lms.people.roles import MODERATORS

LIBRARY_KEY = uuid5(UUID("a3a2a1c6-6c9f-4a4d-9b5c-1f6a0e7b7f10"), "cases")
TITLES = {"ky": "Практикалык мисалдар", "ru": "Практические примеры", "en": "Cases"}
COLLECTION = "Примеры"
# Names in the database, so they are words that Kyrgyz and Russian share.
WORKFLOW = "Модерация"
STEPS = {ReviewStep.THEME: "Тема", ReviewStep.SECOND: "Модератор"}
ON_PAGES = ["add_page", "change_page", "publish_page"]
ON_FILES = [
    ("wagtailimages", ["add_image", "change_image", "choose_image"]),
    ("wagtaildocs", ["add_document", "change_document", "choose_document"]),
]


def set_up_library(locales: Mapping[str, Locale]) -> None:
    """Make what is missing; twice is once. Part of setting up the site."""
    if CaseLibraryPage._meta.db_table not in connection.introspection.table_names():
        return  # this room's migration is still to come
    moderators = Group.objects.get(name=MODERATORS)
    workflow = _workflow()
    for locale in locales.values():
        library = _library(locale)
        WorkflowPage.objects.update_or_create(page=library, defaults={"workflow": workflow})
        give_page(moderators, library, ON_PAGES)
    give_collection(moderators, case_collection(), ON_FILES)


def _library(locale: Locale) -> CaseLibraryPage:
    library: CaseLibraryPage | None = CaseLibraryPage.objects.filter(
        locale=locale, translation_key=LIBRARY_KEY
    ).first()
    if library is None:
        root: Any = Page.get_first_root_node()
        library = CaseLibraryPage(
            title=TITLES[locale.language_code],
            slug=f"cases-{locale.language_code}",
            locale=locale,
            translation_key=LIBRARY_KEY,
        )
        root.add_child(instance=library)
    return library


def _workflow() -> Workflow:
    """The two steps of the review, for all libraries."""
    tasks = [
        CaseReviewTask.objects.get_or_create(step=step, defaults={"name": name})[0]
        for step, name in STEPS.items()
    ]
    found: Workflow | None = Workflow.objects.filter(workflow_tasks__task=tasks[0]).first()
    workflow = found or Workflow.objects.create(name=WORKFLOW)
    for order, task in enumerate(tasks):
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task=task, defaults={"sort_order": order}
        )
    return workflow


def case_collection() -> Collection:
    """Where the pictures and files of cases are."""
    return collection_called(COLLECTION)
