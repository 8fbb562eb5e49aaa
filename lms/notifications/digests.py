"""The digests of a day: what somebody wants to hear once a day or once a week, in one mail at eight in the morning.

A run goes through the people by key, so many in a transaction: their mails, the note that their notices have been
mailed, and how far the run is, are written together. Killed, it goes on where it was; two at once wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from lms import clock
from lms.addresses import full
from lms.locking import update_in_order
from lms.notifications.kinds import Teller, all_kinds, describe
from lms.notifications.letters import Item, Letter, Part, html_of, text_of
from lms.notifications.models import Channel, DigestRun, Notice, OutgoingMessage, Way
from lms.notifications.reaching import Reached, everybody, where_to_reach
from lms.notifications.sections import Asked, Section, all_sections, who_wants
from lms.notifications.unsubscribing import DIGEST, address_to_choose, address_to_stop

COMES_AT = time(8)  # in Asia/Bishkek
WEEKLY_ON = 0  # Monday
PEOPLE = 250  # of one transaction
AT_MOST = 20  # notices of one mail; a phone shows four at a time
AT_MOST_IN_A_SECTION = 5
PERIODS = {Way.DAILY: timedelta(days=1), Way.WEEKLY: timedelta(days=7)}


@dataclass
class Gathered:
    """Of one person: the newest notices, how many there are besides, and what sections say."""

    notices: list[Notice] = field(default_factory=list)
    besides: int = 0
    sections: list[tuple[Section, list[Teller]]] = field(default_factory=list)


def write_those_of_today() -> int:
    """Write what is missing of this day's digests, if it is time. Returns how many were written.

    Any moment of the day will do: after an outage they are late, and there all the same.
    """
    now = timezone.localtime(clock.now())
    if now.time() < COMES_AT:
        return 0
    run, _is_new = DigestRun.objects.get_or_create(day=now.date())
    written = 0
    while not run.ended_at:
        run, some = write_some(run.pk)
        written += some
    return written


@transaction.atomic
def write_some(pk: int) -> tuple[DigestRun, int]:
    """Write the digests of the people who come next; how far the run is then, and how many were written."""
    run = DigestRun.objects.select_for_update().get(pk=pk)
    after = everybody().filter(pk__gt=run.reached).order_by("pk")
    people = list(after.values_list("pk", flat=True)[:PEOPLE])
    if run.ended_at or not people:
        run.ended_at = run.ended_at or clock.now()
        run.save(update_fields=["ended_at"])
        return run, 0
    messages = digests_of(people, run.day)
    OutgoingMessage.objects.bulk_create(messages, ignore_conflicts=True)
    run.reached = people[-1]
    run.save(update_fields=["reached"])
    return run, len(messages)


def digests_of(people: Collection[int], day: date) -> list[OutgoingMessage]:
    """The mails of these people, and their notices marked as mailed. Who has nothing to hear gets none."""
    return messages_of(people, day, take_notices(people, ways_of(day)))


def written_anew(message: OutgoingMessage) -> OutgoingMessage | None:
    """The digest that waits for its server as it would be written now; None when nothing is left to tell.

    What was hidden meanwhile, read, or closed to the person, is in it no more.
    """
    day = date.fromisoformat(message.event.partition(":")[2])
    people = [message.person_id] if message.person_id else []
    return next(iter(messages_of(people, day, message.created_at)), None)


def ways_of(day: date) -> list[Way]:
    """What the digests of that day tell of."""
    return [Way.DAILY, Way.WEEKLY] if day.weekday() == WEEKLY_ON else [Way.DAILY]


def messages_of(people: Collection[int], day: date, taken_at: datetime) -> list[OutgoingMessage]:
    """What the digests of these people say, of the notices that were taken for them then."""
    ways = ways_of(day)
    notices = newest_taken(people, ways, taken_at)
    told = describe(notices)
    reached = where_to_reach(people)
    by_mail = {pk: each for pk, each in reached.items() if each.channel == Channel.MAIL}
    gathered = {pk: Gathered() for pk in by_mail}
    for notice in notices:
        if notice.pk in told and (mine := gathered.get(notice.person_id)):
            mine.notices.append(notice)
            mine.besides = max(notice.in_all - AT_MOST, 0)  # type: ignore[attr-defined]  # annotated
    add_sections(gathered, ways, taken_at)
    return [
        message_of(day, taken_at, by_mail[pk], mine, told)
        for pk, mine in gathered.items()
        if mine.notices or mine.sections
    ]


def take_notices(people: Collection[int], ways: Collection[Way]) -> datetime:
    """All that waited for a digest have been mailed from here on; the moment with which they are marked.

    Marked first, and found by the mark: one that is written meanwhile waits for the next digest.
    """
    now = clock.now()
    waiting = Notice.objects.filter(person__in=people, way__in=ways, mailed_at=None).order_by()
    update_in_order(waiting, mailed_at=now)
    return now


def newest_taken(
    people: Collection[int], ways: Collection[Way], taken_at: datetime
) -> list[Notice]:
    """The newest of each that still stand, and that they have not read on the site."""
    whose = F("person")
    fresh = (
        Notice.objects.shown()
        .unread()
        .filter(person__in=people, way__in=ways, mailed_at=taken_at)
        .annotate(
            nth=Window(RowNumber(), partition_by=whose, order_by=F("pk").desc()),
            in_all=Window(Count("pk"), partition_by=whose),
        )
    )
    return list(fresh.filter(nth__lte=AT_MOST).order_by("-pk"))


def add_sections(gathered: Mapping[int, Gathered], ways: Collection[Way], until: datetime) -> None:
    """Ask every section, once for each way in which it comes today."""
    places = {pk: {notice.place for notice in mine.notices} for pk, mine in gathered.items()}
    for section in all_sections():
        for way in ways:
            people = who_wants(section, [way], list(gathered))
            if not people:
                continue
            asked = Asked(people, until - PERIODS[way], places)
            for pk, tellers in section.gather(asked).items():
                if tellers:
                    gathered[pk].sections.append((section, list(tellers[:AT_MOST_IN_A_SECTION])))


def message_of(
    day: date, taken_at: datetime, reached: Reached, mine: Gathered, told: Mapping[int, Teller]
) -> OutgoingMessage:
    """One person's digest, in their language; it bears the moment by which its notices are found again."""
    with override(reached.language):
        letter = Letter(
            subject=_("News on %(day)s") % {"day": date_format(day, "DATE_FORMAT")},
            parts=[*parts_of_notices(mine, told), *parts_of_sections(mine.sections)],
            why=_("Here is what you hear of once a day or once a week."),
            stop=address_to_stop(reached.person_id, DIGEST),
            choose=address_to_choose(),
            language=reached.language,
        )
        return OutgoingMessage(
            event=f"{DIGEST}:{day}",
            created_at=taken_at,
            channel=Channel.MAIL,
            recipient=reached.recipient,
            person_id=reached.person_id,
            language=reached.language,
            subject=letter.subject,
            text=text_of(letter),
            html=html_of(letter),
            unsubscribe=DIGEST,
        )


def parts_of_notices(mine: Gathered, told: Mapping[int, Teller]) -> list[Part]:
    """Under the headings of their kinds' groups; the last says how many there are besides."""
    groups: dict[str, list[Item]] = {}
    for kind in all_kinds():
        for notice in mine.notices:
            if notice.kind == kind.name:
                groups.setdefault(str(kind.group), []).append(item_of(told[notice.pk]))
    parts = [Part(items, title=title) for title, items in groups.items()]
    if parts and mine.besides:
        words = ngettext(
            "%(count)s more is in your list on the site.",
            "%(count)s more are in your list on the site.",
            mine.besides,
        )
        more = words % {"count": mine.besides}
        parts[-1] = replace(parts[-1], more=more)
    return parts


def parts_of_sections(sections: Iterable[tuple[Section, list[Teller]]]) -> list[Part]:
    """Each under its heading."""
    return [
        Part([item_of(tell) for tell in tellers], title=str(section.heading))
        for section, tellers in sections
    ]


def item_of(tell: Teller) -> Item:
    """In the language that is active, with its whole address."""
    words = tell()
    return Item(words.title, words.text, full(words.url))
