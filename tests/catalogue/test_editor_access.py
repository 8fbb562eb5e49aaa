"""Who enters the editor, and what of it."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from courses.catalogue.models import CourseIndexPage, LessonPage
from lms.people.models import Person
from search.query import search
from tests import make, make_courses

pytestmark = pytest.mark.django_db

PEOPLE: dict[str, Callable[[], Person] | None] = {
    "visitor": None,
    "learner": make.learner,
    "coordinator": make.coordinator,
    "moderator": make.moderator,
    "manager": make.manager,
    "trainer": make.trainer,
}

# Address, and who gets it; everybody else gets anything but 200.
TABLE: list[tuple[str, list[int], set[str]]] = [
    ("wagtailadmin_home", [], {"manager", "moderator", "trainer"}),
    ("wagtailadmin_explore_root", [], {"moderator", "trainer"}),
    ("wagtailimages:index", [], {"moderator", "trainer"}),
    ("wagtaildocs:index", [], {"moderator", "trainer"}),
    ("wagtailmedia:index", [], {"trainer"}),
    ("translations_of_courses", [], {"trainer"}),
    ("wagtailsnippets_catalogue_topic:list", [], {"manager"}),
    ("wagtailsnippets_people_position:list", [], {"manager"}),
    ("wagtailsnippets_catalogue_topic:add", [], {"manager"}),
    ("wagtailsnippets_search_synonymgroup:list", [], {"manager", "trainer"}),
    ("wagtailsnippets_search_synonymgroup:add", [], {"manager", "trainer"}),
    ("searches", [], {"manager", "moderator", "trainer"}),
    ("wagtailsnippets_forum_category:list", [], {"manager", "moderator"}),
    ("wagtailsnippets_forum_category:add", [], {"manager", "moderator"}),
    ("forum_review", [], {"moderator"}),
    ("wagtailusers_users:index", [], set()),
    ("wagtailusers_groups:index", [], set()),
    ("wagtailsites:index", [], set()),
    ("wagtaillocales:index", [], set()),
    ("wagtailadmin_collections:index", [], set()),
    ("wagtailadmin_workflows:index", [], set()),
    ("wagtailadmin_reports:site_history", [], set()),
    ("wagtailadmin_reports:page_types_usage", [], set()),
    ("wagtailadmin_reports:aging_pages", [], set()),
    ("wagtailadmin_reports:locked_pages", [], set()),
    ("wagtailadmin_reports:workflow", [], set()),
    ("wagtail_localize:translations_report", [], set()),
]


def client_of(who: str) -> Client:
    client = Client()
    maker = PEOPLE[who]
    if maker:
        client.force_login(maker())
    return client


@pytest.mark.parametrize("who", PEOPLE)
def test_who_gets_what_of_the_editor(who: str) -> None:
    client = client_of(who)
    got = {
        name: client.get(reverse(name, args=args)).status_code == HTTPStatus.OK
        for name, args, _ in TABLE
    }
    assert got == {name: who in allowed for name, _, allowed in TABLE}


@pytest.mark.parametrize("who", PEOPLE)
def test_only_trainers_write_courses(who: str) -> None:
    index = CourseIndexPage.objects.get(locale__language_code="ky")
    address = reverse("wagtailadmin_pages:add", args=["catalogue", "coursepage", index.pk])
    assert (client_of(who).get(address).status_code == HTTPStatus.OK) == (who == "trainer")


@pytest.mark.parametrize("who", ["manager", "trainer"])
def test_the_menu_leads_to_words_that_mean_the_same_and_to_what_people_look_for(who: str) -> None:
    menu = client_of(who).get(reverse("wagtailadmin_home")).content.decode()
    for name in ("wagtailsnippets_search_synonymgroup:list", "searches"):
        assert reverse(name) in menu


def test_words_written_in_the_editor_mean_the_same_from_then_on() -> None:
    cache.clear()
    make_courses.course(title="Черемша в горах")
    assert found("выхухоль") == 0
    group = {"words_ru": "выхухоль\nчеремша", "words_ky": "", "words_en": ""}
    client_of("trainer").post(reverse("wagtailsnippets_search_synonymgroup:add"), group)
    assert found("выхухоль") == 1


def found(text: str) -> int:
    return search(AnonymousUser(), text, language="ru", kinds=["course"]).total


def test_the_editor_speaks_the_persons_language_until_another_is_chosen() -> None:
    trainer = make.trainer()
    Person.objects.filter(pk=trainer.pk).update(language="ru")
    client = Client()
    client.force_login(trainer)
    page = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"})
    assert '<html lang="ru"' in page.content.decode()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ky"
    page = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"})
    assert '<html lang="ky"' in page.content.decode()


@pytest.mark.parametrize("who", ["learner", "coordinator"])
def test_whom_the_editor_refuses_is_told_so_and_not_sent_in_a_circle(who: str) -> None:
    answer = client_of(who).get("/admin/", follow=True)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert answer.redirect_chain == []
    assert [*answer.context["messages"]] == []  # the page says it; a message would say it again


@pytest.mark.parametrize("who", ["learner", "coordinator"])
def test_nor_does_the_editors_sign_in_send_them_in_a_circle(who: str) -> None:
    assert client_of(who).get("/admin/login/?next=/admin/").status_code == HTTPStatus.FORBIDDEN


def test_a_trainer_sets_nothing_in_the_editor_that_changes_nothing() -> None:
    """The name is on certificates and changed in the profile; the editor's language is the site's."""
    page = client_of("trainer").get("/admin/account/")
    fields = {
        name.partition("-")[0] for name in re.findall(r'name="([^"]+)"', page.content.decode())
    }
    assert "theme" in fields
    assert fields.isdisjoint({"name_email", "locale"})


def test_a_trainer_above_the_trees_of_languages_reads_what_they_are() -> None:
    trainer = make.trainer()
    Person.objects.filter(pk=trainer.pk).update(language="en")
    client = Client()
    client.force_login(trainer)
    page = client.get(reverse("wagtailadmin_explore_root")).content.decode()
    assert "Root" not in page
    assert "not be accessible" not in page
    assert "Courses stand in the list of the language" in page


def test_a_visitor_signs_in_on_the_way_to_the_editor() -> None:
    answer = Client().get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0].endswith("/accounts/login/?next=%2Fadmin%2F")


def test_wagtails_own_sign_in_is_closed() -> None:
    assert Client().get("/admin/login/").status_code == HTTPStatus.FOUND
    assert Client().get("/admin/password_reset/").status_code == HTTPStatus.FOUND


def test_nobody_hides_a_published_page_in_the_editor() -> None:
    """Our own addresses would show it all the same."""
    page = CourseIndexPage.objects.first()
    assert page
    address = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
    client_of("trainer").post(address, {"restriction_type": "login"})
    assert not page.get_view_restrictions().exists()


def test_the_window_in_which_a_picture_is_chosen_speaks_the_editors_language() -> None:
    trainer = make.trainer()
    for language, word in (("ky", "Издөө"), ("ru", "Поиск")):
        Person.objects.filter(pk=trainer.pk).update(language=language)
        client = Client()
        client.force_login(trainer)
        window = client.get(reverse("wagtailimages_chooser:choose")).json()["html"]
        tabs = re.findall(r'role="tab"[^>]*>\s*([^<]+?)\s*<', window)
        assert tabs[0] == word


def test_a_script_neither_takes_away_nor_copies_what_people_learn() -> None:
    """Wagtail's address for scripts asked nobody whom it binds, and deleted what records point to."""
    lesson = make_courses.course(lessons=2).lessons[0]
    page = f"/admin/api/main/pages/{lesson.pk}/"
    client = client_of("trainer")
    assert client.get(page).json()["title"] == lesson.title
    for act in ("unpublish", "publish", "copy", "delete"):
        assert client.post(f"{page}action/{act}/").status_code == HTTPStatus.NOT_FOUND
    assert LessonPage.objects.filter(live=True).count() == 2
