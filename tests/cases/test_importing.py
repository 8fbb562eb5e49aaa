"""`manage.py import_cases`: mistakes by line and field, all or nothing, and twice is once."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, TestCase
from django.utils import translation
from wagtail.documents import get_document_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from courses.catalogue.files import is_used_by_published
from exchange.cases.importing import Wrong
from exchange.cases.models import Case, CaseLibraryPage, CasePage
from tests import make_courses
from tests.cases import library
from tests.forum import talk

pytestmark = pytest.mark.django_db


def run(tmp_path: Path, *lines: Any) -> tuple[str, str]:
    """What the command says, and what it complains of."""
    path = tmp_path / "cases.jsonl"
    texts = [
        line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines
    ]
    path.write_text("\n".join(texts), encoding="utf-8")
    out, errors = StringIO(), StringIO()
    with translation.override("en"):
        try:
            call_command("import_cases", str(path), stdout=out, stderr=errors)
        except CommandError as error:
            errors.write(str(error))
    return out.getvalue(), errors.getvalue()


def test_run_twice_they_are_there_once(tmp_path: Path):
    lines = [library.data(), "", library.full()]
    assert "2 cases were brought in, 0 were there" in run(tmp_path, *lines)[0]
    assert "0 cases were brought in, 2 were there" in run(tmp_path, *lines)[0]
    assert Case.objects.count() == CasePage.objects.count() == 2


def test_one_mistake_and_nothing_is_brought_in(tmp_path: Path):
    _out, errors = run(tmp_path, library.data(), "", library.data(municipality="41700000000000"))
    assert "line 3, municipality: " in errors
    assert "nothing was brought in" in errors
    assert not CasePage.objects.exists()


MISTAKES: list[tuple[str, dict[str, Any]]] = [
    ("key: ", {"key": "Слова с пробелом"}),
    ("languages: ", {"languages": ["de"]}),
    ("title.ru: ", {"title": {"ru": " "}}),
    ("title: ", {"title": "слово " * 11}),
    ("summary: ", {"summary": "о" * 281}),
    ("problem: ", {"problem": "слово " * 51}),
    ("title.ky: ", {"title": {"ru": "Да", "ky": "Ооба"}}),
    ("status: ", {"status": "great"}),
    ("evidence_level: ", {"evidence_level": 5}),
    ("evidence_level: ", {"evidence_level": True}),
    ("services: ", {"services": ["nothing"]}),
    ("services: ", {"services": []}),
    ("costs[1].amount: ", {"costs": [{"what": "Унаа", "kind": "once", "amount": "миллион"}]}),
    ("costs[1].amount: ", {"costs": [{"what": "Унаа", "kind": "once", "amount": -1}]}),
    ("costs[1].kind.ru: ", {"costs": [{"what": "Унаа", "kind": "never", "amount": 1}]}),
    ("funding: ", {"funding": [{"source": "А", "share": 60}, {"source": "Б", "share": 50}]}),
    ("launch_cost: ", {"launch_cost": 2, "costs": [{"what": "А", "kind": "once", "amount": 1}]}),
    ("started_on: ", {"started": "2999-01-01"}),
    ("started: ", {"started": "в марте"}),
    ("indicators[1].measured_on.ru: ", {"indicators": [{"what": "А", "date": "2999-01-01"}]}),
    ("indicators[1].unit.ru: ", {"indicators": [{"what": "А", "after": 1}]}),
    ("indicators[1].after: ", {"indicators": [{"what": "А", "after": "много"}]}),
    ("contact_consented_on: ", {"contact": {"name": "Нурбек Т."}}),
    ("files[1].file: ", {"files": [{"title": "План", "file": "../secret.txt"}]}),
    ("related.courses: ", {"related": {"courses": ["nothing"]}}),
    ("related.topics: ", {"related": {"topics": [404]}}),
    ("builds_on: ", {"builds_on": ["nothing"]}),
    ("colour: ", {"colour": "red"}),
    ("steps: ", {"steps": "сначала"}),
    ("context: ", {"context": []}),
]  # fmt: skip


@pytest.mark.parametrize(("begins", "changes"), MISTAKES, ids=lambda each: str(each)[:40])
def test_a_mistake_is_said_with_its_line_and_field(
    tmp_path: Path, begins: str, changes: dict[str, Any]
):
    (tmp_path.parent / "secret.txt").write_text("secret")
    _out, errors = run(tmp_path, library.data(**changes))
    assert f"line 1, {begins}" in errors
    assert not CasePage.objects.exists()


@pytest.mark.parametrize(
    "line", ["{", "[]", "1", '"x"', "null", "{}", '{"key": {"a": 1}, "languages": 5}']
)
def test_whatever_stands_in_a_line_is_answered_in_a_sentence(tmp_path: Path, line: str):
    _out, errors = run(tmp_path, line)
    assert "line 1, " in errors
    assert "nothing was brought in" in errors


def test_a_key_that_stands_twice_is_said():
    twice = library.data()
    with pytest.raises(Wrong, match="key"):
        library.bring(twice, dict(twice))


def test_files_come_along_and_strangers_may_take_them(tmp_path: Path):
    (tmp_path / "plan.txt").write_text("План", encoding="utf-8")
    with TestCase.captureOnCommitCallbacks(execute=True):  # Wagtail notes what uses a file then
        run(tmp_path, library.data(files=[{"title": "План работ", "file": "plan.txt"}]))
    document = get_document_model().objects.get()
    assert document.file.read().decode() == "План"
    assert is_used_by_published(document)
    row = Case.objects.get().texts.get(language="ru").content["files"][0]
    assert row["document"] == {"pk": document.pk, "url": document.url, "kind": "TXT", "size": 8}


def test_courses_and_topics_are_linked(client: Client):
    course, topic = make_courses.course(), talk.topic()
    related = {"courses": [course.page.slug], "topics": [topic.pk]}
    case = library.case(related=related)
    html = client.get(f"/ru/cases/{case.slug}/").content.decode()
    assert f"/ru/courses/{course.page.slug}/" in html
    assert f"/ru/forum/topics/{topic.pk}/" in html


def test_a_source_elsewhere_is_named_with_its_authors(client: Client):
    origin = {"name": "Портал", "address": "https://example.org/1", "authors": "А. Б."}
    case = library.case(origin=origin, licence="cc-by-sa-4.0")
    html = client.get(f"/ru/cases/{case.slug}/").content.decode()
    assert "https://example.org/1" in html
    assert "А. Б." in html
    assert "CC BY-SA 4.0" in html


def test_pages_stand_in_the_tree_as_if_wagtail_had_put_them_there(tmp_path: Path):
    (tmp_path / "plan.txt").write_text("План", encoding="utf-8")
    first = library.case()
    two = library.data(languages=["ru", "ky"], files=[{"title": "План", "file": "plan.txt"}])
    for name in ("title", "summary", "problem", "done"):
        two[name] = {"ru": "Одна машина", "ky": "Бир унаа"}
    two["files"][0]["title"] = {"ru": "План", "ky": "Пландар"}
    (case,) = library.bring(two | {"builds_on": [str(first.slug)]}, folder=tmp_path)
    assert Page.find_problems() == ([], [], [], [], [])
    for tree in CaseLibraryPage.objects.all():
        assert tree.numchild == tree.get_children().count()
    for page in CasePage.objects.filter(translation_key=case.key):
        assert page.url_path.startswith(page.get_parent().url_path)
        assert page.latest_revision == page.live_revision == page.get_latest_revision()
        assert [each.key for each in page.services.all()] == ["waste"]
        written, kept = page.latest_revision.content, page.serializable_data()
        for name in ("title", "slug", "path", "services", "municipality"):
            assert written[name] == kept[name], name
        for name in ("files", "related"):  # as JSON: PostgreSQL has an order of its own
            assert json.loads(written[name]) == json.loads(kept[name]), name
        actions = PageLogEntry.objects.filter(page=page).order_by("pk")
        assert list(actions.values_list("action", flat=True)) == [
            "wagtail.create",
            "wagtail.publish",
        ]
        references = references_of(page)
        assert len(references) > 2
        ReferenceIndex.create_or_update_for_object(page)
        assert references_of(page) == references
        assert page.page_ptr in Page.objects.search(page.title)
        library.publish(page)


def references_of(page: CasePage) -> set[tuple[Any, ...]]:
    rows = ReferenceIndex.get_references_for_object(page)
    return set(rows.values_list("to_content_type", "to_object_id", "model_path", "content_path"))
