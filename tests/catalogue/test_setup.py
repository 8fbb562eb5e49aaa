"""A site is ready after its migrations: languages, trees, groups and rights."""

from collections import Counter

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import GroupPagePermission, Locale, Page, Site, WorkflowPage

from courses.catalogue.models import CourseIndexPage
from courses.catalogue.setup import set_up_site
from lms.people.roles import MANAGERS, MODERATORS, TRAINERS


@pytest.mark.django_db
def test_each_language_has_its_tree_of_courses() -> None:
    indexes = CourseIndexPage.objects.select_related("locale")
    assert {page.locale.language_code for page in indexes} == {"ky", "ru", "en"}
    assert len({page.translation_key for page in indexes}) == 1
    assert Site.objects.get().root_page.locale.language_code == "ru"
    assert not Page.objects.exact_type(Page).filter(depth=2).exists()


@pytest.mark.django_db
def test_setting_up_twice_is_once() -> None:
    before = list(Page.objects.values_list("pk", "path", "title"))
    set_up_site()
    assert list(Page.objects.values_list("pk", "path", "title")) == before
    assert Locale.objects.count() == 3


@pytest.mark.django_db
def test_nothing_waits_for_an_approval_but_cases() -> None:
    reviewed = WorkflowPage.objects.values_list("page__slug", flat=True)
    assert sorted(reviewed) == ["cases-en", "cases-ky", "cases-ru"]


@pytest.mark.django_db
def test_trainers_have_rights_on_courses_and_moderators_on_cases() -> None:
    rights = GroupPagePermission.objects.values_list("group__name", "page__slug")
    assert Counter(rights) == Counter(
        {
            (group, f"{tree}-{language}"): 3
            for group, tree in ((TRAINERS, "courses"), (MODERATORS, "cases"))
            for language in ("ky", "ru", "en")
        }
    )


@pytest.mark.django_db
def test_managers_keep_lists_and_moderators_the_forum_and_the_cases() -> None:
    categories = {"add_category", "change_category", "delete_category"}
    of_managers = Group.objects.get(name=MANAGERS).permissions.values_list("codename", flat=True)
    assert set(of_managers) == {
        "access_admin",
        "add_topic",
        "change_topic",
        "add_position",
        "change_position",
        "add_synonymgroup",
        "change_synonymgroup",
        "delete_synonymgroup",
        *categories,
    }
    moderators = Group.objects.get(name=MODERATORS).permissions
    assert set(moderators.values_list("codename", flat=True)) == {
        "access_admin",
        *categories,
        *(f"{act}_{thing}" for act in ("add", "change", "delete") for thing in ("service", "tag")),
    }


@pytest.mark.django_db(transaction=True)
def test_a_flushed_database_is_set_up_again() -> None:
    """What a test with real transactions leaves behind; the next one stands on it too."""
    call_command("flush", interactive=False, verbosity=0)
    assert CourseIndexPage.objects.count() == 3
    assert Group.objects.get(name=TRAINERS).permissions.count() == 5
