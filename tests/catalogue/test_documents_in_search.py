"""Documents are found by their words once a published page offers them; by their title alone if they cannot be read."""

import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject
from pytest_django.fixtures import Settings
from wagtail.documents.models import Document

from courses.catalogue.documents import read_documents, unread, why_not_read
from courses.catalogue.models import DocumentText, LessonPage
from courses.catalogue.text_of_files import Failure
from search.query import search
from tests import make_courses

pytestmark = pytest.mark.django_db
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.fixture(autouse=True)
def _files_of_their_own(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def docx(*paragraphs: str) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in paragraphs)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>',
        )
    return out.getvalue()


def pdf(*, stream: bytes = b"BT /F1 12 Tf (Septic tanks) Tj ET", password: str = "") -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    page[NameObject("/Resources")] = DictionaryObject(
        {NameObject("/Font"): DictionaryObject({NameObject("/F1"): font})}
    )
    content = DecodedStreamObject()
    content.set_data(stream)
    page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
    if password:
        writer.encrypt(password)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb() -> bytes:
    """A page whose content unpacks to 500 MB."""
    marker = b"BT (bomb) Tj ET"
    whole = pdf(stream=marker)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(500)) + packer.flush()
    small = zlib.compress(marker)
    assert whole.count(small) == 1
    return whole.replace(small, packed).replace(
        b"/Length %d" % len(small), b"/Length %d" % len(packed)
    )


def offered(name: str, content: bytes, title: str = "Памятка о септиках") -> Document:
    """A document that a published lesson offers."""
    document = Document.objects.create(title=title, file=ContentFile(content, name))
    lesson = make_courses.lesson(make_courses.module(make_courses.course().page))
    put(lesson, document)
    make_courses.publish(lesson)
    read_documents([document.pk])
    return document


def put(lesson: LessonPage, document: Document) -> None:
    stream = lesson.body.stream_block
    lesson.body = stream.to_python(
        [{"type": "document", "value": {"document": document.pk, "title": "Файл"}}]
    )


def found(text: str) -> list[str]:
    return [
        hit.key for hit in search(AnonymousUser(), text, language="ru", kinds=["document"]).hits
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", docx("Выгребная яма", "Откачка раз в год"), "откачка"),
        ("a.pdf", pdf(), "tanks"),
        ("a.txt", "Откачка раз в год".encode(), "откачка"),
        ("a.csv", "дом;откачка\n1;2".encode(), "откачка"),
    ],
)
def test_a_document_is_found_by_its_words(name: str, content: bytes, words: str):
    document = offered(name, content)
    assert found(words) == [str(document.pk)]
    assert found("септик") == [str(document.pk)]


def test_the_lines_of_a_pdf_are_one_text():
    document = offered("a.pdf", pdf(stream=b"BT /F1 12 Tf (Septic) Tj 0 -20 Td (tanks) Tj ET"))
    assert DocumentText.objects.get(document=document).text.strip() == "Septic tanks"


@pytest.mark.parametrize(
    ("name", "content", "failure"),
    [
        ("a.pdf", b"%PDF-1.7 \x00 nothing of the kind", Failure.DAMAGED),
        ("a.pdf", pdf()[:300], Failure.DAMAGED),
        ("a.pdf", pdf(password="open"), Failure.ENCRYPTED),
        ("a.pdf", pdf(stream=b""), Failure.EMPTY),
        ("a.docx", b"PK\x03\x04 broken", Failure.DAMAGED),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Failure.ENCRYPTED),
        ("a.xlsx", b"PK", Failure.KIND),
    ],
)
def test_what_cannot_be_read_is_found_by_its_title_and_says_why(
    name: str, content: bytes, failure: Failure
):
    document = offered(name, content)
    assert found("септик") == [str(document.pk)]
    assert DocumentText.objects.get(document=document).failure == failure
    assert why_not_read(document) == str(failure.label)


def test_a_file_that_is_made_to_burst_costs_little_and_is_found_by_its_title():
    document = offered("a.pdf", bomb())
    assert found("септик") == [str(document.pk)]
    assert DocumentText.objects.get(document=document).failure in {
        Failure.TOO_LARGE,
        Failure.DAMAGED,
    }
    assert unread() == []


def test_a_document_is_found_while_a_published_page_offers_it():
    document = Document.objects.create(title="Акт", file=ContentFile(b"x", "a.csv"))
    lesson = make_courses.lesson(make_courses.module(make_courses.course().page))
    assert found("акт") == []
    put(lesson, document)
    lesson.save_revision()
    assert found("акт") == []
    make_courses.publish(lesson)
    assert found("акт") == [str(document.pk)]
    document.title = "Протокол"
    document.save()
    assert (found("акт"), found("протокол")) == ([], [str(document.pk)])
    lesson.unpublish()
    assert found("протокол") == []
    make_courses.publish(lesson)
    document.delete()
    assert found("протокол") == []
