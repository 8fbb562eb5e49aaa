"""Files that lessons show and offer. Which documents may be taken is decided here, not by knowing an address."""

import re
from collections.abc import Callable, Iterator
from mimetypes import guess_type
from pathlib import PurePosixPath

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from wagtail.models import Page, ReferenceIndex
from wagtailmedia.models import Media

from lms.people.models import Person

# Renditions, and videos and recordings of what is published. Documents have their own view, originals of pictures
# are for trainers.
PUBLIC_FOLDERS = {"images", "media"}
TRAINERS_FOLDERS = {"original_images"}
# Rooms above join here: whether somebody may take what nothing published offers; None for what is not theirs.
keepers: list[Callable[[Model, HttpRequest], bool | None]] = []
ONE_RANGE = re.compile(r"bytes=([0-9]{0,15})-([0-9]{0,15})")
PIECE = 64 * 1024  # bytes


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A picture or a part of a recording; the names of renditions change with their content."""
    folder = PurePosixPath(path).parts[0] if path else ""
    may = folder in PUBLIC_FOLDERS or (folder in TRAINERS_FOLDERS and works_on_courses(request))
    if not may or ".." in path or not default_storage.exists(path):
        raise Http404
    recording = Media.objects.filter(file=path).first() if folder == "media" else None
    if recording and not may_be_taken(recording, request):
        raise Http404
    try:
        file = default_storage.open(path)
    except OSError as error:  # a folder, for one
        raise Http404 from error
    kind = guess_type(path)[0] or "application/octet-stream"
    response = _part(request, file, kind) or FileResponse(file, content_type=kind)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = (
        "public, max-age=31536000, immutable" if folder == "images" else "public, max-age=86400"
    )
    return response


def may_be_taken(thing: Model, request: HttpRequest) -> bool:
    """Whoever reads a published page may take its documents and recordings; those of drafts are for those who write."""
    if is_used_by_published(thing):
        return True
    for ask in keepers:
        if (may := ask(thing, request)) is not None:
            return may
    return works_on_courses(request)


def works_on_courses(request: HttpRequest) -> bool:
    """Trainers, and who keeps the programme going; moderators enter the editor for other things."""
    person = request.user
    return isinstance(person, Person) and (person.is_trainer or person.is_manager)


def is_used_by_published(thing: Model) -> bool:
    """Whether a page that is published shows it or links to it."""
    pages = ReferenceIndex.get_references_to(thing).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    ids = [int(each) for each in pages.values_list("object_id", flat=True)]
    return bool(Page.objects.live().filter(pk__in=ids).exists())


def _part(request: HttpRequest, file: File[bytes], kind: str) -> HttpResponseBase | None:
    """The part of the file that a player asks for, or None if it asks for all."""
    asked = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    if asked is None or asked.groups() == ("", ""):
        return None
    size = file.size
    first, last = asked.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if start > end:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_pieces(file, start, end), status=206, content_type=kind)
    response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(end - start + 1)
    return response


def _pieces(file: File[bytes], start: int, end: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        left = end - start + 1
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
