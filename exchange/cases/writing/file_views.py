"""Files of drafts: given to whoever may read the draft, and to nobody by an address alone."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from exchange.cases.models import DraftFile
from exchange.cases.writing.photos import small_of
from lms.uploads.serving import give


@require_safe
def draft_file(request: HttpRequest, key: UUID, file: UUID) -> HttpResponseBase:
    """A photograph or a document of a draft; with `small` in the address, a photograph as forms show it."""
    files = DraftFile.objects.visible_to(request.user)
    found = get_object_or_404(files, draft__key=key, key=file)
    small = small_of(found) if "small" in request.GET else None
    return give(request, small or found)
