"""Files below posts: what is taken, what is refused in a sentence, and who gets them."""

from datetime import timedelta
from http import HTTPStatus
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from exchange.forum.attaching import FINENESS, MOST_FILES, take_upload
from exchange.forum.choices import Audience, Complaint
from exchange.forum.editing import delete_post, undo_deletion
from exchange.forum.flagging import complain
from exchange.forum.forgetting import forget_deleted_posts, forget_old_uploads
from exchange.forum.models import Attachment, Post
from exchange.forum.refusals import TooManyFiles
from lms import clock
from lms.people.models import Person
from lms.rules import NotAllowed, Refusal
from lms.uploads.refusals import (
    DamagedPicture,
    EmptyFile,
    FileTooLarge,
    FileUnknown,
    NoPicture,
    NotWhatItSays,
)
from lms.uploads.taking import LARGEST_FILE
from tests import make
from tests.files import HTML, SVG, heic, office, photograph, photograph_with_nonsense
from tests.forum import talk

pytestmark = pytest.mark.django_db

ODT = office("mimetype", "application/vnd.oasis.opendocument.text")


def upload(person: Person, name: str, content: bytes, place: str = "new:waste") -> Attachment:
    return take_upload(person=person, place=place, upload=SimpleUploadedFile(name, content))


def with_file(author: Person | None = None, **facts: object) -> Post:
    """An answer with a contract below it."""
    topic = talk.topic(author, **facts)
    author = author or make.learner()
    upload(author, "договор.docx", office("word/document.xml"), f"topic:{topic.pk}")
    return talk.post(topic, author)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photograph_forgets_its_place_and_stands_upright(kind: str):
    kept = upload(make.learner(), f"IMG.{kind.lower()}", photograph(kind, (4000, 3000)))
    with Image.open(kept.file) as picture:
        assert picture.format == "WEBP"
        longest = FINENESS.longest_side
        assert picture.size == (longest * 3 // 4, longest) == (kept.width, kept.height)
        assert not picture.getexif()
    assert kept.name == "IMG.webp"


def test_a_photograph_is_taken_whatever_nonsense_its_camera_wrote():
    kept = upload(make.learner(), "IMG.jpg", photograph_with_nonsense())
    assert (kept.width, kept.height) == (300, 400)


def test_a_photograph_of_a_phone_is_taken_whatever_it_is_called():
    for name in ("IMG.heic", "IMG.jpg"):
        assert upload(make.learner(), name, heic()).extension == "webp"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("договор.docx", office("word/document.xml")),
        ("тариф.XLSX", office("xl/workbook.xml")),
        ("акт.pdf", b"%PDF-1.7 x"),
        ("письмо.odt", ODT),
        ("список.csv", "улица;дом".encode()),
        ("заметка.txt", "Привет".encode("cp1251")),
    ],
)
def test_documents_are_taken(name: str, content: bytes):
    kept = upload(make.learner(), name, content)
    assert (kept.name, kept.size, kept.is_picture) == (name, len(content), False)


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("x.svg", SVG, FileUnknown),
        ("x.html", HTML, FileUnknown),
        ("x.exe", b"MZ\x90", FileUnknown),
        ("договор", b"%PDF-1.7", FileUnknown),
        ("x.png", SVG, NoPicture),
        ("x.jpg", HTML, NoPicture),
        ("x.jpg", b"GIF89a\x01\x00\x01\x00\x00\x00\x00;", NoPicture),
        ("x.pdf", HTML, NotWhatItSays),
        ("x.pdf", photograph(), NotWhatItSays),
        ("x.docx", office("xl/workbook.xml"), NotWhatItSays),
        ("x.docx", HTML, NotWhatItSays),
        ("x.txt", photograph(), NotWhatItSays),
        ("x.csv", b"MZ\x00\x00", NotWhatItSays),
        ("x.jpg", photograph()[:300], DamagedPicture),
        ("x.txt", b"", EmptyFile),
        ("x.txt", b"a" * (LARGEST_FILE + 1), FileTooLarge),
    ],
)
def test_what_cannot_be_attached_is_said(name: str, content: bytes, refusal: type[Refusal]):
    with pytest.raises(refusal):
        upload(make.learner(), name, content)


def test_there_are_at_most_so_many():
    person = make.learner()
    for number in range(MOST_FILES):
        upload(person, f"{number}.txt", b"a")
    with pytest.raises(TooManyFiles):
        upload(person, "6.txt", b"a")


def test_a_name_has_no_folders_and_nothing_that_turns_it():
    kept = upload(make.learner(), "..\\..\\смета\u202excod.txt", b"a")
    assert kept.name == "сметаxcod.txt"
    assert str(kept.file.name).startswith("forum_attachments/")


def test_files_stand_below_the_post_and_are_private_with_its_topic(client: Client):
    place = make.municipality()
    author = make.learner(place)
    own = talk.category("own", Audience.MUNICIPALITY)
    attachment = with_file(author, category=own).attachments.get()
    address = reverse("forum_attachment", args=[attachment.key])
    for stranger in (make.learner(), make.moderator(), make.manager()):
        client.force_login(stranger)
        assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    client.logout()
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"/media/{attachment.file.name}").status_code == HTTPStatus.NOT_FOUND
    client.force_login(make.learner(place))
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    again = client.get(address, headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED


def test_a_moderator_opens_the_files_of_a_private_post_once_it_was_complained_of(client: Client):
    place = make.municipality()
    own = talk.category("own", Audience.MUNICIPALITY)
    post = with_file(make.learner(place), category=own)
    other = with_file(make.learner(place), category=own).attachments.get()
    attachment = post.attachments.get()
    moderator = make.moderator()
    client.force_login(moderator)
    complain(person=make.learner(place), post=post, reason=Complaint.RUDE)
    page = client.get(reverse("forum_review_post", args=[post.pk])).content.decode()
    address = reverse("forum_attachment", args=[attachment.key])
    assert address in page
    assert client.get(address).status_code == HTTPStatus.OK
    elsewhere = reverse("forum_attachment", args=[other.key])
    assert client.get(elsewhere).status_code == HTTPStatus.NOT_FOUND
    client.force_login(make.manager())
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND


def test_what_is_not_sent_yet_is_its_owners(client: Client):
    owner = make.learner()
    address = reverse("forum_attachment", args=[upload(owner, "a.txt", b"a").key])
    client.force_login(make.learner())
    assert client.get(address).status_code == HTTPStatus.NOT_FOUND
    client.force_login(owner)
    assert client.get(address).status_code == HTTPStatus.OK


@pytest.mark.django_db(transaction=True)
def test_what_was_deleted_is_wiped_after_a_day():
    post = with_file()
    name = post.attachments.get().file.name or ""
    delete_post(by=post.author, post=post)
    assert forget_deleted_posts() == 0
    with clock.at(clock.now() + timedelta(days=1)):
        assert forget_deleted_posts() == 1
        assert forget_deleted_posts() == 0
        post.refresh_from_db()
        assert (post.text, post.html, post.attachments.count()) == ("", "", 0)
        assert not default_storage.exists(name)
        with pytest.raises(NotAllowed):
            undo_deletion(by=post.author, post=post)


@pytest.mark.django_db(transaction=True)
def test_what_was_never_sent_is_dropped_after_two_days():
    kept, sent = upload(make.learner(), "a.txt", b"a"), with_file().attachments.get()
    with clock.at(clock.now() + timedelta(days=2)):
        assert forget_old_uploads() == 1
    assert not default_storage.exists(str(kept.file.name))
    assert default_storage.exists(str(sent.file.name))


def test_a_refused_post_keeps_its_file(client: Client):
    person, topic = make.learner(), talk.topic()
    client.force_login(person)
    address = reverse("forum_answer", args=[topic.pk])
    file = SimpleUploadedFile("акт.pdf", b"%PDF-1.7 x")
    key = uuid4()
    refused = client.post(address, {"text": "", "client_id": key, "uploads": file})
    assert "акт.pdf" in refused.content.decode()
    lying = SimpleUploadedFile("x.pdf", HTML)
    refused = client.post(address, {"text": "Вот акт.", "client_id": key, "uploads": lying})
    page = refused.content.decode()
    assert "Вот акт." in page
    assert "x.pdf" in page
    assert Post.objects.count() == 1
    client.post(address, {"text": "Вот акт.", "client_id": key})
    assert Post.objects.get(client_id=key).attachments.get().name == "акт.pdf"
