"""What must always be true of the demonstration content, read as plain files, without Django."""

import csv
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "courses" / "catalogue" / "demo"
CASES = Path(__file__).resolve().parents[2] / "exchange" / "cases" / "demo" / "cases"
PEOPLE = ROOT / "lms" / "people" / "demo"

COURSES = ["waste", "hearings", "feedback"]
LARGEST_FILE = 40 * 1024  # bytes: a phone on 2G waits for it
LONGEST_TITLE = 60  # characters: two lines at 360 px
LONGEST_SUMMARY = 200  # characters: the limit of the field
LONGEST_ALT = 255  # characters: the limit of an image's description in Wagtail
WITH_OPTIONS = {"single", "multiple", "true_false"}
LATER = {"ordering", "matching"}  # kinds that wait

Node = dict[str, Any]


@cache
def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def course_of(key: str) -> Node:
    course: Node = read(CATALOGUE / "courses" / f"{key}.yaml")
    return course


def languages_of(course: Node) -> set[str]:
    return set(course["title"])


def activities(course: Node) -> Iterator[Node]:
    for module in course["modules"]:
        yield from module["activities"]


def lessons(course: Node) -> Iterator[Node]:
    return (activity for activity in activities(course) if activity["kind"] == "lesson")


def questions(course: Node) -> Iterator[Node]:
    for activity in activities(course):
        yield from activity.get("questions", [])


def blocks(course: Node, type_: str) -> Iterator[Node]:
    for lesson in lessons(course):
        yield from (block for block in lesson["blocks"] if block["type"] == type_)


def texts(node: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every {ru: …, ky: …} below a node, with the way to it."""
    if isinstance(node, list):
        for number, child in enumerate(node):
            yield from texts(child, f"{where}/{number}")
    elif isinstance(node, dict) and node and set(node) <= {"ky", "ru", "en"}:
        yield where, node
    elif isinstance(node, dict):
        name = node.get("key", "")
        for key, child in node.items():
            yield from texts(child, f"{where}{':' + str(name) if name else ''}/{key}")


def plain_texts(course: Node) -> Iterator[dict[str, str]]:
    """The texts that are shown as they are, without formatting."""
    yield from (course["title"], course["summary"], *course["outcomes"])
    for lesson in lessons(course):
        for block in lesson["blocks"]:
            for name in ("title", "caption", "alt", "head", "rows"):
                yield from (text for _, text in texts(block.get(name)))
            if block["type"] in {"heading", "link_card"}:
                yield block["text"]
            for item in block.get("items", []):
                yield item["text" if block["type"] == "checklist" else "title"]
    for question in questions(course):
        yield from (text for where, text in texts(question) if "answers" not in where)


def numbers_in(text: str) -> list[str]:
    """Its numbers, in order of size: languages put them in different places of a sentence."""
    joined = re.sub(r"(?<=\d)\xa0(?=\d{3})", "", text)
    return sorted(re.findall(r"\d+(?:[.,:]\d+)*", joined))


def twice(keys: list[str]) -> set[str]:
    return {key for key in keys if keys.count(key) > 1}


@pytest.fixture(params=COURSES)
def course(request: pytest.FixtureRequest) -> Node:
    return course_of(request.param)


def test_a_course_has_the_key_of_its_file_and_a_known_topic() -> None:
    topics = {topic["key"] for topic in read(CATALOGUE / "topics.yaml")["topics"]}
    for key in COURSES:
        assert course_of(key)["key"] == key
        assert course_of(key)["topic"] in topics


def test_topics_are_named_in_three_languages_and_unlike_each_other() -> None:
    topics = read(CATALOGUE / "topics.yaml")["topics"]
    assert not twice([topic["key"] for topic in topics])
    for language in ("ky", "ru", "en"):
        names = [topic["name"][language].strip() for topic in topics]
        assert all(names)
        assert not twice(names)


def test_keys_are_unique_where_they_are_looked_up(course: Node) -> None:
    assert not twice([module["key"] for module in course["modules"]])
    assert not twice([activity["key"] for activity in activities(course)])
    assert not twice([question["key"] for question in questions(course)])
    for question in questions(course):
        for group in ("options", "items", "pairs"):
            assert not twice([part["key"] for part in question.get(group, [])]), question["key"]
    for lesson in lessons(course):
        checklists = [block for block in lesson["blocks"] if block["type"] == "checklist"]
        keys = [item["key"] for checklist in checklists for item in checklist["items"]]
        assert not twice(keys), lesson["key"]


def test_every_key_is_text(course: Node) -> None:
    """YAML reads a bare true as a boolean."""
    for question in questions(course):
        for option in question.get("options", []):
            assert isinstance(option["key"], str), question["key"]


def test_every_text_is_in_every_language_of_the_course(course: Node) -> None:
    for where, text in texts(course):
        assert set(text) == languages_of(course), where
        filled = {bool(str(words).strip()) for words in text.values()}
        assert len(filled) == 1, f"{where} is empty in one language only"


def test_languages_say_the_same_numbers(course: Node) -> None:
    for where, text in texts(course):
        if where.endswith("/answers") or len(text) == 1:
            continue
        assert numbers_in(text["ru"]) == numbers_in(text["ky"]), where


def test_only_running_text_is_formatted(course: Node) -> None:
    for text in plain_texts(course):
        for words in text.values():
            assert not re.search(r"\*\*|\]\(|\n", words), words


def test_titles_and_summaries_fit(course: Node) -> None:
    titles = [course["title"], *(module["title"] for module in course["modules"])]
    titles += [activity["title"] for activity in activities(course)]
    for title in titles:
        for words in title.values():
            assert len(words) <= LONGEST_TITLE, words
    for words in course["summary"].values():
        assert len(words) <= LONGEST_SUMMARY, words


def test_every_figure_is_described_and_has_its_source(course: Node) -> None:
    for block in blocks(course, "figure"):
        file = CATALOGUE / "figures" / block["file"]
        assert file.stat().st_size <= LARGEST_FILE, file.name
        assert file.with_suffix(".svg").exists(), file.name
        for words in block["alt"].values():
            assert 40 <= len(words) <= LONGEST_ALT, f"{file.name}: {len(words)} {words}"
            assert words not in block["caption"].values()


def test_every_document_is_there_and_light(course: Node) -> None:
    for block in blocks(course, "document"):
        file = CATALOGUE / "documents" / block["file"]
        assert 0 < file.stat().st_size <= LARGEST_FILE, file.name


def test_no_figure_and_no_document_is_left_over() -> None:
    used = {
        block["file"]
        for key in COURSES
        for type_ in ("figure", "document")
        for block in blocks(course_of(key), type_)
    }
    there = {file.name for file in (CATALOGUE / "documents").iterdir()}
    there |= {file.name for file in (CATALOGUE / "figures").glob("*.png")}
    assert there == used


def test_every_table_of_a_document_has_rows_of_one_length() -> None:
    for file in (CATALOGUE / "documents").glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            widths = {len(row) for row in csv.reader(lines, delimiter=";")}
        assert len(widths) == 1, file.name


def test_every_link_leads_to_a_lesson_or_a_case(course: Node) -> None:
    for block in blocks(course, "link_card"):
        kind, _, target = block["to"].partition(":")
        if kind == "case":
            assert (CASES / f"{target}.yaml").is_file(), block["to"]
            continue
        assert kind == "course", block["to"]
        other, _, lesson = target.partition("/")
        assert other in COURSES, block["to"]
        assert lesson in {one["key"] for one in lessons(course_of(other))}, block["to"]


def test_every_row_of_a_table_has_a_cell_for_each_head(course: Node) -> None:
    for block in blocks(course, "table"):
        for row in block["rows"]:
            assert len(row) == len(block["head"]), block["caption"]["ru"]


def test_choices_have_right_and_wrong_options_each_with_a_feedback(course: Node) -> None:
    for question in questions(course):
        if question["type"] not in WITH_OPTIONS:
            continue
        options = question["options"]
        right = [option for option in options if option.get("right")]
        if question["type"] == "multiple":
            assert 1 <= len(right) < len(options), question["key"]
        else:
            assert len(right) == 1, question["key"]
        if question["type"] == "true_false":
            assert [option["key"] for option in options] == ["true", "false"], question["key"]
        assert all(option.get("feedback") for option in options), question["key"]


def test_the_right_option_does_not_always_stand_in_the_same_place(course: Node) -> None:
    places = {
        [bool(option.get("right")) for option in question["options"]].index(True)
        for question in questions(course)
        if question["type"] == "single"
    }
    assert len(places) > 1


def test_typed_answers_can_be_checked(course: Node) -> None:
    for question in questions(course):
        if question["type"] == "number":
            for part in (question["answer"], question["tolerance"]):
                assert isinstance(part, int | float), question["key"]
                assert not isinstance(part, bool), question["key"]
            assert question["tolerance"] >= 0
            assert set(question["unit"]) == languages_of(course), question["key"]
        elif question["type"] == "short":
            assert set(question["answers"]) == languages_of(course), question["key"]
            for accepted in question["answers"].values():
                assert accepted
                assert not twice([answer.casefold().strip() for answer in accepted])


def test_the_explanation_of_a_number_says_the_number(course: Node) -> None:
    for question in questions(course):
        if question["type"] == "number":
            for words in question["feedback"].values():
                said = {float(number.replace(",", ".")) for number in numbers_in(words)}
                assert float(question["answer"]) in said, question["key"]


def test_a_quiz_can_be_passed_and_failed(course: Node) -> None:
    for activity in activities(course):
        if activity["kind"] == "quiz":
            assert 1 <= activity["pass_mark"] <= 100
            assert activity["attempts"] >= 1
            ready = [one for one in activity["questions"] if not one.get("later")]
            assert ready
            assert all(isinstance(one["points"], int) and one["points"] > 0 for one in ready)


def test_what_has_no_kind_yet_is_marked_as_later(course: Node) -> None:
    for question in questions(course):
        assert question["type"] in WITH_OPTIONS | {"short", "number"} | LATER
        assert (question["type"] in LATER) == bool(question.get("later")), question["key"]


def municipalities() -> list[dict[str, str]]:
    with (PEOPLE / "municipalities.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_there_are_fifty_municipalities_each_with_a_code_of_its_own() -> None:
    rows = municipalities()
    codes = [row["soate_code"] for row in rows]
    assert len(rows) == 50
    assert not twice(codes)
    assert all(re.fullmatch(r"417\d{11}", code) for code in codes)
    assert all(value.strip() == value and value for row in rows for value in row.values())


def test_the_code_of_a_municipality_begins_with_the_code_of_its_district() -> None:
    districts: dict[str, set[tuple[str, ...]]] = {}
    for row in municipalities():
        names = (row["oblast_ru"], row["oblast_ky"], row["raion_ru"], row["raion_ky"])
        districts.setdefault(row["soate_code"][:8], set()).add(names)
    assert all(len(names) == 1 for names in districts.values())


def test_people_have_a_known_position_and_a_known_municipality() -> None:
    positions = [position["key"] for position in read(PEOPLE / "positions.yaml")["positions"]]
    assert positions[-1] == "other"
    assert not twice(positions)
    codes = {row["soate_code"] for row in municipalities()}
    people = read(PEOPLE / "people.yaml")["people"]
    assert not twice([person["key"] for person in people])
    for person in people:
        assert person["position"] in positions, person["key"]
        assert person["municipality"] is None or person["municipality"] in codes, person["key"]
        assert person["sex"] in {"f", "m"}
        assert person["role"] in {"staff", "trainer", "moderator"}


def test_nobody_bears_a_full_name() -> None:
    pools = read(PEOPLE / "people.yaml")
    for person in pools["people"]:
        given, initial = person["name"].split()
        assert given in pools["given_names"][person["sex"]], person["name"]
        assert re.fullmatch(r"\w\.", initial), person["name"]
    for names in pools["given_names"].values():
        assert len(names) >= 60
        assert not twice(names)
        assert all(" " not in name for name in names)
    assert all(len(initial) == 1 for initial in pools["initials"])
