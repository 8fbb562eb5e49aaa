"""A case was withdrawn: who hears of it, what its authors read, and how it comes back."""

from typing import Any

import pytest
from django.test import Client

from exchange.cases.choices import DraftState
from exchange.cases.models import Case, CaseDraft
from exchange.cases.withdrawal import withdraw_case
from tests import make
from tests.cases import adoptions, library, reviews
from tests.cases.editor import as_
from tests.notices import said_of

pytestmark = pytest.mark.django_db

BECAUSE = "Договор оказался недействительным."
BECAUSE_KY = "Келишим жараксыз болуп чыкты."


def event_of(case: Case) -> str:
    case.refresh_from_db()
    return f"case withdrawn:{case.pk}:{case.withdrawn_at:%Y%m%d%H%M%S%f}"


def test_its_authors_and_who_took_it_up_are_told_why():
    author, neighbour, moderator = make.learner(), make.learner(), make.moderator()
    case = reviews.published(author)
    adoptions.begin(case, neighbour)
    silent = adoptions.taken(case)
    coordinator = make.coordinator(silent.municipality)
    withdraw_case(by=moderator, case=case, because=BECAUSE)
    told = said_of(event_of(case))
    assert {each.person for each in told} == {author, neighbour, coordinator}
    for said in told:
        assert reviews.BASICS["title"] in said.title
        assert said.text == BECAUSE
        assert said.url.endswith(f"/cases/{case.slug}/")


def test_each_is_told_of_it_in_their_language():
    words = {"ru": "Одна машина", "ky": "Бир унаа"}
    told: dict[str, Any] = dict.fromkeys(("title", "summary", "problem", "done"), words)
    case = library.case(languages=["ru", "ky"], **told)
    coordinator = make.coordinator(case.municipality)
    coordinator.language = "ky"
    coordinator.save(update_fields=["language"])
    withdraw_case(by=make.moderator(), case=case, because=BECAUSE)
    [said] = said_of(event_of(case))
    assert "Бир унаа" in said.title


def test_the_reason_is_read_in_ones_language_or_says_in_which_it_is(client: Client):
    only_russian, both = (reviews.published(make.learner()) for _ in range(2))
    by = make.moderator()
    withdraw_case(by=by, case=only_russian, because=BECAUSE)
    withdraw_case(by=by, case=both, because=BECAUSE, because_ky=BECAUSE_KY)
    for language, case, words, said in [
        ("ru", only_russian, BECAUSE, ""),
        ("ky", only_russian, BECAUSE, "(русский)"),
        ("en", only_russian, BECAUSE, "(русский)"),
        ("ru", both, BECAUSE, ""),
        ("ky", both, BECAUSE_KY, ""),
        ("en", both, BECAUSE, "(русский)"),
    ]:
        page = client.get(f"/{language}/cases/{case.slug}/").content.decode()
        main = page.split("<main", 1)[1].split("</main", 1)[0]
        assert words in main
        assert ('lang="ru">' + BECAUSE in main) == bool(said)
        assert said in main
    texts = {each.person.language: each.text for each in said_of(event_of(both))}
    assert texts == {"ky": BECAUSE_KY}


def test_its_authors_read_that_it_is_withdrawn_and_not_that_it_is_published():
    author = make.learner()
    case = reviews.published(author)
    client = as_(author)
    pages = [f"/ru/my/cases/{case.key}/", "/ru/my/cases/", f"/ru/my/cases/{case.key}/review/"]
    for path in pages:
        html = client.get(path).content.decode()
        assert "Опубликован" in html
        assert "Отозван" not in html
    withdraw_case(by=make.moderator(), case=case, because=BECAUSE)
    for path in pages:
        main = client.get(path).content.decode().split("<main", 1)[1]
        assert "Отозван" in main, path
        assert "Опубликован" not in main, path
    for path in (pages[0], pages[2]):
        assert BECAUSE in client.get(path).content.decode()


def test_its_authors_mend_it_and_it_comes_back():
    author = make.learner()
    case = reviews.published(author)
    withdraw_case(by=make.moderator(), case=case, because=BECAUSE)
    client = as_(author)
    revise = f"/ru/cases/{case.slug}/revise/"
    assert revise in client.get(f"/ru/my/cases/{case.key}/").content.decode()
    assert revise in client.get(f"/ru/cases/{case.slug}/").content.decode()
    assert revise not in as_(make.learner()).get(f"/ru/cases/{case.slug}/").content.decode()
    assert client.get(revise).status_code == 200
    client.post(revise)
    draft = CaseDraft.objects.get(key=case.key, state=DraftState.WRITING)
    reviews.resubmitted(draft)
    assert client.get(f"/ru/cases/{case.slug}/").status_code == 410
    reviews.pass_both(draft)
    assert client.get(f"/ru/cases/{case.slug}/").status_code == 200
    assert "Отозван" not in client.get("/ru/my/cases/").content.decode()


def test_a_published_draft_says_how_it_is_changed_and_not_that_it_was_sent():
    author = make.learner()
    case = reviews.published(author)
    html = as_(author).get(f"/ru/my/cases/{case.key}/").content.decode()
    assert f"/ru/cases/{case.slug}/revise/" in html
    assert "обновите пример" in html
    assert "сейчас в нём ничего не меняют" not in html
    assert "Первой части хватит" not in html
