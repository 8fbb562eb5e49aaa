"""Files below posts: given to whoever reads the topic, and to nobody by an address alone."""

from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from exchange.forum.models import Attachment
from lms.uploads.serving import give


def attachment(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """A picture or document below a post that the reader sees."""
    return give(request, get_object_or_404(Attachment.objects.visible_to(request.user), key=key))
