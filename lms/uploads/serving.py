"""Private files: given to whoever the view has found that they may, and kept by nobody on the way."""

from mimetypes import guess_type
from typing import Protocol
from uuid import UUID

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class Kept(Protocol):
    """A file as its row has it."""

    key: UUID
    name: str
    file: FieldFile

    @property
    def is_picture(self) -> bool: ...


def give(request: HttpRequest, kept: Kept) -> HttpResponseBase:
    """A picture is shown, a document is taken along; the browser asks each time whether it still may."""
    etag = f'"{kept.key.hex}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        try:
            file = kept.file.open()
        except OSError as error:
            raise Http404 from error
        kind = guess_type(kept.name)[0] if kept.is_picture else None
        response = FileResponse(
            file,
            as_attachment=not kept.is_picture,
            filename=kept.name,
            content_type=kind or "application/octet-stream",
        )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
