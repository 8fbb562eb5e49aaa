"""Files of drafts: given to whoever may read the draft, and to nobody by an address alone."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from exchange.cases.models import DraftFile
from lms.uploads.serving import give


@require_safe
def draft_file(request: HttpRequest, key: UUID, file: UUID) -> HttpResponseBase:
    """A photograph or a document of a draft."""
    files = DraftFile.objects.visible_to(request.user)
    return give(request, get_object_or_404(files, draft__key=key, key=file))
