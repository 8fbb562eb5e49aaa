# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""A digest run for 5,000 people, each of whom has something to hear: `make bench PART=digest`.

`python -m tests.services python -m tests.performance.digest_run`, with PostgreSQL; `--small` for a trial. On a Monday
morning notices of what was last written in the forum wait, for a day or for a week, and sections look at what is
unread. The mails go to a server on this machine, which takes each at once. Exits with 1 if the run takes too long,
asks the database too often while it writes, or does not write to everybody.
"""

import argparse
import sys
from datetime import datetime, time, timedelta

from tests.performance import site as content
from tests.performance.figures import Report, Times
from tests.services.smtp import Smtp

# The last ones, of which people are told: of half a million in three years, a day brings as many.
POSTS, FEWER_POSTS = 500, 100
SECONDS, QUERIES = 120, 1_000


def main() -> int:
    """Fill, write, send, print; 1 when something is over."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--small", action="store_true")
    is_small = arguments.parse_args().small
    content.needs_postgresql()
    with Smtp() as smtp, content.site(EMAIL_URL=smtp.url):
        content.fill_with_learning(is_small=is_small)
        return int(measure(FEWER_POSTS if is_small else POSTS, smtp))


def measure(posts: int, smtp: Smtp) -> bool:
    """Print a line for each figure; whether any is over its limit."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from lms import clock
    from lms.notifications.digests import write_those_of_today
    from lms.notifications.models import Notice, OutgoingMessage

    people = give_addresses()
    tell_of_the_last(posts)
    report = Report()
    report.heading(
        f"Digests: {people:,} people, {Notice.objects.filter(mailed_at=None).count():,} notices that wait"
    )
    writing, sending = Times(), Times()
    with clock.at(monday()), CaptureQueriesContext(connection) as asked:
        written = writing.take(lambda _: write_those_of_today(), None)
    with clock.at(monday()):
        sent = sending.take(lambda _: send_all(), None)
    seconds = (writing.clock[0] + sending.clock[0]) / 1000
    report.amount("digests written", written, "", at_least=people)
    report.amount("digests sent", sent, "", at_least=people)
    report.amount("queries while they are written", len(asked), "", at_most=QUERIES)
    report.amount("while they are written", writing.clock[0] / 1000, "s")
    report.amount("while they are sent, one after the other", sending.clock[0] / 1000, "s")
    report.amount("the run", seconds, "s", at_most=SECONDS)
    weight = sum(len(raw) for raw in smtp.taken) / max(len(smtp.taken), 1) / 1024
    report.amount("a mail, with its headers, on average", weight, "KB")
    twice = len(smtp.taken) - OutgoingMessage.objects.filter(event__startswith="digest:").count()
    report.amount("mails that came twice", twice, "", at_most=0)
    return report.is_over


def give_addresses() -> int:
    """Let everybody have an address that they have shown to be theirs; how many they are."""
    from allauth.account.models import EmailAddress

    from lms.people.models import Person

    people = Person.objects.filter(is_active=True)
    EmailAddress.objects.all().delete()
    for person in people.only("pk").iterator():
        person.email = f"reader-{person.pk}@aiyl.example"
        person.save(update_fields=["email"])
    rows = people.values_list("pk", "email")
    EmailAddress.objects.bulk_create(
        EmailAddress(user_id=pk, email=email, verified=True, primary=True) for pk, email in rows
    )
    return people.count()


def tell_of_the_last(posts: int) -> None:
    """Of these posts their followers hear as if they had just been written; everybody, of the last one."""
    from exchange.forum import noticing
    from exchange.forum.models import Post
    from exchange.forum.notice_kinds import TOPIC
    from lms.notifications import telling
    from lms.notifications.models import Notice, Way
    from lms.people.models import Person

    Notice.objects.all().delete()
    shown = Post.objects.shown().filter(topic__hidden_at=None, topic__merged_into=None)
    last = list(shown.select_related("topic").order_by("-pk")[:posts])
    for post in last:
        noticing.tell_followers(post)
    of_everybody = next(post for post in last if post.topic.audience == "everyone")
    telling.tell(
        TOPIC,
        event="bench",
        subject=noticing.name_of(of_everybody),
        place=noticing.place_of(of_everybody.topic),
        readers="everyone",
        people=Person.objects.all(),
    )
    # What comes at once is not what is measured; some want it once a week.
    Notice.objects.filter(way=Way.AT_ONCE).update(way=Way.WEEKLY)


def send_all() -> int:
    """As the sweeps do, one after the other; how many left."""
    from lms.notifications.sending import send_due

    sent = 0
    while some := send_due():
        sent += some
    return sent


def monday() -> datetime:
    """The next Monday, at eight in the morning in Asia/Bishkek."""
    from django.utils import timezone

    now = timezone.localtime()
    day = now.date() + timedelta(days=7 - now.weekday())
    return datetime.combine(day, time(8), tzinfo=now.tzinfo)


if __name__ == "__main__":
    sys.exit(main())
