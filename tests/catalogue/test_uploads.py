"""What trainers upload is what it says, and does not tell where a photograph was taken."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from courses.catalogue.uploads import LONGEST_SIDE
from tests import make
from tests.files import heic, office, photograph, photograph_with_nonsense, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def writing(client: Client) -> Client:
    client.force_login(make.trainer())
    return client


def add(client: Client, name: str, content: bytes, kind: str = "wagtailimages:add") -> Any:
    return client.post(reverse(kind), {"title": "Файл", "file": upload(name, content)})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_forgets_its_place_and_stands_upright(writing: Client, kind: str) -> None:
    add(writing, f"photo.{kind.lower()}", photograph(kind))
    image = Image.objects.get()
    with image.file.open() as file, Picture.open(file) as stored:
        assert not stored.getexif()
        assert "exif" not in stored.info
        assert stored.size == (300, 400) == (image.width, image.height)


def test_a_photograph_is_taken_whatever_nonsense_its_camera_wrote(writing: Client) -> None:
    add(writing, "photo.jpg", photograph_with_nonsense())
    assert Image.objects.get().width == 300


def test_a_huge_photograph_is_made_smaller(writing: Client) -> None:
    add(writing, "photo.jpg", photograph(size=(4000, 3000)))
    assert Image.objects.get().height == LONGEST_SIDE


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "IMG_0001.jpg"])
def test_a_photograph_of_an_iphone_becomes_one_for_everybody(writing: Client, name: str) -> None:
    add(writing, name, heic())
    image = Image.objects.get()
    assert image.file.name.endswith(".jpg")
    with image.file.open() as file, Picture.open(file) as stored:
        assert stored.format == "JPEG"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
        ("broken.jpg", photograph()[:200]),
        ("page.png", b"<html><script>alert(1)</script></html>"),
    ],
)
def test_what_is_no_picture_is_refused(writing: Client, name: str, content: bytes) -> None:
    add(writing, name, content)
    assert not Image.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"%PDF-1.7 ..."),
        ("a.docx", office("word/document.xml")),
        ("a.xlsx", office("xl/workbook.xml")),
        ("a.csv", "Двор;Мешки\n1;3".encode()),
        ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:02.000\nSalam"),
    ],
)
def test_documents_are_taken(writing: Client, name: str, content: bytes) -> None:
    add(writing, name, content, "wagtaildocs:add")
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"MZ this is a program"),
        ("a.docx", office("xl/workbook.xml")),
        ("a.docx", b"<html>"),
        ("a.txt", b"\x7fELF\x00\x01"),
        ("a.vtt", b"1\n00:00 --> 00:02\nSalam"),
        ("a.html", b"<html>"),
        ("a.svg", b"<svg/>"),
        ("a.exe", b"MZ"),
    ],
)
def test_a_document_that_is_not_what_it_says_is_refused(
    writing: Client, name: str, content: bytes
) -> None:
    answer = add(writing, name, content, "wagtaildocs:add")
    assert not Document.objects.exists()
    assert len(answer.context["form"].errors["file"]) == 1


def test_a_document_of_a_kind_that_is_not_taken_is_told_which_are(writing: Client) -> None:
    answer = add(writing, "a.exe", b"MZ this is a program", "wagtaildocs:add")
    (error,) = answer.context["form"].errors["file"]
    assert "exe" in error
    assert "pdf, docx" in error
