"""What a site needs before anybody writes a course: languages, the trees of courses, groups and their rights.

Runs after every migration, so that a new installation, a restored one and a test database are all ready; what is
there already stays as it is, except the rights of our groups, which are as this file says.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.apps import apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    WorkflowPage,
)

from courses.catalogue.models import CourseIndexPage
from lms.languages import LANGUAGES
from lms.people.roles import MANAGERS, MODERATORS, TRAINERS

COURSES_KEY = uuid5(UUID("a3a2a1c6-6c9f-4a4d-9b5c-1f6a0e7b7f10"), "courses")
INDEX_TITLES = {"ky": "Курстар", "ru": "Курсы", "en": "Courses"}
COLLECTION = "Курсы"

# A trainer deletes drafts one by one; what was published is unpublished, and whole trees are deleted by nobody.
TRAINER_ON_PAGES = ["add_page", "change_page", "publish_page"]
TRAINER_ON_FILES = [
    ("wagtailimages", ["add_image", "change_image", "choose_image"]),
    ("wagtaildocs", ["add_document", "change_document", "choose_document"]),
    ("wagtailmedia", ["add_media", "change_media"]),
]
SYNONYMS = [("search", f"{act}_synonymgroup") for act in ("add", "change", "delete")]
RIGHTS: dict[str, list[tuple[str, str]]] = {
    TRAINERS: [
        ("wagtailadmin", "access_admin"),
        ("wagtail_localize", "submit_translation"),
        *SYNONYMS,
    ],
    MODERATORS: [],
    MANAGERS: [
        ("wagtailadmin", "access_admin"),
        ("catalogue", "add_topic"),
        ("catalogue", "change_topic"),
        ("people", "add_position"),
        ("people", "change_position"),
        *SYNONYMS,
    ],
}
APPS_WITH_RIGHTS = [
    "people",
    "search",
    "catalogue",
    "wagtailcore",
    "wagtailadmin",
    "wagtailimages",
    "wagtaildocs",
    "wagtailmedia",
    "wagtail_localize",
]

# Rooms above that have pages join here: what they need beside, given the locales by language.
more_to_set_up: list[Callable[[Mapping[str, Locale]], None]] = []


def give_rights(group: str, *rights: tuple[str, str]) -> None:
    """A room above says in `AppConfig.ready` what one of our groups may do there: app and codename."""
    RIGHTS[group] = list(dict.fromkeys([*RIGHTS[group], *rights]))
    APPS_WITH_RIGHTS.extend({app for app, _ in rights} - set(APPS_WITH_RIGHTS))


def set_up_after_migration(**kwargs: Any) -> None:
    """For `post_migrate`: set up, once all the tables are there."""
    models = [Page, Collection, GroupCollectionPermission, CourseIndexPage, Group]
    tables = {model._meta.db_table for model in models}
    if kwargs.get("using") == "default" and tables <= set(connection.introspection.table_names()):
        set_up_site()


@transaction.atomic
def set_up_site() -> None:
    """Make what is missing; twice is once."""
    for label in APPS_WITH_RIGHTS:
        create_permissions(apps.get_app_config(label), verbosity=0)
    locales = _locales()
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locales[settings.LANGUAGE_CODE])
    )
    _name_after_the_site(root)
    indexes = [_index(root, locale) for locale in locales.values()]
    _site(next(page for page in indexes if page.locale.language_code == settings.LANGUAGE_CODE))
    _leave_out_what_wagtail_brings(root)
    _groups(indexes, collection_called(COLLECTION))
    for set_up in more_to_set_up:
        set_up(locales)


def _name_after_the_site(root: Page) -> None:
    """Trainers meet the root of the trees as “Root”, which says nothing to them in any language."""
    name = settings.WAGTAIL_SITE_NAME
    Page.objects.filter(pk=root.pk, title="Root").update(title=name, draft_title=name)


def _locales() -> dict[str, Locale]:
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES}


def _index(root: Page, locale: Locale) -> CourseIndexPage:
    """The tree of courses in one language; the trees are translations of each other."""
    index: CourseIndexPage | None = CourseIndexPage.objects.filter(
        locale=locale, translation_key=COURSES_KEY
    ).first()
    if index is None:
        root.refresh_from_db()
        index = CourseIndexPage(
            title=INDEX_TITLES[locale.language_code],
            slug=f"courses-{locale.language_code}",
            locale=locale,
            translation_key=COURSES_KEY,
        )
        root.add_child(instance=index)
    return index


def _site(index: CourseIndexPage) -> None:
    address = urlsplit(settings.SITE_URL)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or (443 if address.scheme == "https" else 80),
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": index,
        },
    )


def _leave_out_what_wagtail_brings(root: Page) -> None:
    """The welcome page, the editors, and the approval that every page would wait for."""
    root.refresh_from_db()
    root.get_children().exact_type(Page).delete()
    WorkflowPage.objects.filter(page=root).delete()
    Group.objects.filter(name="Editors").delete()


def collection_called(name: str) -> Collection:
    """Where a room's pictures and files are."""
    root: Any = Collection.get_first_root_node() or Collection.add_root(name="Root")
    found: Collection | None = root.get_children().filter(name=name).first()
    return found or root.add_child(name=name)


def _groups(indexes: Iterable[CourseIndexPage], collection: Collection) -> None:
    """Our groups have exactly the rights of this file."""
    for name, rights in RIGHTS.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.set([_permission(app, codename) for app, codename in rights])
        if name != TRAINERS:
            GroupPagePermission.objects.filter(group=group).delete()
            GroupCollectionPermission.objects.filter(group=group).delete()
    trainers = Group.objects.get(name=TRAINERS)
    for page in indexes:
        give_page(trainers, page, TRAINER_ON_PAGES)
    give_collection(trainers, collection, TRAINER_ON_FILES)


def give_page(group: Group, page: Page, codenames: Iterable[str]) -> None:
    """Let a group do that with a page and all below it; twice is once."""
    for codename in codenames:
        GroupPagePermission.objects.get_or_create(
            group=group, page=page, permission=_permission("wagtailcore", codename)
        )


def give_collection(
    group: Group, collection: Collection, rights: Iterable[tuple[str, list[str]]]
) -> None:
    """Let a group do that with what a collection holds: codenames, by app; twice is once."""
    for app, codenames in rights:
        for codename in codenames:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=_permission(app, codename)
            )


def _permission(app: str, codename: str) -> Permission:
    if codename == "submit_translation":  # only a migration makes it: a flushed database lacks it
        content_type, _ = ContentType.objects.get_or_create(app_label=app, model="translation")
        return Permission.objects.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": "Can submit translations"},
        )[0]
    return Permission.objects.get(content_type__app_label=app, codename=codename)
