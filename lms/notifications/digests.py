"""The digests of a day: what somebody wants to hear once a day or once a week, in one mail at eight in the morning.

A run goes through the people by key, so many in a transaction: their mails, the note that their notices have been
mailed, and how far the run is, are written together. Killed, it goes on where it was; two at once wait for each other.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta

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
    ways = [Way.DAILY, Way.WEEKLY] if day.weekday() == WEEKLY_ON else [Way.DAILY]
    notices = take_notices(people, ways)
    told = describe(notices)
    reached = where_to_reach(people)
    by_mail = {pk: each for pk, each in reached.items() if each.channel == Channel.MAIL}
    gathered = {pk: Gathered() for pk in by_mail}
    for notice in notices:
        if notice.pk in told and (mine := gathered.get(notice.person_id)):
            mine.notices.append(notice)
            mine.besides = max(notice.in_all - AT_MOST, 0)  # type: ignore[attr-defined]  # annotated
    add_sections(gathered, ways)
    return [
        message_of(day, by_mail[pk], mine, told)
        for pk, mine in gathered.items()
        if mine.notices or mine.sections
    ]


def take_notices(people: Collection[int], ways: Collection[Way]) -> list[Notice]:
    """The newest notices of each that wait for a digest; all that waited have been mailed from here on.

    Marked first, and found by the mark: one that is written meanwhile waits for the next digest.
    """
    now = clock.now()
    waiting = Notice.objects.filter(person__in=people, way__in=ways, mailed_at=None).order_by()
    if not update_in_order(waiting, mailed_at=now):
        return []
    whose = F("person")
    fresh = (
        Notice.objects.shown()
        .unread()
        .filter(person__in=people, way__in=ways, mailed_at=now)
        .annotate(
            nth=Window(RowNumber(), partition_by=whose, order_by=F("pk").desc()),
            in_all=Window(Count("pk"), partition_by=whose),
        )
    )
    return list(fresh.filter(nth__lte=AT_MOST).order_by("-pk"))


def add_sections(gathered: Mapping[int, Gathered], ways: Collection[Way]) -> None:
    """Ask every section, once for each way in which it comes today."""
    places = {pk: {notice.place for notice in mine.notices} for pk, mine in gathered.items()}
    for section in all_sections():
        for way in ways:
            people = who_wants(section, [way], list(gathered))
            if not people:
                continue
            asked = Asked(people, clock.now() - PERIODS[way], places)
            for pk, tellers in section.gather(asked).items():
                if tellers:
                    gathered[pk].sections.append((section, list(tellers[:AT_MOST_IN_A_SECTION])))


def message_of(
    day: date, reached: Reached, mine: Gathered, told: Mapping[int, Teller]
) -> OutgoingMessage:
    """One person's digest, in their language."""
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
            event=f"digest:{day}",
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
