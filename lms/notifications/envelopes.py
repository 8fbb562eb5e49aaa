"""A message as a mail: what its headers say, plain text, and HTML beside it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from lms.notifications.letters import html_of_plain
from lms.notifications.models import OutgoingMessage
from lms.notifications.unsubscribing import address_to_stop


def sealed(message: OutgoingMessage) -> EmailMultiAlternatives:
    """The mail, ready to be handed to a backend."""
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.text,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.recipient],
        headers=headers_of(message),
    )
    mail.attach_alternative(html_as_sent(message), "text/html")
    return mail


def html_as_sent(message: OutgoingMessage) -> str:
    """The message in HTML; what was written as plain text only, in the same frame."""
    return message.html or html_of_plain(message.subject, message.text, message.language)


def headers_of(message: OutgoingMessage) -> dict[str, str]:
    """What programs read. The name is the message's own at every try, so that a repetition can be known as one."""
    headers = {
        "Message-ID": f"<{message.created_at:%Y%m%d%H%M%S}.{message.pk}@{urlsplit(settings.SITE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": message.language,
    }
    if message.unsubscribe and message.person_id:
        # RFC 8058: the reader's mail program offers a button, and posts.
        address = address_to_stop(message.person_id, message.unsubscribe)
        headers["List-Unsubscribe"] = f"<{address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
