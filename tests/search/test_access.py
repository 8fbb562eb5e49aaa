"""Search reveals only what the reader may open: in hits, counts, suggestions, corrections and excerpts."""

import pytest
from django.contrib.auth.models import AnonymousUser

from lms.people.membership import confirm_membership, end_membership
from search.comparing import differences
from search.query import search, suggest
from search.vocabulary import learn_new_entries
from tests import make, make_pages
from tests.search.things import Things

pytestmark = pytest.mark.django_db


def readers():
    place = make.municipality("Көк-Жар")
    return {
        "visitor": AnonymousUser(),
        "claims": make.person(municipality=place),
        "member": make.learner(place),
        "coordinator": make.coordinator(place),
        "trainer": make.trainer(),
        "manager": make.manager(),
        "admin": make.admin(),
    }


def reveals(user, text, typo, begun):
    """By which of the ways a reader learns of the thing."""
    results = search(user, text, language="ru", size=50)
    wrong = search(user, typo, language="ru")
    return {
        "hits": bool(results.hits),
        "total": bool(results.total),
        "facets": any(results.facets.values()),
        "excerpt": any("<mark>" in hit.excerpt for hit in results.hits),
        "suggestions": bool(suggest(user, begun, language="ru")),
        "correction": bool(wrong.did_you_mean),
        "nearly": bool(wrong.total),
    }


@pytest.mark.parametrize(
    ("access", "who"),
    [
        (["public"], {"visitor", "claims", "member", "coordinator", "trainer", "manager", "admin"}),
        (["member"], {"member", "coordinator"}),
        (["role:trainer"], {"trainer"}),
        (["role:manager", "role:admin"], {"manager", "admin"}),
        (["nobody"], set()),
    ],
)
def test_each_reader_finds_what_is_for_them_and_learns_nothing_of_the_rest(access, who):
    Things().say("1", "Заповедник", "Заповедник у реки", access=access)
    learn_new_entries()
    for name, user in readers().items():
        seen = reveals(user, "заповедник", "заповедникк", "запов")
        assert set(seen.values()) == {name in who}, (name, seen)


def test_people_are_found_by_confirmed_members_and_managers_only():
    someone = make.learner(make.municipality("Теплоключенка"), family_name="Жээнбекова")
    learn_new_entries()
    for name, user in readers().items():
        results = search(user, "Жээнбекова", language="ru", kinds=["person"])
        allowed = name in {"member", "coordinator", "manager", "admin"}
        assert [hit.key for hit in results.hits] == ([str(someone.uuid)] if allowed else []), name
        assert bool(results.total) == allowed
        assert bool(suggest(user, "Жээнб", language="ru")) == allowed
        assert bool(search(user, "Жээнбкова", language="ru").did_you_mean) == allowed


def test_a_claimed_membership_is_found_once_it_is_confirmed_and_until_it_ends():
    place, reader = make.municipality(), make.manager()
    someone = make.person(municipality=place, family_name="Асанбаева")
    assert search(reader, "Асанбаева", language="ru").total == 0
    confirm_membership(by=reader, membership=make.membership_of(someone))
    assert search(reader, "Асанбаева", language="ru").total == 1
    end_membership(by=someone, membership=make.membership_of(someone))
    assert search(reader, "Асанбаева", language="ru").total == 0


def test_a_person_is_found_by_the_place_and_the_position_in_any_language():
    place = make.municipality("Барскоон")
    make.learner(place, family_name="Жумабаева")
    found = search(make.manager(), "Барскоон делопроизводитель Жумабаева", language="ky")
    assert [hit.kind for hit in found.hits][:1] == ["person"]


def test_a_draft_gives_nothing_before_it_is_published_and_after_it_is_withdrawn():
    course = make_pages.course(title="Полив огородов")
    lesson = make_pages.lesson(make_pages.module(course), title="Арык и шлюз")
    reader = make.admin()
    assert search(reader, "шлюз", language="ru", kinds=["lesson"]).total == 1
    learn_new_entries()
    lesson.body = [("text", "<p>Гидрометрический пост</p>")]
    lesson.save_revision()
    assert search(reader, "гидрометрический", language="ru").total == 0
    lesson.get_latest_revision().publish()
    assert search(reader, "гидрометрический", language="ru").total == 1
    lesson.refresh_from_db()
    lesson.unpublish()
    learn_new_entries()
    assert search(reader, "гидрометрический", language="ru").total == 0
    assert search(reader, "гидрометричский", language="ru").did_you_mean == ""
    assert not suggest(reader, "арык", language="ru")
    assert search(reader, "огородов", language="ru").total >= 1
    course.unpublish()
    assert search(reader, "огородов", language="ru").total == 0
    assert list(differences()) == []
