"""The cases of the demonstration: complete, of every sort, and brought in without a complaint."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from exchange.cases.models import CasePage
from lms.people.places import (
    import_municipalities,
    import_positions,
    read_municipalities,
    read_positions,
)
from lms.website.demo.cases import draft_cases, seed_lists
from tests import make

DEMO = Path(__file__).resolve().parents[2] / "exchange" / "cases" / "demo"
TOPICS = Path(__file__).resolve().parents[2] / "exchange" / "forum" / "demo" / "topics"
LARGEST_FILE = 40 * 1024  # bytes: a phone on 2G waits for it
# Before the days that the content names: a clock that is behind shows nothing of the future.
EARLY = datetime(2025, 6, 1, 10, 30, tzinfo=ZoneInfo("Asia/Bishkek"))


def cases() -> list[dict[str, Any]]:
    files = sorted((DEMO / "cases").glob("*.yaml"))
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in files]


def test_there_are_twenty_four_of_every_sort():
    found = cases()
    assert len({case["key"] for case in found}) == len(found) == 24
    assert all(case["illustrative"] for case in found)
    assert {case["status"] for case in found} == {"planned", "running", "stopped", "failed"}
    assert Counter(tuple(case["languages"]) for case in found).keys() == {
        ("ru",), ("ky",), ("ru", "ky"),
    }  # fmt: skip


def test_files_are_all_offered_somewhere_and_small():
    files = DEMO / "files"
    offered = {
        row["file"]
        for case in cases()
        for name in ("files", "photos")
        for row in case.get(name, [])
    }
    there = {
        file.relative_to(files).as_posix(): file.stat().st_size
        for file in files.rglob("*.*")
        if file.suffix != ".svg"
    }
    assert there.keys() == offered
    drawn = {file.stem for file in files.rglob("*.png")}
    assert drawn == {file.stem for file in files.rglob("*.svg")}  # which they were made of
    assert max(there.values()) <= LARGEST_FILE


def test_topics_and_earlier_cases_are_there():
    topics = {
        topic["key"]
        for file in TOPICS.glob("*.yaml")
        for topic in yaml.safe_load(file.read_text(encoding="utf-8"))
    }
    keys = {case["key"] for case in cases()}
    for case in cases():
        assert set(case["related"]["topics"]) <= topics, case["key"]
        assert set(case["builds_on"]) <= keys - {case["key"]}, case["key"]


def adoptions() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(
        (DEMO / "adoptions.yaml").read_text(encoding="utf-8")
    )["adoptions"]
    return found


def test_fifteen_adoptions_fit_the_cases_that_they_are_of_and_became():
    by_key = {case["key"]: case for case in cases()}
    places = {row["soate_code"] for row in read_municipalities()}
    assert len({each["key"] for each in adoptions()}) == len(adoptions()) == 15
    for each in adoptions():
        case, days = by_key[each["case"]], [step["date"] for step in each["steps"]]
        assert each["municipality"] in places - {case["municipality"]}, each["key"]
        assert days == sorted(days), each["key"]
        for row in each["indicators"]:
            assert (row["original_indicator"] or 0) <= len(case.get("indicators", [])), each["key"]
        if each["result_case"]:
            result = by_key[each["result_case"]]
            assert result["municipality"] == each["municipality"]
            assert each["case"] in result["builds_on"]


def test_two_lines_of_them_are_three_generations_deep():
    after = {each["case"]: each["result_case"] for each in adoptions() if each["result_case"]}
    sources = {each["case"] for each in adoptions()}
    lines = [case for case, result in after.items() if result in sources]
    assert {"one-truck-three-villages", "meters-in-one-summer"} <= set(lines)


@pytest.mark.django_db
def test_all_are_brought_in_without_a_complaint_whatever_the_clock_says():
    import_municipalities(read_municipalities())
    import_positions(read_positions())
    seed_lists()
    moderator = make.moderator()
    draft_cases(moderator, EARLY)
    draft_cases(moderator, EARLY)
    assert CasePage.objects.count() == sum(len(case["languages"]) for case in cases())
    assert not CasePage.objects.live().exists()
