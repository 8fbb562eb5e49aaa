"""The explorer's pages: filters, chips, pages, files; and who opened which is kept."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from courses.reports.explorer.elsewhere import without_small
from lms.people.models import AuditRecord, Municipality, Person
from tests import make, make_courses
from tests.make_courses import MadeCourse
from tests.reports.learning import learn, move_to

pytestmark = pytest.mark.django_db

MUNICIPALITY, PROGRAMME = "/ru/municipality/records/", "/ru/programme/records/"


def read(reader: Person, address: str, **asked: Any) -> str:
    return str(answer(reader, address, **asked).content.decode())


def answer(reader: Person, address: str, **asked: Any) -> Any:
    client = Client()
    client.force_login(reader)
    return client.get(address, asked)


def one_of_each(place: Municipality) -> tuple[MadeCourse, Person, Person]:
    """A course, somebody who completed its module, and somebody who only joined."""
    course = make_courses.course(lessons=2)
    done = make.learner(place, family_name="Асанова")
    learn(done, course, lessons=2)
    joined = make.learner(place, family_name="Бакиров", sex="m")
    learn(joined, course, lessons=0)
    return course, done, joined


def test_a_coordinator_finds_who_completed_and_who_has_not_started():
    place = make.municipality()
    one_of_each(place)
    elsewhere = make.learner(family_name="Чужой")
    learn(elsewhere, make_courses.course(lessons=1), lessons=1)
    coordinator = make.coordinator(place)

    everything = read(coordinator, MUNICIPALITY)
    assert "Асанова" in everything
    assert "Бакиров" in everything
    assert "Чужой" not in everything

    completed = read(coordinator, MUNICIPALITY, stage="completed")
    assert "Асанова" in completed
    assert "Бакиров" not in completed
    assert 'name="stage" value="completed" checked' in completed


def test_a_row_says_who_it_is_within_a_line_and_a_day_once():
    place = make.municipality()
    person = make.learner(place, sex="m")
    learn(person, make_courses.course(lessons=1), lessons=1, on=date(2026, 3, 12))
    page = read(make.coordinator(place), MUNICIPALITY)
    assert ", мужчина" in page
    assert page.replace("\xa0", " ").count("12 марта 2026") == 1


def test_each_filter_is_a_chip_whose_address_is_the_page_without_it():
    place = make.municipality()
    one_of_each(place)
    page = read(make.coordinator(place), MUNICIPALITY, stage="completed", name="аса")
    assert 'href="?name=%D0%B0%D1%81%D0%B0"' in page
    assert 'href="?stage=completed"' in page


def test_staff_who_never_joined_are_counted_from_the_rows_of_members():
    place = make.municipality()
    course, _done, _joined = one_of_each(place)
    make.learner(place)
    coordinator = make.coordinator(place)
    page = read(coordinator, MUNICIPALITY, course=str(course.key))
    # The two who joined, the third, and the coordinator.
    assert "Сотрудников сегодня: 4, из них не записывались: 2" in page


def test_a_number_that_is_none_is_said_beside_its_field():
    coordinator = make.coordinator()
    page = read(coordinator, MUNICIPALITY, days="вечность", **{"from": "вчера"})
    assert "f_days_err" in page
    assert "f_from_err" in page


def test_pages_follow_one_another_without_a_row_lost(monkeypatch: pytest.MonkeyPatch):
    place = make.municipality()
    course = make_courses.course(lessons=1)
    names = {f"Иванов{n}" for n in range(52)}
    for name in names:
        learn(make.learner(place, family_name=name), course, lessons=1)
    coordinator = make.coordinator(place)
    first = answer(coordinator, MUNICIPALITY)
    following = first.context["following"]
    assert following
    rest = Client()
    rest.force_login(coordinator)
    second = rest.get(f"{MUNICIPALITY}?{following}")
    seen = [row.name.split()[0] for page in (first, second) for row in page.context["found"].rows]
    assert len(seen) == 52
    assert set(seen) == names
    assert not second.context["following"]


def test_a_file_has_what_is_filtered_and_runs_nothing_and_is_recorded():
    place = make.municipality()
    course = make_courses.course(lessons=1)
    learn(make.learner(place, family_name="=1+1"), course, lessons=1)
    one_of_each(place)
    coordinator = make.coordinator(place)

    taken = answer(coordinator, MUNICIPALITY, stage="completed", **{"as": "csv"})
    text = b"".join(taken.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    assert len(rows) == 1 + 2
    assert {row[0].split()[0] for row in rows[1:]} == {"'=1+1", "Асанова"}

    book = answer(coordinator, MUNICIPALITY, **{"as": "xlsx"})
    assert book.streaming
    sheet = load_workbook(BytesIO(content_of(book))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any(str(cell.value).startswith("=1+1") for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "d"}

    acts = AuditRecord.objects.filter(act="report exported", by=coordinator).order_by("pk")
    assert [record.facts["rows"] for record in acts] == [2, 3]
    assert acts[0].facts["filters"] == {"stage": "completed"}


def content_of(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else bytes(response.content)


def test_that_a_manager_opened_the_people_behind_a_number_is_kept():
    place = make.municipality()
    one_of_each(place)
    manager = make.manager()
    page = read(manager, PROGRAMME, municipality=place.code, stage="completed")
    assert "Асанова" in page
    opened = AuditRecord.objects.get(act="records opened")
    assert opened.by == manager
    assert opened.facts["total"] == 1
    assert place.code in opened.facts["filters"]

    read(make.coordinator(place), MUNICIPALITY)
    assert AuditRecord.objects.filter(act="records opened").count() == 1


def test_it_is_kept_also_of_whoever_begins_in_the_middle():
    one_of_each(make.municipality())
    manager = make.manager()
    page = read(manager, PROGRAMME, after=f"9999-12-30T00:00:00+00:00_1_{'0' * 32}")
    assert "Асанова" in page
    assert AuditRecord.objects.get(act="records opened").by == manager


def test_a_number_of_people_whom_one_may_not_open_is_never_under_five():
    own, foreign = make.municipality(), make.municipality()
    course, _done, _joined = one_of_each(own)
    module = str(course.modules[0].translation_key)
    coordinator, manager = make.coordinator(own), make.manager()

    def said(reader: Person, address: str) -> str:
        page = read(reader, address, module=module)
        return next((line for line in page.splitlines() if "В других муниципалитетах" in line), "")

    for n in range(4):
        learn(make.learner(foreign, family_name=f"Чужой{n}"), course, lessons=2)
    assert "меньше чем у 5" in said(coordinator, MUNICIPALITY)
    learn(make.learner(None, family_name="Чужой5"), course, lessons=0)
    assert "модулем: 5<" in said(coordinator, MUNICIPALITY)  # four of five would tell of the fifth
    learn(make.learner(foreign), course, lessons=2)
    for _ in range(4):
        learn(make.learner(foreign), course, lessons=0)
    assert "модулем: 10, прошли: 5<" in said(coordinator, MUNICIPALITY)
    assert said(manager, PROGRAMME) == ""


def test_whom_a_coordinator_knows_does_not_fill_a_number_up_to_five():
    own, foreign, manager = make.municipality(), make.municipality(), make.manager()
    course = make_courses.course(lessons=1)
    newcomers = [make.learner(foreign) for _ in range(4)]
    for learner in [*newcomers, make.learner(foreign)]:
        learn(learner, course, lessons=1)
    for learner in newcomers:
        move_to(learner, own, by=manager)

    page = read(make.coordinator(own), MUNICIPALITY, module=str(course.modules[0].translation_key))

    # Five completed it elsewhere, and four of them are in the coordinator's own list with what they brought.
    assert "меньше чем у 5" in page
    assert "модулем: 5" not in page


@pytest.mark.parametrize(
    ("people", "completed", "shown"),
    [(4, 4, (None, None)), (5, 5, (5, 5)), (5, 0, (5, None)), (9, 5, (9, None)), (10, 5, (10, 5))],
)
def test_small_numbers_do_not_come_out_by_subtraction(
    people: int, completed: int, shown: tuple[int | None, int | None]
):
    found = without_small(people, completed)
    assert (found.people, found.completed) == shown


def test_a_municipality_of_somebody_else_is_no_filter_that_opens_it():
    own, foreign = make.municipality(), make.municipality()
    one_of_each(foreign)
    page = read(make.coordinator(own), MUNICIPALITY, municipality=foreign.code)
    assert "Асанова" not in page
    assert str(foreign.name_ru) not in page


@pytest.mark.parametrize(
    "asked",
    [
        {"after": "x"},
        {"after": "2026-01-01_1_2"},
        {"course": "'; DROP TABLE"},
        {"module": "%(v0)s"},
        {"position": "²"},
        {"days": "0"},
        {"days": "９" * 30},
        {"name": "%" * 300},
        {"sex": "\ud800"},
        {"from": "9999-99-99", "to": "0000-00-00"},
        {"after": f"0001-01-01T00:00:00+23:00_1_{'0' * 32}"},
        {"after": f"9999-12-31T23:59:59-23:00_1_{'0' * 32}"},
        {"after": f"2026-01-01T00:00:00+00:00_{'9' * 18}_{'0' * 32}"},
        {"after": f"2026-01-01T00:00:00+00:00_{'9' * 5000}_x"},
        {"as": "csv", "after": "_" * 5000, "position": "9" * 30},
    ],
)
def test_nonsense_is_answered_with_a_page(asked: dict[str, str]):
    manager = make.manager()
    client = Client()
    client.force_login(manager)
    query = "&".join(
        f"{name}={''.join(f'%{byte:02X}' for byte in value.encode('utf-8', 'surrogatepass'))}"
        for name, value in asked.items()
    )
    assert client.get(f"{PROGRAMME}?{query}").status_code == 200


def test_ways_lead_back_and_to_the_table_of_staff_and_modules():
    place = make.municipality()
    course, _done, _joined = one_of_each(place)
    manager = make.manager()
    asked = {"municipality": place.code, "course": str(course.key)}
    table = f"/ru/programme/municipalities/{place.code}/"
    searched = f"{PROGRAMME}?municipality={place.code}&amp;course={course.key}"
    hint = "Выберите один курс и один муниципалитет"

    anything, chosen = read(manager, PROGRAMME), read(manager, PROGRAMME, **asked)
    assert 'class="back" href="/ru/programme/"' in anything
    assert hint in anything
    assert hint not in chosen
    assert f'href="{table}?course={course.key}"' in chosen
    staff = read(manager, table, course=str(course.key))
    assert 'class="back" href="/ru/programme/"' in staff
    assert searched in staff

    coordinator = make.coordinator(place)
    assert 'class="back" href="/ru/municipality/"' in read(coordinator, MUNICIPALITY)
    assert 'class="back"' not in read(coordinator, "/ru/municipality/")
