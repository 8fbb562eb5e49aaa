"""Pages that are put into the tree all at once are, row by row, what Wagtail makes of one."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model
from django.test import TestCase
from wagtail.models import PageLogEntry, ReferenceIndex, Revision
from wagtail.search.models import IndexEntry

from exchange.cases.models import CasePage
from lms.people.models import Person
from tests import make, make_courses
from tests.cases import library
from tests.forum import talk

pytestmark = pytest.mark.django_db
# What two pages never share, and what is asked of both instead: whether it is there.
KEYS = {"id", "object_id", "page_id", "page_ptr_id", "path", "url_path", "slug", "translation_key"}
THERE = {
    *("first_published_at", "last_published_at", "latest_revision_created_at", "created_at"),
    *("timestamp", "latest_revision_id", "live_revision_id", "revision_id"),
}
# Of what a revision keeps: Wagtail takes it from the page when the revision is read.
OF_THE_PAGE = {
    *("live", "has_unpublished_changes", "first_published_at", "last_published_at"),
    *("latest_revision_created_at", "latest_revision", "live_revision"),
}


def test_a_page_is_in_all_its_rows_as_if_wagtail_had_made_it(tmp_path: Path):
    (tmp_path / "plan.txt").write_text("План", encoding="utf-8")
    by, first = make.moderator(), library.case()
    data = library.full(
        files=[{"title": "План", "file": "plan.txt"}],
        related={"courses": [make_courses.course().page.slug], "topics": [talk.topic().pk]},
        builds_on=[first.slug],
    )
    with TestCase.captureOnCommitCallbacks(execute=True):  # Wagtail notes what a page uses then
        (case,) = library.bring(data, folder=tmp_path, by=by)
        ours = library.page_of(case)
        its = made_by_wagtail(ours, by)
    assert len(references_of(ours)) > 4
    for rows_of in (columns_of, chosen_of, revisions_of, log_of, references_of, found_of):
        assert rows_of(ours) == rows_of(its), rows_of.__name__


def made_by_wagtail(page: CasePage, by: Person) -> CasePage:
    """Another page that says the same."""
    said = {
        field.attname: getattr(page, field.attname)
        for field in CasePage._meta.concrete_fields
        if field.attname not in KEYS | THERE | {"depth", "numchild", "live", "draft_title"}
    }
    twin = CasePage(**said, slug=f"{page.slug}-twin", translation_key=uuid4(), live=False)
    twin.services, twin.tags = page.services.all(), page.tags.all()
    page.get_parent().add_child(instance=twin)
    twin.save_revision(user=by).publish(user=by)
    made: CasePage = CasePage.objects.get(pk=twin.pk)
    return made


def columns_of(page: CasePage) -> list[dict[str, Any]]:
    return [*rows([page]), {"is_shown": page.latest_revision == page.live_revision}]


def chosen_of(page: CasePage) -> list[list[int]]:
    return [sorted(each.pk for each in some.all()) for some in (page.services, page.tags)]


def revisions_of(page: CasePage) -> list[Any]:
    """Also what they keep of the page."""
    found = Revision.page_revisions.filter(object_id=str(page.pk))
    kept = [
        {
            name: meaning(value)
            for name, value in revision.content.items()
            if name not in KEYS | OF_THE_PAGE | {"pk"}
        }
        for revision in found
    ]
    return [*rows(found, but="content"), *kept]


def log_of(page: CasePage) -> list[dict[str, Any]]:
    return rows(PageLogEntry.objects.filter(page_id=page.pk).order_by("pk"))


def references_of(page: CasePage) -> list[dict[str, Any]]:
    found = ReferenceIndex.get_references_for_object(page)
    return rows(found.order_by("content_path", "to_object_id"))


def found_of(page: CasePage) -> list[dict[str, Any]]:
    """What Wagtail's own search knows of it."""
    found = IndexEntry.objects.filter(object_id=str(page.pk)).order_by("content_type")
    return rows(found, but="title_norm")  # how long the title is beside all others


def rows(things: Iterable[Model], but: str = "") -> list[dict[str, Any]]:
    return [
        {
            field.attname: getattr(each, field.attname) is not None
            if field.attname in THERE
            else meaning(field.value_to_string(each))
            for field in each._meta.concrete_fields
            if field.attname not in KEYS | {but}
        }
        for each in things
    ]


def meaning(value: Any) -> Any:
    """Blocks are compared as data: PostgreSQL keeps the keys of each in its own order."""
    return json.loads(value) if isinstance(value, str) and value[:1] == "[" else value
