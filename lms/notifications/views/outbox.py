"""What has been sent, where nothing really leaves: for development."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache

from lms.notifications.models import OutgoingMessage

ON_THE_PAGE = 100
ADDRESS = re.compile(r"https?://[^\s<]+")


def with_links(text: str) -> SafeString:
    """The text escaped, with addresses that can be followed."""
    linked = ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', escape(text))
    return mark_safe(linked)  # noqa: S308  escaped one line above; the addresses too


@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    """The last mails and SMS, newest first; of one recipient with `?to=`."""
    messages = OutgoingMessage.objects.all()
    recipient = request.GET.get("to", "").strip()
    if recipient:
        messages = messages.filter(recipient__iexact=recipient)
    return render(
        request,
        "notifications/outbox.html",
        {
            "rows": [(message, with_links(message.text)) for message in messages[:ON_THE_PAGE]],
            "recipient": recipient,
        },
    )
