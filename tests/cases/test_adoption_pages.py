"""The pages of an adoption: what everybody reads, what only the two do, and forms that keep what was typed."""

import re
from datetime import timedelta
from decimal import Decimal
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exchange.cases.choices import AdoptionStatus
from exchange.cases.models import Adoption
from exchange.cases.withdrawal import withdraw_case
from lms import clock
from lms.people.membership import end_membership
from lms.people.models import Person
from tests import make
from tests.cases import adoptions, library

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def page(client: Client, adoption: Adoption) -> str:
    response = client.get(f"/ru/cases/{adoption.case.slug}/adoptions/{adoption.pk}/")
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


def test_it_is_taken_up_from_the_page_of_the_case(client: Client):
    case, person = library.case(), make.learner()
    client.force_login(person)
    address = f"/ru/cases/{case.slug}/"
    adopt = f"{address}adopt/"
    assert adopt in client.get(address).content.decode()
    form = {"words": "Сколько стоила машина?", "client_id": uuid4()}
    answer = client.post(adopt, form)
    made = Adoption.objects.get()
    assert answer["Location"] == f"{address}adoptions/{made.pk}/"
    assert client.post(adopt, form)["Location"] == answer["Location"]
    assert f"{address}adoptions/{made.pk}/" in client.get(address).content.decode()
    assert adopt not in client.get(address).content.decode()
    again = client.post(adopt, {"words": "Ещё раз", "client_id": uuid4()}).content.decode()
    assert "Ещё раз" not in again  # the way to what is there, instead of the form
    assert f"{address}adoptions/{made.pk}/" in again
    assert Adoption.objects.count() == 1


def test_whoever_may_not_reads_why(client: Client):
    case = library.case()
    adopt = f"/ru/cases/{case.slug}/adopt/"
    assert adopt in client.get(f"/ru/cases/{case.slug}/").content.decode()  # and then signs in
    assert client.get(adopt).status_code == HTTPStatus.FOUND
    for person, words in [
        (make.learner(case.municipality), "вашего муниципалитета"),
        (make.person(municipality=make.municipality()), "подтвердит"),
    ]:
        client.force_login(person)
        html = client.get(adopt).content.decode()
        assert words in html
        assert "<textarea" not in html
        shown = client.get(f"/ru/cases/{case.slug}/").content.decode()
        assert adopt not in shown
        assert words in shown


def test_everybody_reads_steps_and_figures_and_only_the_two_are_led_to_the_talk(client: Client):
    case = library.bring(library.full())[0]
    made = adoptions.begin(case)
    indicator = case.caseindicators.get()
    adoptions.measure(made, indicator=indicator, before=Decimal(21), after=Decimal("8.5"))
    adoptions.step(made, AdoptionStatus.UNDER_WAY, note="Купили машину.", differs="Без мешков.")
    html = page(client, made)
    for words in ("Купили машину.", "Без мешков.", "8,5", "6,5", "Свалок", 'scope="colgroup"'):
        assert words in html
    talk = reverse("forum_topic", args=[made.topic_id]).removeprefix("/ky")
    assert talk not in html
    tell = f"/adoptions/{made.pk}/step/"
    left = make.learner(made.municipality)
    end_membership(by=make.manager(), membership=make.membership_of(left))
    for person, reads, tells in [
        (make.learner(made.municipality), True, True),
        (make.learner(made.giver), True, False),
        (Person.objects.get(pk=left.pk), False, False),
        (make.learner(), False, False),
        (make.moderator(), False, False),
    ]:
        client.force_login(person)
        html = page(client, made)
        assert (talk in html, tell in html) == (reads, tells), person


def test_a_step_that_is_refused_keeps_what_was_typed(client: Client):
    made = adoptions.begin()
    assert made.started_by
    client.force_login(made.started_by)
    address = f"/ru/cases/{made.case.slug}/adoptions/{made.pk}/step/"
    typed = {
        "status": "stopped",
        "on": clock.today().isoformat(),
        "note": "",
        "differs": "Две машины",
        "client_id": uuid4(),
    }
    html = client.post(address, typed).content.decode()
    assert "Две машины" in html
    assert 'role="alert"' in html
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    assert 'role="alert"' in client.post(address, typed | {"on": tomorrow}).content.decode()
    assert 'role="alert"' in client.post(address, typed | {"on": "вчера"}).content.decode()
    assert "Напишите день как 12.03.2026" in client.post(address, typed | {"on": "вчера"}).text
    today = f"{clock.today():%d.%m.%Y}"
    assert f'value="{today}"' in client.get(address).text
    answer = client.post(address, typed | {"note": "Нет денег.", "on": f" {today} "})
    assert answer.status_code == HTTPStatus.FOUND
    html = page(client, made)
    assert "Нет денег." in html
    assert address not in html  # closed


def test_figures_are_taken_as_they_are_written(client: Client):
    case = library.bring(library.full())[0]
    made = adoptions.begin(case)
    assert made.started_by
    client.force_login(made.started_by)
    address = f"/ru/cases/{case.slug}/adoptions/{made.pk}/figure/"
    html = client.get(address).content.decode()
    assert "Свалок, мест" in html
    [chosen] = re.findall(r'<option value="(\d*)"\s+selected', html)
    assert chosen == str(case.caseindicators.get().pk)
    assert ">До<" in "".join(html.split())  # and not the pager's “Назад”
    indicator = case.caseindicators.get()
    day = clock.today().isoformat()
    form = {"indicator": indicator.pk, "before": "1 250,5", "after": "900.25", "measured_on": day}
    assert client.post(address, form).status_code == HTTPStatus.FOUND
    measure = made.measures.get()
    assert (measure.before, measure.after) == (Decimal("1250.50"), Decimal("900.25"))
    for wrong in ({"after": "много", "before": ""}, {"after": "9" * 20}, {"indicator": "0"}):
        html = client.post(address, form | wrong).content.decode()
        assert 'role="alert"' in html
        assert str(wrong.get("after", "900.25")) in html
    html = client.post(address, form | {"before": "много"}).content.decode()
    assert '#id_before">До: напишите число цифрами' in html
    own = {"indicator": "", "what": "Дворов", "after": "3", "measured_on": day}
    assert 'role="alert"' in client.post(address, own).content.decode()  # without a unit
    assert client.post(address, own | {"unit": "шт"}).status_code == HTTPStatus.FOUND
    assert made.measures.count() == 2


def test_what_is_not_published_gives_a_stranger_nothing(client: Client):
    made = adoptions.begin()
    address = f"/ru/cases/{made.case.slug}/adoptions/{made.pk}/"
    library.page_of(made.case).unpublish()
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert made.started_by
    client.force_login(made.started_by)
    assert client.get(address).status_code == HTTPStatus.OK
    adoptions.step(made, AdoptionStatus.WORKING)  # they go on, and may tell it
    client.logout()
    library.publish(library.page_of(made.case))
    assert client.get(address).status_code == HTTPStatus.OK
    withdraw_case(by=make.moderator(), case=made.case, because="Ошибка.")
    assert client.get(address).status_code == HTTPStatus.OK  # who did it after stays
    assert client.get(address.replace(str(made.pk), "9" * 40)).status_code == HTTPStatus.NOT_FOUND


def test_of_a_withdrawn_case_one_still_reads_which_it_was_and_what_it_had_measured(client: Client):
    case = library.bring(library.full())[0]
    made = adoptions.begin(case)
    assert made.started_by
    indicator, title = case.caseindicators.get(), case.texts.get(language="ru").title
    adoptions.measure(made, indicator=indicator, after=Decimal("4.25"))
    was = page(client, made)
    withdraw_case(by=make.moderator(), case=case, because="Ошибка.")
    html = page(client, made)
    assert title in html
    cells = re.compile(r'<td class="n".*?</td>', re.DOTALL)
    assert cells.findall(html) == cells.findall(was)
    client.force_login(made.started_by)
    for address in ("my/adoptions", f"cases/{case.slug}"):
        assert title in client.get(f"/ru/{address}/").content.decode()


def test_ours_stand_on_a_page_of_their_own(client: Client):
    place = make.municipality()
    made = adoptions.begin(library.case(place))
    foreign = adoptions.begin()
    assert made.started_by
    for person in (made.started_by, make.learner(place)):
        client.force_login(person)
        html = client.get("/ru/my/adoptions/").content.decode()
        assert f"/adoptions/{made.pk}/" in html
        assert f"/adoptions/{foreign.pk}/" not in html
    client.force_login(make.person())
    assert "/adoptions/" not in client.get("/ru/my/adoptions/").content.decode().replace(
        "/my/adoptions/", ""
    )


def test_the_talk_leads_back_to_how_it_goes(client: Client):
    made = adoptions.begin()
    assert made.started_by
    client.force_login(made.started_by)
    html = client.get(f"/ru/forum/topics/{made.topic_id}/").content.decode()
    assert f"/ru/cases/{made.case.slug}/adoptions/{made.pk}/" in html


def test_pages_cost_few_queries(client: Client):
    case = library.bring(library.full())[0]
    made = adoptions.begin(case)
    assert made.started_by
    for _ in range(5):
        adoptions.begin(library.case(), made.started_by)
        adoptions.step(made)
    client.force_login(made.started_by)
    for path in (f"/ru/cases/{case.slug}/adoptions/{made.pk}/", "/ru/my/adoptions/"):
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len(captured) <= MOST_QUERIES, (path, len(captured))


def test_before_a_case_is_made_of_it_the_page_says_what_comes_along(client: Client):
    made = adoptions.taken(library.case(), make.municipality())
    client.force_login(make.learner(made.municipality))
    address = reverse("case_of_adoption", args=[made.pk])
    assert "Шаги не перейдут" in client.get(address).text
    made.steps.update(note="Купили вторую машину.")
    assert "словами, перейдут сюда: 1" in client.get(address).text
    assert "Цифры не перейдут" in client.get(address).text
