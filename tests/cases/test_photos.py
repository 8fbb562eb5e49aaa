"""Photographs and documents of a draft: what is taken, what is refused in a sentence, and who gets them."""

import re
from http import HTTPStatus
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images.models import Image as Picture

from exchange.cases.choices import DraftState, Part
from exchange.cases.models import CaseDraft, CoAuthor, DraftFile
from exchange.cases.writing.photos import (
    FINENESS,
    MOST_FILES,
    MOST_WAITING,
    TooManyFiles,
    TooManyFilesWait,
    drop_file,
    keep_upload,
    publish_file,
    small_of,
    take_over,
)
from lms.people.membership import end_membership
from lms.rules import NotAllowed, Refusal
from lms.uploads.refusals import (
    DamagedPicture,
    EmptyFile,
    FileTooLarge,
    FileUnknown,
    MovingPicture,
    NoPicture,
    NotWhatItSays,
    TooManyPixels,
)
from lms.uploads.sizes import KILOBYTE, MEGABYTE
from lms.uploads.taking import LARGEST_FILE
from tests import files, make
from tests.cases import writing
from tests.cases.writing import kept as keep

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> CaseDraft:
    return writing.draft(make.learner())


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_forgets_its_place_and_stands_upright(draft: CaseDraft, kind: str):
    kept = keep(draft, f"IMG.{kind.lower()}", files.photograph(kind, (4000, 3000)))
    with Image.open(kept.file) as picture:
        longest = FINENESS.longest_side
        assert picture.size == (longest * 3 // 4, longest) == (kept.width, kept.height)
        assert picture.format == "WEBP"
        assert not {"exif", "xmp", "icc_profile"} & picture.info.keys()
        assert not picture.getexif()
    assert (kept.name, kept.size) == ("IMG.webp", kept.file.size)


@pytest.mark.parametrize("name", ["IMG_0001.HEIC", "IMG_0001.jpg", "IMG_0001"])
def test_a_photograph_of_an_iphone_is_taken_without_its_place_whatever_it_is_called(
    draft: CaseDraft, name: str
):
    content = files.heic()
    with Image.open(BytesIO(content)) as original:
        assert original.getexif().get_ifd(files.GPS), "the test's own file has no place in it"
    kept = keep(draft, name, content)
    with Image.open(kept.file) as picture:
        assert picture.size == (300, 200)
        assert not picture.getexif()
    assert b"Phone" not in kept.file.open().read()


def test_a_camera_s_photograph_of_forty_megabytes_is_made_smaller(draft: CaseDraft):
    content = files.photograph("PNG", (4000, 3000), compress_level=0)
    content += b"\0" * (40 * MEGABYTE - len(content))  # what stands behind the picture is not read
    kept = keep(draft, "IMG.png", content)
    assert kept.size < MEGABYTE
    assert max(kept.width or 0, kept.height or 0) == FINENESS.longest_side


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("x.jpg", files.HTML, NoPicture),
        ("x.png", files.SVG, NoPicture),
        ("x.png", files.PDF, NoPicture),
        ("x.jpg", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", NoPicture),
        ("x.pdf", files.photograph(), NotWhatItSays),
        ("x.pdf", files.HTML, NotWhatItSays),
        ("x.docx", files.office("xl/workbook.xml"), NotWhatItSays),
        ("x.svg", files.SVG, FileUnknown),
        ("x.html", files.HTML, FileUnknown),
        ("x.exe", b"MZ\x90", FileUnknown),
        ("x.jpg", files.photograph()[:300], DamagedPicture),
        ("x.png", files.bomb(8_000), TooManyPixels),
        ("x.png", files.bomb(20_000), TooManyPixels),
        ("x.png", files.moving("PNG"), MovingPicture),
        ("x.webp", files.moving("WEBP"), MovingPicture),
        ("x.jpg", b"", EmptyFile),
        ("x.pdf", files.PDF + b" " * LARGEST_FILE, FileTooLarge),
        ("x.jpg", b" " * (FINENESS.largest + 1), FileTooLarge),
    ],
)
def test_what_cannot_be_taken_is_said(
    draft: CaseDraft, name: str, content: bytes, refusal: type[Refusal]
):
    with pytest.raises(refusal) as refused:
        keep(draft, name, content)
    assert name in str(refused.value)
    assert not draft.files.exists()


def test_a_file_that_is_too_large_is_told_how_large_it_may_be(draft: CaseDraft):
    with pytest.raises(FileTooLarge) as refused:
        keep(draft, "фото.jpg", b" " * (FINENESS.largest + 1))
    assert "50" in str(refused.value)


def test_a_file_that_is_sent_again_over_a_bad_link_is_there_once(draft: CaseDraft):
    first = keep(draft, "IMG.jpg", files.photograph())
    assert keep(draft, "IMG.jpg", files.photograph()) == first
    act = keep(draft, "акт.pdf", files.PDF)
    assert keep(draft, "акт.pdf", files.PDF) == act
    assert draft.files.count() == 2
    assert act.file.open().read() == files.PDF


def test_a_draft_has_at_most_so_many(draft: CaseDraft):
    for number in range(MOST_FILES):
        keep(draft, f"{number}.txt", f"Строка {number}".encode())
    with pytest.raises(TooManyFiles):
        keep(draft, "x.txt", "Ещё".encode())


def test_a_person_has_at_most_so_many_in_all_drafts(draft: CaseDraft):
    kept = keep(draft, "акт.pdf", files.PDF)
    others = [writing.draft(draft.started_by) for _ in range(MOST_WAITING // MOST_FILES)]
    facts = {"person": draft.started_by, "name": "x.txt", "extension": "txt", "size": 1}
    DraftFile.objects.bulk_create(
        DraftFile(draft=others[number // MOST_FILES], file=kept.file.name, **facts)
        for number in range(MOST_WAITING - 1)
    )
    with pytest.raises(TooManyFilesWait):
        keep(draft, "ещё.txt", b"1")
    CaseDraft.objects.get(pk=others[0].pk).delete()
    keep(draft, "ещё.txt", b"1")


def test_only_those_who_write_the_draft_add_to_it_and_until_it_is_submitted(draft: CaseDraft):
    place, author = draft.municipality, draft.started_by
    colleague = make.learner(place)
    upload = files.upload("акт.pdf", files.PDF)
    for stranger in (colleague, make.learner(), make.moderator(), make.coordinator()):
        with pytest.raises(NotAllowed):
            keep_upload(by=stranger, draft=draft, upload=upload)
    CoAuthor.objects.create(draft=draft, person=colleague, added_by=author)
    kept = keep_upload(by=colleague, draft=draft, upload=upload)
    CaseDraft.objects.filter(pk=draft.pk).update(
        state=DraftState.SUBMITTED,
        submitted_at=draft.started_at,
        submitted_by=author,
        page_id=1,
    )
    draft.refresh_from_db()
    with pytest.raises(NotAllowed):
        keep(draft, "ещё.txt", b"1")
    with pytest.raises(NotAllowed):
        drop_file(by=author, draft=draft, key=kept.key)


def test_whoever_has_left_adds_nothing(draft: CaseDraft):
    author = draft.started_by
    coordinator = make.coordinator(draft.municipality)
    end_membership(by=coordinator, membership=author.memberships.get())
    author.forget_what_was_read()
    with pytest.raises(NotAllowed):
        keep(draft, "акт.pdf", files.PDF)


def test_files_of_a_draft_are_for_those_who_read_it(draft: CaseDraft, client: Client):
    kept = keep(draft, "IMG.jpg", files.photograph())
    address = reverse("my_case_file", args=[draft.key, kept.key])
    for stranger in (make.learner(draft.municipality), make.learner(), make.moderator()):
        client.force_login(stranger)
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    client.logout()
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"/media/{kept.file.name}").status_code == HTTPStatus.NOT_FOUND
    client.force_login(draft.started_by)
    elsewhere = reverse("my_case_file", args=[uuid4(), kept.key])
    assert client.get(elsewhere).status_code == HTTPStatus.NOT_FOUND
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_pages_show_a_photograph_in_small_with_its_sides_and_lead_to_the_whole(
    draft: CaseDraft, client: Client
):
    kept = keep(draft, "IMG.jpg", files.grainy((4000, 3000)))
    writing.save(draft, Part.FILES, {"photos": [{"file": str(kept.key), "alt": "Двор"}]})
    client.force_login(draft.started_by)
    whole = reverse("my_case_file", args=[draft.key, kept.key])
    shown = f'src="{whole}[?]small" alt="[^"]*" width="1920" height="2560" loading="lazy"'
    part = reverse("my_case_part", args=[draft.key, Part.FILES])
    for address in (part, reverse("my_case_check", args=[draft.key])):
        html = client.get(address).content.decode()
        assert len(re.findall(shown, html)) == html.count("<img") == 1
        assert f'href="{whole}"' in html
    answer = client.get(f"{whole}?small")
    assert answer["Content-Type"] == "image/webp"
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a FileResponse
    assert len(content) <= 60 * KILOBYTE < kept.size
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (300, 400)
    client.force_login(make.learner())
    assert client.get(f"{whole}?small").status_code == HTTPStatus.NOT_FOUND


def test_of_a_document_there_is_nothing_small(draft: CaseDraft, client: Client):
    act = keep(draft, "акт.pdf", files.PDF)
    client.force_login(draft.started_by)
    address = reverse("my_case_file", args=[draft.key, act.key])
    answer = client.get(f"{address}?small")
    assert b"".join(answer.streaming_content) == files.PDF  # type: ignore[attr-defined]  # a FileResponse


@pytest.mark.django_db(transaction=True)
def test_files_go_with_their_draft_and_by_themselves():
    draft = writing.draft(make.learner())
    first, second = (keep(draft, f"{n}.txt", f"Строка {n}".encode()) for n in (1, 2))
    photo = keep(draft, "IMG.jpg", files.photograph())
    small = small_of(photo)
    assert small
    drop_file(by=draft.started_by, draft=draft, key=first.key)
    drop_file(by=draft.started_by, draft=draft, key=first.key)
    assert list(draft.files.all()) == [second, photo]
    assert not default_storage.exists(str(first.file.name))
    draft.delete()
    for gone in (second, photo, small):
        assert not default_storage.exists(str(gone.file.name))


def test_a_file_is_published_once_and_its_picture_is_named_as_nobody_guesses(draft: CaseDraft):
    photo, act = keep(draft, "IMG.jpg", files.photograph()), keep(draft, "акт.pdf", files.PDF)
    picture, document = publish_file(photo), publish_file(act)
    assert (publish_file(photo), publish_file(act)) == (picture, document)
    assert isinstance(picture, Picture)
    assert isinstance(document, Document)
    assert picture.filename == f"{photo.key.hex}.webp"
    assert (picture.width, picture.height) == (300, 400)
    assert (document.title, document.file.open().read()) == ("акт.pdf", files.PDF)
    assert picture.collection == document.collection


def test_a_revision_takes_over_what_its_page_shows(draft: CaseDraft):
    kept = keep(draft, "IMG.jpg", files.photograph())
    picture = publish_file(kept)
    CaseDraft.objects.filter(pk=draft.pk).update(key=uuid4())
    again = writing.draft(draft.started_by)
    taken = take_over(by=draft.started_by, draft=again, published=picture)
    assert small_of(taken)
    assert take_over(by=draft.started_by, draft=again, published=picture) == taken
    assert taken.is_picture
    assert publish_file(taken) == picture
