"""Who took up whose cases: every table, the file, the cases and the municipalities say the same."""

import csv
import re
from collections import Counter
from datetime import timedelta
from io import BytesIO, StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from openpyxl import load_workbook

from courses.reports.flow.drawing import LEAST, ribbons
from courses.reports.flow.reading import Flow, flow_scope, read_flow
from exchange.cases.adoption.giving import tallies_of
from exchange.cases.choices import TAKEN_UP
from exchange.cases.models import Adoption, Case
from lms import clock
from lms.people.models import AuditRecord, Municipality, Person
from tests import make
from tests.cases import library
from tests.cases.adoptions import taken
from tests.cases.test_giving import exchanged, tally

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


@pytest.fixture
def manager() -> Person:
    return make.manager()


def history(seed: int) -> None:
    """Some exchange, begun on different days, of cases of one and of two services."""
    chance = Random(seed)
    exchanged(chance)
    both = library.case(services=["waste", "water"])
    taken(both)
    for each in Adoption.objects.all():
        each.started_at = clock.now() - timedelta(days=chance.randint(0, 600))
        each.save()


def fits(each: Adoption, asked: dict[str, str]) -> bool:
    """The filters, one by one and without the queries of the report."""
    status, service = asked.get("status", ""), asked.get("service", "")
    services = set(each.case.services.values_list("key", flat=True))
    return all(
        [
            not status
            or each.status == status
            or (status == "taken_up" and each.status in TAKEN_UP),
            not service or service in services,
            not asked.get("period") or localdate(each.started_at).year == clock.today().year,
        ]
    )


def flow_of(manager: Person, asked: dict[str, str]) -> Flow:
    return read_flow(manager, flow_scope(asked, clock.today()))


ASKED = [
    {},
    {"status": "taken_up"},
    {"status": "stopped"},
    {"service": "water"},
    {"period": "year", "service": "waste"},
    {"status": "nothing", "service": "nothing"},
]


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("seed", range(2))
def test_every_table_is_of_the_same_adoptions(seed: int, asked: dict[str, str], manager: Person):
    history(seed)
    everything = Adoption.objects.select_related("giver__district", "municipality__district")
    asked_for = {k: v for k, v in asked.items() if v != "nothing" or k == "service"}
    rows = [each for each in everything if fits(each, asked_for)]
    flow = flow_of(manager, asked)
    assert flow.total == tally(rows)
    for line in flow.places:
        assert line.gave == tally([r for r in rows if r.giver_id == line.place.pk])
        assert line.took == tally([r for r in rows if r.municipality_id == line.place.pk])
    assert sum(line.gave.adoptions for line in flow.places) == len(rows)
    assert sum(line.took.adoptions for line in flow.places) == len(rows)
    pairs = Counter((r.giver_id, r.municipality_id) for r in rows)
    found = {(each.giver.pk, each.taker.pk): each.tally.adoptions for each in flow.pairs}
    assert (found, flow.pair_count) == (dict(pairs), len(pairs))
    assert sum(flow.regions.counts.values()) == len(rows)
    services = Counter(s.key for r in rows for s in r.case.services.all())
    assert {each.key: each.tally.adoptions for each in flow.services} == dict(services)


@pytest.mark.parametrize("seed", range(2))
def test_cases_and_pages_of_municipalities_say_the_same(seed: int, manager: Person):
    history(seed)
    flow = flow_of(manager, {})
    kept = Case.objects.aggregate(
        a=Sum("adoptions_count"), t=Sum("taken_up_count"), w=Sum("working_count")
    )
    assert (kept["a"], kept["t"], kept["w"]) == (
        flow.total.adoptions,
        flow.total.taken_up,
        flow.total.working,
    )
    for line in flow.places:
        place = Municipality.objects.get(pk=line.place.pk)
        assert tallies_of(place) == (line.gave, line.took)
    call_command("check_records")


def test_the_drawing_has_a_ribbon_for_every_number_of_the_table(manager: Person):
    history(1)
    regions = flow_of(manager, {}).regions
    drawn = ribbons(regions)
    assert len(drawn.outlines) == sum(1 for count in regions.counts.values() if count)
    assert {each.name: each.number for each in drawn.left} == {
        name: regions.gave(code) for code, name in regions.names.items() if regions.gave(code)
    }
    assert all(each.height >= LEAST for each in [*drawn.left, *drawn.right])


def read_csv(response: Any) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";"))


def test_files_have_a_line_for_each_adoption(client: Client, manager: Person):
    history(1)
    taken(library.case(), note="=1+1")
    client.force_login(manager)
    for query in ("", "&status=taken_up", "&service=water&period=year"):
        page = client.get(f"/ru/programme/flow/?{query}").context["flow"]
        _head, *lines = read_csv(client.get(f"/ru/programme/flow/?as=csv{query}"))
        assert len(lines) == page.total.adoptions
        book: Any = client.get(f"/ru/programme/flow/?as=xlsx{query}")
        sheet = load_workbook(BytesIO(b"".join(book.streaming_content))).active
        assert sheet
        assert sheet.max_row == len(lines) + 3  # what it is as of, nothing, the head
        # Days, without an hour that nobody means.
        assert all(
            re.fullmatch(r"[0-9-]{10}", line[column]) for line in lines for column in (8, 10)
        )


def test_who_took_a_file_is_kept(client: Client, manager: Person):
    taken(library.case())
    client.force_login(manager)
    client.get("/ru/programme/flow/?as=csv&status=working")
    (act,) = AuditRecord.objects.filter(act="report exported", by=manager)
    assert act.facts["rows"] == 1
    assert act.facts["filters"] == {"status": "working"}


@pytest.mark.parametrize(
    "query", ["from=2026-02-30", "service=x'", "status=%01&service=%01", "as=pdf"]
)
def test_whatever_stands_in_the_address_is_answered(client: Client, manager: Person, query: str):
    taken(library.case())
    client.force_login(manager)
    assert client.get(f"/ru/programme/flow/?{query}").status_code == 200


def test_the_table_of_regions_has_the_whole_width_and_says_that_it_slides(
    client: Client, manager: Person
):
    history(3)
    client.force_login(manager)
    html = client.get("/ru/programme/flow/").content.decode()
    before, section, _after = re.split(r'<table><caption class="off">|</figure>', html)[:3]
    assert "сдвинуть в сторону" in before
    assert before.rindex('<div class="flow">') > before.rindex("</h2>")  # not beside the drawing
    assert '<svg class="chart"' in section


def test_the_page_asks_no_more_for_much(client: Client, manager: Person):
    history(3)
    client.force_login(manager)
    client.get("/ru/programme/flow/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/ru/programme/flow/")
    assert len(captured) <= MOST_QUERIES, [each["sql"][:90] for each in captured]
