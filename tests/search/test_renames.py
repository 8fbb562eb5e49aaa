"""Whatever is called otherwise is found by its new name, and by no other: every name that search and explorer show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import translation
from wagtail.documents.models import Document

from courses.catalogue.models import Topic
from courses.progress.enrolment import enrol
from courses.progress.models import Enrolment
from courses.reports.names import course_titles, position_names
from exchange.forum.models import Category
from lms.people.models import Municipality, Person, Position
from lms.people.models.places import InThreeLanguages
from lms.people.name_changes import accept_name, change_name
from lms.people.places import import_municipalities, import_positions
from lms.people.renaming import on_renamed, tell_that_renamed
from search.comparing import differences
from search.facets import value_names
from search.query import search
from tests import make, make_courses
from tests.cases import library
from tests.make_courses import MadeCourse

pytestmark = pytest.mark.django_db

NEW = "Синегорье"  # what everything is called in the end


@dataclass
class World:
    """Somebody who works somewhere and learns something, all of it with a name."""

    place: Municipality
    person: Person
    course: MadeCourse
    document: Document
    category: Category

    @property
    def position(self) -> Position:
        return make.membership_of(self.person).position

    @property
    def topic(self) -> Topic:
        topic = self.course.page.topic
        assert topic
        return topic

    def row(self, **names: str) -> dict[str, str]:
        """The municipality as the official file has it."""
        district = self.place.district
        return {
            "soate_code": self.place.code,
            "oblast_ru": district.region.name_ru,
            "oblast_ky": district.region.name_ky,
            "raion_ru": district.name_ru,
            "raion_ky": district.name_ky,
            "name_ru": self.place.name_ru,
            "name_ky": self.place.name_ky,
        } | names


@pytest.fixture
def world() -> World:
    import_municipalities([ROW])
    place = Municipality.objects.get(code=ROW["soate_code"])
    person = make.learner(place)
    course = make_courses.course()
    enrol(person=person, course_key=course.key)
    document = Document.objects.create(title="Гербарий", file=ContentFile(b"a", "list.txt"))
    offer = {"document": document.pk, "title": "Файл"}
    body = [{"type": "document", "id": make_courses.id_of("file"), "value": offer}]
    make_courses.publish_again(course.lessons[0], body=body)
    category = Category.objects.create(key="water", name_ru="Вода", audience="everyone")
    return World(place, person, course, document, category)


ROW = {
    "soate_code": "41702205848000",
    "oblast_ru": "Иссык-Кульская область",
    "oblast_ky": "Ысык-Көл облусу",
    "raion_ru": "Ак-Суйский район",
    "raion_ky": "Ак-Суу району",
    "name_ru": "Теплоключенка",
    "name_ky": "Теплоключенка",
}


def by_an_editor(thing: InThreeLanguages) -> None:
    """Who keeps the lists gives it the name in Wagtail's admin."""
    client = Client()
    client.force_login(make.admin())
    names = ("name_ky", "name_ru", "name_en", "key", "order", "audience", "lead_ru", "lead_ky")
    fields = {name: getattr(thing, name, "") for name in names} | {"name_ru": NEW}
    address = reverse(
        f"wagtailsnippets_{thing._meta.label_lower.replace('.', '_')}:edit", args=[thing.pk]
    )
    answer = client.post(address, fields)
    assert answer.status_code == 302, answer.content.decode()


def with_a_case(world: World) -> None:
    """The file gives a municipality a new name that has published a case."""
    library.case(world.place)
    import_municipalities([world.row(name_ru=NEW)])


def by_the_person(world: World) -> None:
    change = change_name(person=world.person, family_name=NEW, given_name="Айгүл")
    assert change
    accept_name(by=make.manager(), change=change)


def by_a_trainer(page: Any) -> None:
    make_courses.publish_again(page, title=NEW)


def title_of_document(world: World) -> None:
    world.document.title = NEW
    world.document.save()


def positions_file(world: World) -> None:
    import_positions([{"key": world.position.key, "ky": "", "ru": NEW, "en": ""}])


# What is renamed, where its name is written; and which kinds are found by it then.
RENAMED: dict[str, tuple[Callable[[World], None], set[str]]] = {
    "region, by the file": (
        lambda world: void(import_municipalities([world.row(oblast_ru=NEW)])),
        {"municipality"},
    ),
    "district, by the file": (
        lambda world: void(import_municipalities([world.row(raion_ru=NEW)])),
        {"municipality"},
    ),
    "municipality, with a case": (with_a_case, {"municipality", "person", "case"}),
    "municipality, by the file": (
        lambda world: void(import_municipalities([world.row(name_ru=NEW)])),
        {"municipality", "person"},
    ),
    "position, by the file": (positions_file, {"person"}),
    "position, by an editor": (lambda world: by_an_editor(world.position), {"person"}),
    "topic, by an editor": (lambda world: by_an_editor(world.topic), {"course"}),
    "service, by an editor": (
        lambda world: by_an_editor(library.case(world.place).services.get()),
        {"case"},
    ),
    "tag, by an editor": (
        lambda world: by_an_editor(library.case(world.place).tags.get()),
        {"case"},
    ),
    # Its name stands in no entry: pages ask for it.
    "category, by an editor": (lambda world: by_an_editor(world.category), set()),
    "person, by themselves": (by_the_person, {"person"}),
    "course, by a trainer": (
        lambda world: by_a_trainer(world.course.page),
        {"course", "module", "lesson"},
    ),
    "module, by a trainer": (
        lambda world: by_a_trainer(world.course.modules[0]),
        {"course", "module"},
    ),
    "lesson, by a trainer": (
        lambda world: by_a_trainer(world.course.lessons[0]),
        {"module", "lesson"},
    ),
    "document, by a trainer": (title_of_document, {"document"}),
}


def void(_: object) -> None:
    """What an import counts is not asked here."""


def found(words: str) -> set[str]:
    """The kinds of what a manager finds by these words alone, and not by words like them."""
    hits = search(make.manager(), words, language="ru", size=50).hits
    return {hit.kind for hit in hits}


@pytest.mark.parametrize("what", RENAMED)
def test_it_is_found_by_its_new_name(
    world: World, what: str, django_capture_on_commit_callbacks: Any
):
    rename, kinds = RENAMED[what]
    assert found(NEW) == set()
    with django_capture_on_commit_callbacks(execute=True):
        rename(world)
    assert found(NEW) == kinds
    assert list(differences()) == []


def test_every_list_with_names_is_in_the_table():
    named = {
        model._meta.model_name for model in apps.get_models() if issubclass(model, InThreeLanguages)
    }
    assert named <= {what.partition(",")[0] for what in RENAMED}


@pytest.mark.parametrize("what", ["position, by an editor", "topic, by an editor"])
def test_a_name_that_cannot_be_followed_is_not_changed(
    world: World, what: str, monkeypatch: pytest.MonkeyPatch
):
    """In one transaction: a name is never there without what is found by it."""

    class Broken(Exception):
        pass

    def fail(keys: object) -> None:
        raise Broken

    model: type[InThreeLanguages] = Topic if what.startswith("topic") else Position
    monkeypatch.setitem(on_renamed, model, [*on_renamed[model], fail])
    with pytest.raises(Broken):
        RENAMED[what][0](world)
    assert not model._default_manager.filter(name_ru=NEW).exists()
    assert found(NEW) == set()


def test_a_name_of_many_is_followed_in_few_queries(
    world: World, django_assert_max_num_queries: Any
):
    for _ in range(30):
        make.learner(world.place)
    Municipality.objects.filter(pk=world.place.pk).update(name_ru=NEW)
    with django_assert_max_num_queries(30):
        tell_that_renamed(Municipality, [world.place.pk])
    assert list(differences()) == []


def test_filters_and_the_explorer_ask_for_names_when_they_are_shown(
    world: World, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        RENAMED["municipality, by the file"][0](world)
        RENAMED["topic, by an editor"][0](world)
        RENAMED["position, by an editor"][0](world)
        RENAMED["course, by a trainer"][0](world)
    assert value_names["municipality"][0]([world.place.code], "ru") == {world.place.code: NEW}
    assert value_names["topic"][0]([world.topic.key], "ru") == {world.topic.key: NEW}
    with translation.override("ru"):
        assert position_names()[world.position.pk] == NEW
        assert course_titles()[world.course.key] == NEW


def test_the_record_of_who_is_called_otherwise_is_sent_again(world: World):
    """The explorer's index has names of people, and keys of everything else."""
    before = Enrolment.objects.get().version
    RENAMED["person, by themselves"][0](world)
    assert Enrolment.objects.get().version > before
