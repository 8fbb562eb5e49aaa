"""Search reveals only what the reader may open: in hits, counts, suggestions, corrections and excerpts."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from pytest_django.fixtures import Settings

from lms.people.models import Municipality
from search import registry
from search.comparing import differences
from search.engines import configured
from search.engines.elasticsearch import ElasticsearchEngine
from search.query import search, suggest
from tests import make, make_courses
from tests.search.specimens import SPECIMENS, People, Specimen
from tests.search.things import Things, catch_up
from tests.security.world import everybody

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Settings, tmp_path: Path) -> None:
    """Real files, which are sent as such."""
    files = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    settings.MEDIA_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | files


def readers() -> tuple[Municipality, People]:
    """Everybody who may come, in a municipality, and somebody of another one."""
    place = make.municipality()
    return place, everybody(place) | {"neighbour": make.learner()}


def reveals(reader: object, kind: str, word: str) -> set[str]:
    """By which of its ways the search tells this reader of the thing, of which nothing but the word is known."""
    user = reader or AnonymousUser()
    found = search(user, word, language="ru", size=50)
    mistyped = search(user, word[:5] + word[6:], language="ru")
    assert {found.engine, mistyped.engine} == {configured()}
    told = {
        "hit": any(hit.kind == kind for hit in found.hits),
        "total": found.total > 0,
        "facets": any(found.facets.values()),
        "count of the kind": kind in found.facets["kind"],
        "title or excerpt": any("<mark>" in hit.title_html + hit.excerpt for hit in found.hits),
        "correction": bool(mistyped.did_you_mean),
        "nearly": mistyped.total > 0,
        "suggestion": any(s.kind == kind for s in suggest(user, word[:6], language="ru")),
    }
    return {way for way, tells in told.items() if tells}


WAYS = {
    "hit",
    "total",
    "facets",
    "count of the kind",
    "title or excerpt",
    "correction",
    "nearly",
    "suggestion",
}


# Whoever may read anything at all may read one of these; the others are asked once it is published.
OF_ALL_RIGHTS = ("visitor", "learner", "coordinator", "trainer", "admin")


def test_no_kind_is_left_out_of_the_walk():
    assert registry.kinds().keys() == SPECIMENS.keys()


@pytest.mark.parametrize("kind", SPECIMENS)
def test_every_reader_learns_of_what_they_may_open_while_it_is_published(
    kind: str, engine_in_use: str
):
    place, people = readers()
    thing = SPECIMENS[kind](place, people)
    for state, change in {
        "draft": None,
        "published": thing.publish,
        "gone": thing.withdraw,
    }.items():
        if change:
            change()
        catch_up()
        for role in people if state == "published" else OF_ALL_RIGHTS:
            told = state == "published" and role in thing.readers
            expected = WAYS - thing.without if told else set()
            assert reveals(people[role], kind, thing.word) == expected, (state, role)
        if state == "published":
            its_page_opens_for_whom_it_is_shown_to(kind, thing, people)
    assert thing.key not in {key for _kind, key, _wrong in differences()}


def its_page_opens_for_whom_it_is_shown_to(kind: str, thing: Specimen, people: People) -> None:
    """The address of the thing is on the pages of the search for exactly those to whom it opens."""
    show = registry.kinds()[kind].show
    url = show(people["coordinator"], [thing.key], "ru")[thing.key].url.partition("#")[0]
    for role, reader in people.items():
        client = Client()
        if reader:
            client.force_login(reader)
        pages = [client.get("/ru/search/", {"q": thing.word})]
        if "suggestion" not in thing.without:
            pages.append(client.get("/ru/search/suggest/", {"q": thing.word}))
        told = {url in page.content.decode() for page in pages}
        is_shown = thing.key in show(reader or AnonymousUser(), [thing.key], "ru")
        page = client.get(url)
        if kind == "post" and page.status_code == 302:  # to where it stands
            page = client.get(page["Location"])
        opens = page.status_code == 200
        assert told == {is_shown} == {opens} == {role in thing.readers}, role


@pytest.mark.elasticsearch
def test_what_is_not_for_a_reader_any_more_is_not_shown_by_a_copy_that_lags_behind(
    copying: ElasticsearchEngine,
):
    place, people = readers()
    for kind, begin in SPECIMENS.items():
        thing = begin(place, people)
        thing.publish()
        catch_up()
        thing.withdraw()
        for reader in people.values():
            user = reader or AnonymousUser()
            found = search(user, thing.word, language="ru", kinds=[kind])
            assert found.engine == "elasticsearch"
            assert not found.hits
            assert not suggest(user, thing.word, language="ru"), kind


@pytest.mark.parametrize(
    ("access", "who"),
    [
        (["role:trainer"], {"trainer"}),
        (["role:manager", "role:admin"], {"manager", "admin"}),
        (["nobody"], set()),
    ],
)
def test_what_is_for_a_role_is_for_that_role(access: list[str], who: set[str]):
    Things().say("1", "Заповедник", "Заповедник у реки", access=access)
    catch_up()
    for role, reader in readers()[1].items():
        assert reveals(reader, "thing", "заповедник") == (WAYS if role in who else set()), role


def test_a_person_is_found_by_the_place_and_the_position_in_any_language():
    place = make.municipality("Барскоон")
    make.learner(place, family_name="Жумабаева")
    found = search(make.manager(), "Барскоон делопроизводитель Жумабаева", language="ky")
    assert [hit.kind for hit in found.hits][:1] == ["person"]


def test_a_draft_gives_nothing_before_it_is_published_and_after_it_is_withdrawn():
    course = make_courses.course(title="Полив огородов").page
    lesson = make_courses.lesson(make_courses.module(course), title="Арык и шлюз")
    reader = make.admin()
    assert search(reader, "шлюз", language="ru", kinds=["lesson"]).total == 1
    catch_up()
    lesson.body = [("text", "<p>Гидрометрический пост</p>")]
    lesson.save_revision()
    assert search(reader, "гидрометрический", language="ru").total == 0
    lesson.get_latest_revision().publish()
    assert search(reader, "гидрометрический", language="ru").total == 1
    lesson.refresh_from_db()
    lesson.unpublish()
    catch_up()
    assert search(reader, "гидрометрический", language="ru").total == 0
    assert search(reader, "гидрометричский", language="ru").did_you_mean == ""
    assert not suggest(reader, "арык", language="ru")
    assert search(reader, "огородов", language="ru").total >= 1
    course.unpublish()
    assert search(reader, "огородов", language="ru").total == 0
    assert list(differences()) == []
