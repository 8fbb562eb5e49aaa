"""Files below posts: given to whoever reads the topic, and to nobody by an address alone."""

from mimetypes import guess_type
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from exchange.forum.models import Attachment


def attachment(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A picture is shown, a document is taken along; the browser asks each time whether it still may."""
    found = get_object_or_404(Attachment.objects.visible_to(request.user), key=key)
    etag = f'"{found.key.hex}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == etag:
        response = HttpResponse(status=304)
    else:
        try:
            file = found.file.open()
        except OSError as error:
            raise Http404 from error
        kind = guess_type(found.name)[0] if found.is_picture else None
        response = FileResponse(
            file,
            as_attachment=not found.is_picture,
            filename=found.name,
            content_type=kind or "application/octet-stream",
        )
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    return response
