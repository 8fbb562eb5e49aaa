"""What has been sent, where nothing really leaves: for development."""

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from lms.notifications.envelopes import html_as_sent
from lms.notifications.letters import with_links
from lms.notifications.models import OutgoingMessage

ON_THE_PAGE = 100


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


@never_cache
@csp_replace({"style-src": ["'unsafe-inline'"]})  # type: ignore[arg-type]  # its types know no address with a number
def outbox_mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail as its reader's program shows it: HTML with its style in it."""
    return HttpResponse(html_as_sent(get_object_or_404(OutgoingMessage, pk=pk)))
