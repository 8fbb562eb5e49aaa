"""Documents as they are searched: by their title, and by the words in them once a task has read them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.documents import get_document_model
from wagtail.models import Locale, Page, ReferenceIndex

from courses.catalogue.models import CoursePage, DocumentText, LessonPage, PublishedCourse
from courses.catalogue.text_of_files import Failure, read_text
from lms import clock
from lms.uploads.sizes import size_words
from search.indexing import touch
from search.registry import Draft, Kind, Reader, Shown, register

Document = get_document_model()


@dataclass(frozen=True)
class Offered:
    """A document that something published offers: in which language, what that calls it, and by what it is found.

    `within`: the key of what it stands in.
    """

    language: str
    facets: Mapping[str, Sequence[str]]
    within: str
    called: Sequence[str] = ()


@dataclass(frozen=True)
class Elsewhere:
    """What offers documents beside courses. `offers`: those that it does. `show`: those that this reader may have."""

    offers: Callable[[Collection[int]], Mapping[int, Offered]]
    show: Callable[[Reader, Mapping[int, Any], str], Mapping[int, Shown]]


# Rooms above join here. What a course offers is found as that course's.
elsewhere: list[Elsewhere] = []


def register_kind() -> None:
    """Make documents known to the search."""
    register(
        Kind(
            "document",
            gettext_lazy("Documents"),
            drafts,
            all_keys,
            show,
            one=gettext_lazy("Document"),
        )
    )


def follow_document(document: Any) -> None:
    """A document was saved or deleted."""
    touch("document", str(document.pk))


def keys_in_course(course_key: UUID) -> set[str]:
    """The documents that pages of a course offer or did when they were last saved, published or not."""
    paths = CoursePage.objects.filter(translation_key=course_key).values_list("path", flat=True)
    pages: set[str] = set()
    for path in paths:
        below = Page.objects.filter(path__startswith=path).values_list("pk", flat=True)
        pages |= {str(pk) for pk in below}
    return set(
        ReferenceIndex.objects.filter(
            base_content_type=ContentType.objects.get_for_model(Page),
            object_id__in=pages,
            to_content_type=ContentType.objects.get_for_model(Document),
        ).values_list("to_object_id", flat=True)
    )


def read_documents(keys: Iterable[int]) -> int:
    """Read the words of documents whose file has not been read yet. Returns how many were read."""
    count = 0
    for document in Document.objects.filter(pk__in=list(keys)).order_by("pk"):
        known = DocumentText.objects.filter(document=document).first()
        if known and known.file == document.file.name:
            continue
        # Outside of any transaction: a large file takes seconds.
        read = read_text(document.file)
        with transaction.atomic():
            if Document.objects.select_for_update().filter(pk=document.pk, file=document.file.name):
                DocumentText.objects.update_or_create(
                    document=document,
                    defaults={
                        "file": document.file.name,
                        "text": read.text,
                        "failure": read.failure,
                        "read_at": clock.now(),
                    },
                )
                touch("document", str(document.pk))
                count += 1
    return count


def why_not_read(document: Any) -> str:
    """Why a document is found by its title only, in words; empty if it is not so."""
    known = DocumentText.objects.filter(document=document.pk, file=document.file.name).first()
    return str(Failure(known.failure).label) if known and known.failure else ""


def unread() -> list[int]:
    """Documents that no task has read, or whose file has changed since."""
    files = dict(Document.objects.values_list("pk", "file"))
    known = dict(DocumentText.objects.values_list("document_id", "file"))
    return [pk for pk, file in files.items() if known.get(pk) != file]


def drafts(keys: Collection[str]) -> dict[str, list[Draft]]:
    """A document is found once something published offers it."""
    documents = Document.objects.in_bulk([int(key) for key in keys])
    texts = DocumentText.objects.in_bulk(documents, field_name="document_id")
    offered = _offered_anywhere(documents)
    return {
        str(pk): [
            Draft(
                language=offer.language,
                title=documents[pk].title,
                body=texts[pk].text if pk in texts else "",
                extra="\n".join([*offer.called, documents[pk].filename]),
                facets=offer.facets,
                moment=documents[pk].created_at,
                weight=0.9,
                within=offer.within,
            )
        ]
        for pk, offer in offered.items()
    }


def _offered_anywhere(documents: Mapping[int, Any]) -> dict[int, Offered]:
    called = _called(documents)
    offered = {
        pk: Offered(
            language,
            {"topic": [published.topic.key]},
            str(published.course_key),
            called[pk],
        )
        for pk, (language, published) in _offered(documents).items()
    }
    for other in elsewhere:
        offered |= other.offers(documents.keys() - offered.keys())
    return offered


def all_keys() -> list[str]:
    """All documents that there are."""
    return [str(pk) for pk in Document.objects.order_by("pk").values_list("pk", flat=True)]


def show(user: Reader, keys: Collection[str], language: str) -> dict[str, Shown]:
    """Whoever reads something published may take its documents."""
    documents = Document.objects.in_bulk([int(key) for key in keys])
    shown = {
        pk: Shown(
            documents[pk].title,
            reverse("wagtaildocs_serve", args=[pk, documents[pk].filename]),
            own,
            note=kind_and_size(documents[pk]),
        )
        for pk, (own, _) in _offered(documents).items()
    }
    for other in elsewhere:
        rest = {pk: each for pk, each in documents.items() if pk not in shown}
        shown |= other.show(user, rest, language)
    return {str(pk): each for pk, each in shown.items()}


def kind_and_size(document: Any) -> str:
    """“PDF · 120 KB”."""
    return " · ".join([document.file_extension.upper(), size_words(document.file_size or 0)])


def _called(documents: Collection[int]) -> dict[int, list[str]]:
    """What the lessons that offer each document call it, in all languages: its own title is often that of a file."""
    pages = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Document),
        to_object_id__in=[str(pk) for pk in documents],
    ).values_list("object_id", flat=True)
    called: dict[int, list[str]] = defaultdict(list)
    for page in LessonPage.objects.filter(pk__in=set(pages), live=True).order_by("path"):
        for block in page.body.raw_data:
            if block["type"] == "document" and block["value"]["document"] in documents:
                called[block["value"]["document"]].append(block["value"]["title"])
    return called


def _offered(documents: Mapping[int, Any]) -> dict[int, tuple[str, PublishedCourse]]:
    """For each document that a published course offers, that course, and the language of the page that does.

    A page in the course's own language before a translation: translations mostly offer the same file.
    """
    references = ReferenceIndex.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        to_content_type=ContentType.objects.get_for_model(Document),
        to_object_id__in=[str(pk) for pk in documents],
    ).values_list("to_object_id", "object_id")
    users: dict[int, set[int]] = defaultdict(set)
    for document, page in references:
        users[int(page)].add(int(document))
    pages = Page.objects.filter(pk__in=users, live=True).values_list("pk", "path", "locale")
    published = _courses_at({path for _, path, _ in pages})
    codes = dict(Locale.objects.values_list("pk", "language_code"))
    offered: dict[int, tuple[str, PublishedCourse]] = {}
    for pk, path, locale in pages.order_by("path"):
        course, language = published.get(path), codes[locale]
        if course is None:
            continue
        for document in users[pk]:
            known = offered.get(document)
            if known is None or (language == course.languages[0] != known[0]):
                offered[document] = (language, course)
    return offered


def _courses_at(paths: Collection[str]) -> dict[str, PublishedCourse]:
    """The published course in which each page stands."""
    depths = range(Page.steplen, max(map(len, paths), default=0) + 1, Page.steplen)
    begins = {path[:end] for path in paths for end in depths}
    courses = dict(
        CoursePage.objects.filter(path__in=begins, live=True).values_list("path", "translation_key")
    )
    rows = {
        row.course_key: row
        for row in PublishedCourse.objects.filter(course_key__in=set(courses.values()))
        .select_related("topic")
        .defer("outline")
    }
    found = {}
    for path in paths:
        key = next((courses[path[:end]] for end in depths if path[:end] in courses), None)
        if key in rows:
            found[path] = rows[key]
    return found
