"""Pages of cases that were just made are put into the tree and published: all at once, what Wagtail does one by one.

A page that Wagtail adds and publishes costs sixty questions, most of them for what only old pages have: children, an
earlier revision, other addresses. A thousand cases came in within a minute; so they do in a third of it.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from modelsearch.backends import get_search_backends
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision

from courses.catalogue.reading import forget_lessons_that_use
from courses.catalogue.tasks import make_renditions
from exchange.cases.models import CaseLibraryPage, CasePage
from exchange.cases.publication import case_changed
from lms import clock
from lms.after_commit import after_commit
from lms.people.models import Person

AT_ONCE = 200  # rows in one statement
CHOSEN = ("services", "tags")  # of a page, from lists


def stream_of(name: str, raw: list[dict[str, Any]]) -> Any:
    """The value of a page's stream, of its JSON."""
    return CasePage._meta.get_field(name).stream_block.to_python(raw)


def add_new(library: CaseLibraryPage, pages: Sequence[CasePage], *, by: Person | None) -> None:
    """Put drafts under the library of their language, behind what is there. In a transaction; their slugs are free."""
    if not pages:
        return
    parent = Page.objects.select_for_update().get(pk=library.pk)
    last = parent.get_last_child()
    taken = Page._str2int(last.path[-Page.steplen :]) if last else 0  # noqa: SLF001
    for number, page in enumerate(pages, taken + 1):
        page.depth = parent.depth + 1
        page.path = Page._get_path(parent.path, page.depth, number)  # noqa: SLF001
        page.draft_title = page.title
        page.set_url_path(parent)
    _insert(pages)
    Page.objects.filter(pk=parent.pk).update(numchild=F("numchild") + len(pages))
    _log(pages, "wagtail.create", by=by)
    for backend in get_search_backends(with_auto_update=True):  # of the admin
        backend.add_bulk(CasePage, pages)


def _insert(pages: Sequence[CasePage]) -> None:
    shared = [field for field in Page._meta.concrete_fields if not field.primary_key]
    rows = [Page(**{f.attname: getattr(page, f.attname) for f in shared}) for page in pages]
    Page.objects.bulk_create(rows, AT_ONCE)
    for page, row in zip(pages, rows, strict=True):
        page.id = page.page_ptr_id = row.pk
        page.save_base(raw=True, force_insert=True)  # the row of a case alone, and nobody is told
    for name in CHOSEN:
        field = CasePage._meta.get_field(name)
        of_page, of_list = field.m2m_column_name(), field.m2m_reverse_name()
        through = field.remote_field.through
        through.objects.bulk_create(
            [
                through(**{of_page: page.pk, of_list: each.pk})
                for page in pages
                for each in getattr(page, name).all()
            ],
            AT_ONCE,
        )


def publish_new(
    pages: Sequence[tuple[CasePage, list[dict[str, Any]]]], *, by: Person | None
) -> None:
    """Publish pages that never were, each with what it leads to (`related`). In a transaction.

    Who listens to Wagtail's publications is not called for each: what they would do for a new page is done here.
    """
    now = clock.now()
    facts: dict[str, Any] = {
        "live": True,
        "has_unpublished_changes": False,
        "first_published_at": now,
        "last_published_at": now,
        "latest_revision_created_at": now,
    }
    for page, related in pages:
        page.related = stream_of("related", related)
        for name, value in facts.items():
            setattr(page, name, value)
        if related:
            CasePage.objects.filter(pk=page.pk).update(related=page.related)
    new = [page for page, _related in pages]
    revisions = _revisions(new, by=by)
    for page, revision in zip(new, revisions, strict=True):
        page.latest_revision = page.live_revision = revision
    Page.objects.filter(pk__in=[page.pk for page in new]).update(**facts)
    rows = [
        Page(pk=p.pk, latest_revision=r, live_revision=r)
        for p, r in zip(new, revisions, strict=True)
    ]
    Page.objects.bulk_update(rows, ["latest_revision", "live_revision"], AT_ONCE)
    _refer(new)
    _log(new, "wagtail.publish", by=by, revisions=revisions)
    for page in new:
        case_changed(page)
        if page.photos:
            after_commit(make_renditions.delay, page.pk)
    if new:
        after_commit(forget_lessons_that_use, *new)


def _revisions(pages: Sequence[CasePage], *, by: Person | None) -> list[Revision]:
    kind, base = _kinds()
    revisions: list[Revision] = Revision.objects.bulk_create(
        [
            Revision(
                content_type=kind,
                base_content_type=base,
                object_id=str(page.pk),
                created_at=page.latest_revision_created_at,
                user=by,
                content=page.serializable_data(),
                object_str=str(page),
            )
            for page in pages
        ],
        AT_ONCE,
    )
    return revisions


def _refer(pages: Sequence[CasePage]) -> None:
    """What the pages refer to, for Wagtail's index of references."""
    kind, base = _kinds()
    rows = [
        ReferenceIndex(
            content_type=kind,
            base_content_type=base,
            object_id=str(page.pk),
            to_content_type_id=to_kind,
            to_object_id=to,
            model_path=model_path,
            content_path=content_path,
            content_path_hash=ReferenceIndex._get_content_path_hash(content_path),  # noqa: SLF001
        )
        for page in pages
        for to_kind, to, model_path, content_path in set(
            ReferenceIndex._extract_references_from_object(page)  # noqa: SLF001
        )
    ]
    ReferenceIndex.objects.bulk_create(rows, AT_ONCE, ignore_conflicts=True)


def _log(
    pages: Sequence[CasePage],
    action: str,
    *,
    by: Person | None,
    revisions: Sequence[Revision] | None = None,
) -> None:
    kind, _base = _kinds()
    PageLogEntry.objects.bulk_create(
        [
            PageLogEntry(
                content_type=kind,
                label=page.get_admin_display_title(),
                action=action,
                timestamp=clock.now(),
                data={},
                user=by,
                page_id=page.pk,
                revision=revision,
                content_changed=True,
            )
            for page, revision in zip(pages, revisions or [None] * len(pages), strict=True)
        ],
        AT_ONCE,
    )


def _kinds() -> tuple[ContentType, ContentType]:
    """Of a case, and of all pages."""
    kinds = ContentType.objects.get_for_models(CasePage, Page)
    return kinds[CasePage], kinds[Page]
