"""What of a case readers see, and when: the facts of its source, the words of each language, nothing of a draft."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from exchange.cases.importing import key_of
from exchange.cases.models import Case, CaseIndicator, CasePage, CaseText
from exchange.cases.publication import republish
from exchange.cases.withdrawal import ReplacesItself, WithoutReason, withdraw_case
from lms.rules import NotAllowed
from search.models import SearchEntry
from tests import make
from tests.cases import library

pytestmark = pytest.mark.django_db


def test_facts_are_rows_and_the_same_in_every_language():
    text = {"ru": "Одна машина", "ky": "Бир унаа"}
    both = library.full(
        languages=["ky", "ru"],
        title=text,
        summary=text,
        problem=text,
        done=text,
        context={"population": 6200, "terrain": text},
        steps=[{"title": text}],
        costs=[{"what": text, "kind": "once", "amount": 940_000}],
        funding=[{"source": text, "amount": 940_000, "share": 99.5}],
        indicators=[{"what": text, "unit": text, "before": 17, "after": 6.5}],
        lessons=[text],
        contact={},
    )
    case = library.bring(both)[0]
    assert (case.launch_cost, case.yearly_cost, case.funded_share) == (
        940_000,
        None,
        Decimal("99.5"),
    )
    assert (case.year, case.population, case.has_results) == (2024, 6200, True)
    assert case.caseindicators.get().after == Decimal("6.5")
    texts = {each.language: each for each in case.texts.all()}
    assert {code: each.text_language for code, each in texts.items()} == {
        "ky": "ky", "ru": "ru", "en": "ky",
    }  # fmt: skip
    assert texts["ru"].content["costs"][0]["what"] == "Одна машина"
    assert texts["ky"].content["costs"][0]["what"] == "Бир унаа"
    assert {each.content["costs"][0]["amount"] for each in texts.values()} == {940_000}


def test_a_figure_changed_in_a_translation_counts_nowhere():
    text = {"ru": "Машина", "ky": "Унаа"}
    words: dict[str, Any] = dict.fromkeys(("title", "summary", "problem", "done"), text)
    cost = {"what": text, "kind": "once", "amount": 5}
    case = library.bring(library.data(languages=["ru", "ky"], costs=[cost], **words))[0]
    kyrgyz = CasePage.objects.get(translation_key=case.key, locale__language_code="ky")
    kyrgyz.costs[0].value["amount"] = 7
    kyrgyz.costs[0].value["what"] = "Башка"
    library.publish(kyrgyz)
    case.refresh_from_db()
    assert case.launch_cost == 5
    row = CaseText.objects.get(case=case, language="ky").content["costs"][0]
    assert (row["what"], row["amount"]) == ("Башка", 5)


def test_a_draft_gives_a_stranger_nothing(client: Client):
    case = library.case()
    page = library.page_of(case)
    page.title = "Тайное слово"
    page.save_revision()
    for path in ("/ru/cases/", f"/ru/cases/{case.slug}/", "/feeds/cases/ru.atom"):
        assert "Тайное" not in client.get(path).content.decode()
    assert not SearchEntry.objects.filter(title__contains="Тайное").exists()


def test_what_is_unpublished_is_nowhere_and_comes_back(client: Client):
    case = library.case()
    page = library.page_of(case)
    page.unpublish()
    assert client.get(f"/ru/cases/{case.slug}/").status_code == 404
    assert case.slug not in client.get("/ru/cases/").content.decode()
    assert case.slug not in client.get("/feeds/cases/ru.atom").content.decode()
    assert not SearchEntry.objects.living().filter(kind="case").exists()
    library.publish(CasePage.objects.get(pk=page.pk))
    assert client.get(f"/ru/cases/{case.slug}/").status_code == 200
    assert SearchEntry.objects.living().filter(kind="case").exists()


def test_what_is_deleted_is_nowhere(client: Client):
    case = library.case()
    library.page_of(case).delete()
    assert client.get(f"/ru/cases/{case.slug}/").status_code == 404
    assert not CaseText.objects.exists()


def test_an_old_address_leads_to_the_new_one(client: Client):
    case = library.case(key="old-words")
    page = library.page_of(case)
    page.slug = "new-words"
    library.publish(page)
    answer = client.get("/ru/cases/old-words/")
    assert (answer.status_code, answer["Location"]) == (301, "/ru/cases/new-words/")
    assert client.get("/ru/cases/new-words/").status_code == 200
    assert page.url == "/ru/cases/new-words/"


def test_two_libraries_may_use_the_same_words(client: Client):
    first = library.case(key="same")
    other = library.page_of(library.case(key="other", languages=["ky"], title="Башкасы"))
    other.slug = "same"
    library.publish(other)
    assert Case.objects.get(key=other.translation_key).slug == f"same-{other.pk}"
    first.refresh_from_db()
    assert first.slug == "same"


def test_a_withdrawn_case_says_why_and_what_there_is_instead(client: Client):
    case, better = library.case(), library.case()
    withdraw_case(by=make.moderator(), case=case, because="Полигон закрыт.", replaced_by=better)
    answer = client.get(f"/ru/cases/{case.slug}/")
    assert answer.status_code == 410
    html = answer.content.decode()
    assert "Полигон закрыт." in html
    assert f"/ru/cases/{better.slug}/" in html
    assert case.texts.count() == 0
    assert case.slug not in client.get("/ru/cases/").content.decode()
    library.publish(library.page_of(case))
    assert client.get(f"/ru/cases/{case.slug}/").status_code == 200


def test_only_moderators_withdraw_and_with_a_reason():
    case = library.case()
    with pytest.raises(NotAllowed):
        withdraw_case(by=make.trainer(), case=case, because="Да.")
    with pytest.raises(WithoutReason):
        withdraw_case(by=make.moderator(), case=case, because=" ")
    with pytest.raises(ReplacesItself):
        withdraw_case(by=make.moderator(), case=case, because="Да.", replaced_by=case)


@pytest.mark.parametrize("first_is_source", [True, False])
def test_what_builds_on_it_is_known_on_both_sides_in_whatever_order(
    client: Client, *, first_is_source: bool
):
    source = library.data()
    follower = library.data(builds_on=[source["key"]])
    library.bring(*([source, follower] if first_is_source else [follower, source]))
    pages = {
        name: client.get(f"/ru/cases/{name}/").content.decode()
        for name in (source["key"], follower["key"])
    }
    assert f"/ru/cases/{source['key']}/" in pages[follower["key"]]
    assert f"/ru/cases/{follower['key']}/" in pages[source["key"]]
    case = Case.objects.get(key=key_of(source["key"]))
    later = Case.objects.filter(sources__source_key=case.key)
    assert [each.slug for each in later] == [follower["key"]]


def test_publishing_again_keeps_what_others_point_to():
    case = library.bring(library.full())[0]
    before = CaseIndicator.objects.get().pk
    republish(case.key)
    republish(case.key)
    assert CaseIndicator.objects.get().pk == before
    assert Case.objects.get().published_at == case.published_at
