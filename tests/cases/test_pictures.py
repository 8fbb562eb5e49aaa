"""Photographs on the page of a case: light however grainy they are, without their place, made before anybody asks."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image as Pixels
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.images.models import Filter, Image, Rendition

from courses.catalogue.pictures import HEAVIEST, SPECS
from exchange.cases.importing import Wrong
from exchange.cases.models import Case
from lms.uploads.sizes import KILOBYTE
from tests import files, make
from tests.cases import library

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_html_of_the_test_before() -> None:
    cache.clear()


def with_photo(folder: Path, content: bytes, name: str = "photo.jpg") -> Case:
    (folder / name).write_bytes(content)
    row = {"alt": "Машина у школы", "caption": "Понедельник", "file": name}
    return library.bring(library.data(photos=[row]), folder=folder)[0]


def test_a_photograph_is_offered_light_in_two_widths_and_made_before_anybody_asks(
    tmp_path: Path,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        case = with_photo(tmp_path, files.photograph(size=(1600, 1200)))
    made = set(Rendition.objects.values_list("pk", flat=True))
    assert len(made) == len(SPECS)
    html = client.get(f"/ru/cases/{case.slug}/").content.decode()
    (picture,) = re.findall(r"<picture>.*?</picture>", html)
    assert picture.count(".avif 800w") == picture.count(".webp 800w") >= 1
    for words in (
        'type="image/avif"',
        'alt="Машина у школы"',
        'loading="lazy"',
        'width="',
        'height="',
    ):
        assert words in picture
    assert set(Rendition.objects.values_list("pk", flat=True)) == made
    for rendition in Rendition.objects.all():
        assert client.get(rendition.url).status_code == 200


@pytest.mark.parametrize("size", [(1600, 1200), (1200, 1600), (900, 2000)])
def test_a_grainy_photograph_is_light_too(size: tuple[int, int]):
    image = Image.objects.create(
        title="Зерно", file=ImageFile(BytesIO(files.grainy(size)), name="grain.jpg")
    )
    for rendition in image.get_renditions(*[Filter(spec) for spec in SPECS]).values():
        assert 0 < rendition.file.size <= HEAVIEST * KILOBYTE, rendition.filter_spec
        with Pixels.open(rendition.file) as picture:
            assert picture.size == (rendition.width, rendition.height)
            # It lay on its side.
            scales = [side / whole for side, whole in zip(picture.size, size[::-1], strict=True)]
            assert scales[0] == pytest.approx(scales[1], rel=0.02)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_rendition_knows_nothing_of_where_the_photograph_was_taken(kind: str):
    content = files.photograph(kind, (1200, 900))
    with Pixels.open(BytesIO(content)) as original:
        assert original.getexif().get_ifd(files.GPS), "the test's own file has no place in it"
    image = Image.objects.create(
        title="Двор", file=ImageFile(BytesIO(content), name=f"x.{kind.lower()}")
    )
    for rendition in image.get_renditions(*[Filter(spec) for spec in SPECS]).values():
        with rendition.file.open() as file:
            assert b"Phone" not in file.read()
        with Pixels.open(rendition.file) as picture:
            assert not picture.getexif()
            assert "exif" not in picture.info


def test_what_is_clear_stays_clear():
    out = BytesIO()
    Pixels.new("RGBA", (1000, 600), (90, 90, 0, 40)).save(out, "PNG")
    image = Image.objects.create(title="Знак", file=ImageFile(out, name="x.png"))
    with Pixels.open(image.get_rendition(SPECS[0]).file) as picture:
        assert picture.mode == "RGBA"


def test_a_photograph_that_is_brought_in_forgets_its_place(tmp_path: Path):
    case = with_photo(tmp_path, files.heic())
    (photo,) = case.texts.get(language="ru").content["photos"]
    with Pixels.open(Image.objects.get(pk=photo["image"]).file) as picture:
        assert not picture.getexif()


@pytest.mark.parametrize("content", [files.HTML, files.SVG, files.bomb(9_000)])
def test_what_is_no_photograph_is_not_brought_in(tmp_path: Path, content: bytes):
    with pytest.raises(Wrong) as wrong:
        with_photo(tmp_path, content)
    assert "photos[1].file" in str(wrong.value)
    assert not Image.objects.exists()


def test_a_picture_that_is_replaced_is_shown_anew(
    tmp_path: Path,
    client: Client,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
):
    case = with_photo(tmp_path, files.photograph(size=(1600, 1200)))
    address = f"/ru/cases/{case.slug}/"
    before = client.get(address).content.decode()
    image = Image.objects.get()
    other = files.upload("other.jpg", files.photograph(size=(1000, 500)))
    editor = Client()
    editor.force_login(make.moderator())
    typed = {"title": image.title, "file": other, "collection": image.collection_id}
    with django_capture_on_commit_callbacks(execute=True):
        assert editor.post(reverse("wagtailimages:edit", args=[image.pk]), typed).status_code == 302
    after = client.get(address).content.decode()
    assert "other." in after
    assert "other." not in before
