"""The pages of reports: who may open them, what stands on them, what their files are called."""

import csv
from http import HTTPStatus
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from lms import clock
from lms.people.models import AuditRecord, Municipality, Person
from tests import make, make_courses
from tests.reports.learning import learn

pytestmark = pytest.mark.django_db


def open_as(person: Person, path: str, **query: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(path, query)


def place_and_coordinator() -> tuple[Municipality, Person]:
    place = make.municipality()
    return place, make.coordinator(place)


def test_a_coordinator_reads_their_own_municipality_and_no_other():
    own, coordinator = place_and_coordinator()
    foreign, _other = place_and_coordinator()
    stranger = make.learner(foreign, family_name="Чоочун")

    page = open_as(coordinator, "/en/municipality/")
    assert page.status_code == HTTPStatus.OK
    assert stranger.family_name not in page.content.decode()
    for path in (
        f"/en/municipality/?m={foreign.code}",
        f"/en/programme/municipalities/{own.code}/",
        f"/en/programme/municipalities/{foreign.code}/",
        "/en/programme/",
        "/en/programme/list/?what=started",
    ):
        assert open_as(coordinator, path).status_code == HTTPStatus.NOT_FOUND, path


@pytest.mark.parametrize("role", ["person", "learner", "trainer", "moderator"])
def test_who_has_no_report_finds_none(role: str):
    person = getattr(make, role)()
    for path in ("/en/municipality/", "/en/programme/", "/en/programme/list/?what=started"):
        assert open_as(person, path).status_code == HTTPStatus.NOT_FOUND


def test_a_visitor_is_asked_to_sign_in():
    assert Client().get("/en/municipality/").status_code == HTTPStatus.FOUND
    assert Client().get("/en/programme/").status_code == HTTPStatus.FOUND


def test_a_manager_reads_every_municipality_and_the_people_outside():
    place, _coordinator = place_and_coordinator()
    manager = make.manager()
    for code in (place.code, "outside"):
        path = f"/en/programme/municipalities/{code}/"
        assert open_as(manager, path).status_code == HTTPStatus.OK
    assert (
        open_as(manager, "/en/programme/municipalities/none/").status_code == HTTPStatus.NOT_FOUND
    )


def test_names_stand_in_kyrgyz_order():
    place, coordinator = place_and_coordinator()
    for name in ("Өмүров", "Пак", "Ормонов", "Нурова", "Ңарова", "Мамытов"):
        make.learner(place, family_name=name)
    page = open_as(coordinator, "/en/municipality/").content.decode()
    order = sorted(("Мамытов", "Нурова", "Ңарова", "Ормонов", "Өмүров", "Пак"), key=page.index)
    assert order == ["Мамытов", "Нурова", "Ңарова", "Ормонов", "Өмүров", "Пак"]


def test_a_name_that_looks_like_a_formula_or_markup_stays_text_everywhere():
    place, coordinator = place_and_coordinator()
    make.learner(place, family_name="=cmd()", given_name="<script>")
    page = open_as(coordinator, "/en/municipality/").content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    table = b"".join(open_as(coordinator, "/en/municipality/", **{"as": "csv"})).decode()
    assert "'=cmd() <script>" in table
    file = open_as(coordinator, "/en/municipality/", **{"as": "xlsx"}).content
    cells = [cell for row in load_workbook(BytesIO(file)).worksheets[0] for cell in row]
    [cell] = [cell for cell in cells if cell.value == "=cmd() <script>"]
    assert cell.data_type == "s"


def test_a_file_has_a_percentage_where_one_course_is_chosen_and_no_empty_column_elsewhere():
    place, coordinator = place_and_coordinator()
    course = make_courses.course(lessons=2)
    learn(make.learner(place), course, lessons=1)
    everything, one = (
        b"".join(open_as(coordinator, "/en/municipality/", **{"as": "csv"}, **asked)).decode()
        for asked in ({}, {"course": str(course.key)})
    )
    assert "Progress, %" not in everything
    head, *rows = csv.reader(StringIO(one), delimiter=";")
    assert [
        row[head.index("Progress, %")] for row in rows if row[head.index("Courses begun")] == "1"
    ] == ["50"]


def test_who_takes_a_file_out_is_recorded():
    place, coordinator = place_and_coordinator()
    answer = open_as(coordinator, "/en/municipality/", **{"as": "xlsx", "sex": "f"})
    assert clock.today().isoformat() in answer.headers["Content-Disposition"]
    [record] = AuditRecord.objects.filter(act="report exported")
    assert record.by == coordinator
    assert record.facts["municipality"] == place.code
    assert record.facts["filters"] == {"sex": "f"}


def test_a_day_that_is_none_is_said_beside_its_field_and_filters_nothing():
    _place, coordinator = place_and_coordinator()
    page = open_as(coordinator, "/en/municipality/", **{"from": "2026-02-31"}).content.decode()
    assert 'id="f_from_err"' in page
    assert 'value="2026-02-31"' in page
    page = open_as(
        coordinator, "/en/municipality/", **{"from": "2026-03-01", "to": "2026-02-01"}
    ).content.decode()
    assert 'id="f_to_err"' in page


NONSENSE = (
    "position=99999999999999 course=x page=99999 page=x who=' order=' sex=x period=x after=x_1"
)


@pytest.mark.parametrize("query", NONSENSE.split())
def test_nonsense_in_an_address_is_no_error(query: str):
    _place, coordinator = place_and_coordinator()
    manager = make.manager()
    assert open_as(coordinator, f"/en/municipality/?{query}").status_code == HTTPStatus.OK
    assert open_as(manager, f"/en/programme/?{query}").status_code == HTTPStatus.OK
    path = f"/en/programme/list/?what=activities&{query}"
    assert open_as(manager, path).status_code == HTTPStatus.OK


def test_long_lists_come_in_pages_without_gaps():
    manager, place = make.manager(), make.municipality()
    course = make_courses.course(lessons=1)
    people = [make.learner(place) for _ in range(52)]
    for person in people:
        learn(person, course, lessons=1)
    client = Client()
    client.force_login(manager)
    seen = ""
    address = "?what=completions"
    for _ in range(2):
        page = client.get(f"/en/programme/list/{address}")
        seen += page.content.decode()
        address = f"?{page.context['following']}"
    assert address == "?"
    assert all(seen.count(person.family_name + " ") == 1 for person in people)
    second = client.get(f"/en/programme/municipalities/{place.code}/?page=2")
    assert len(second.context["people"].rows) == 2
