"""What people want to hear at once becomes messages: words and rights are those of this moment."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from lms import clock
from lms.addresses import full
from lms.notifications.kinds import Teller, describe, kind_named
from lms.notifications.letters import Item, Letter, Part, html_of, text_of
from lms.notifications.models import Channel, Notice, OutgoingMessage, Way
from lms.notifications.reaching import Reached, where_to_reach
from lms.notifications.sending import OF_A_NOTICE
from lms.notifications.unsubscribing import address_to_choose, address_to_stop

TOGETHER = 200  # notices of one transaction


def mail_what_waits() -> int:
    """Write the messages of all notices that wait to be told at once. Returns how many were written."""
    written = 0
    while True:
        looked_at, messages = mail_some()
        written += messages
        if looked_at < TOGETHER:
            return written


@transaction.atomic
def mail_some() -> tuple[int, int]:
    """Some of them, with the note that they have been mailed: how many were looked at, and how many became messages.

    What has been read meanwhile, withdrawn, or may not be seen any more, is decided too: it is mailed never.
    """
    # What another worker has in hand is not waited for.
    waiting = Notice.objects.filter(way=Way.AT_ONCE, mailed_at=None).order_by("pk")
    keys = [each.pk for each in waiting.select_for_update(skip_locked=True)[:TOGETHER]]
    notices = list(Notice.objects.shown().unread().filter(pk__in=keys))
    told = describe(notices)
    people = where_to_reach({notice.person_id for notice in notices}) if notices else {}
    messages = [
        message
        for notice in notices
        if (message := message_of(notice, told, people.get(notice.person_id)))
    ]
    OutgoingMessage.objects.bulk_create(messages, ignore_conflicts=True)
    Notice.objects.filter(pk__in=keys).order_by().update(mailed_at=clock.now())
    return len(keys), len(messages)


def message_of(
    notice: Notice, told: Mapping[int, Teller], reached: Reached | None
) -> OutgoingMessage | None:
    """The message that tells somebody of it; None if there is nothing to tell any more, or nowhere to."""
    tell, kind = told.get(notice.pk), kind_named(notice.kind)
    if not (tell and kind and reached):
        return None
    if reached.channel == Channel.SMS and not kind.by_sms:
        return None
    with override(reached.language):
        words = tell()
        stop = f"kind:{kind.name}"
        message = OutgoingMessage(
            event=f"{OF_A_NOTICE}:{notice.pk}",
            channel=reached.channel,
            recipient=reached.recipient,
            person_id=reached.person_id,
            language=reached.language,
            subject=" ".join(words.title.split())[:200],
        )
        if reached.channel == Channel.SMS:
            message.text = f"{words.title} {full(words.url)}"
            return message
        link = Item(title=_("Open it on the site"), text="", address=full(words.url))
        letter = Letter(
            subject=message.subject,
            opening=words.text,
            parts=[Part([link])],
            why=str(kind.about),
            stop=address_to_stop(reached.person_id, stop),
            choose=address_to_choose(),
            language=reached.language,
        )
        message.text, message.html, message.unsubscribe = text_of(letter), html_of(letter), stop
    return message
