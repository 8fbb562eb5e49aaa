"""What a digest says of the forum: what is new and unread in topics that people follow, and in those of their work.

Asked for hundreds of people at once, it looks at pairs of a person and a topic: those that were written in lately, and
that the person reads now. What is hidden, held, deleted or merged away is in none.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db.models import (
    BigIntegerField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import Coalesce, Greatest, RowNumber
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from exchange.forum.models import Category, Follow, Post, Reader, Reading, Topic
from exchange.forum.readers import may_see, words_of_readers
from lms import clock
from lms.notifications.kinds import Kind, Teller, Told, register
from lms.notifications.models import Way
from lms.notifications.sections import Asked, Section
from lms.notifications.sections import register as register_section
from lms.people.models import Membership

NEWEST = 10  # topics of a category that are looked at; a mail has five


def gather(asked: Asked) -> Mapping[int, Sequence[Teller]]:
    """For each person the topics with something unread: first those that they follow, the last written in first."""
    before = _last_post_before(asked)
    unread: dict[int, dict[int, int]] = {}
    for pairs in (_followed(asked), _of_work(asked)):
        for person, topic, count in _unread(pairs, before):
            if count and f"topic:{topic}" not in asked.told.get(person, ()):
                unread.setdefault(person, {}).setdefault(topic, count)
    found = {topic for counts in unread.values() for topic in counts}
    topics = Topic.objects.select_related("category").in_bulk(list(found))
    return {
        person: [_teller(topics[topic], count) for topic, count in counts.items()]
        for person, counts in unread.items()
    }


def _last_post_before(asked: Asked) -> int:
    """The key of the last post that is not new; keys rise with time."""
    older = Post.objects.filter(created_at__lt=asked.since).order_by("-pk")
    return older.values_list("pk", flat=True).first() or 0


def _followed(asked: Asked) -> QuerySet[Any]:
    pairs = Follow.objects.filter(person__in=asked.people, topic__last_post_at__gte=asked.since)
    return _readable(pairs, "topic")


def _of_work(asked: Asked) -> QuerySet[Any]:
    """The newest topics of the categories that moderators have given to a person's position."""
    of_somebody = Category.objects.filter(positions__isnull=False).values("pk")
    lately = Topic.objects.listed().filter(last_post_at__gte=asked.since, category__in=of_somebody)
    newest = Window(
        RowNumber(), partition_by=F("category"), order_by=[F("last_post_at").desc(), F("pk").desc()]
    )
    ranked = lately.order_by().annotate(nth=newest).filter(nth__lte=NEWEST)
    keys = list(ranked.values_list("pk", flat=True))
    working = Membership.objects.open().confirmed().filter(person__in=asked.people)
    return _readable(working, "position__forum_categories__topics", among=keys)


def _readable(
    pairs: QuerySet[Any], topic: str, among: Sequence[int] | None = None
) -> QuerySet[Any]:
    """Those that are shown, and that the person may see now: `about` is the topic's key, with each `strand` of it."""
    shown = Q(**{f"{topic}__hidden_at": None, f"{topic}__merged_into": None})
    if among is not None:
        shown &= Q(**{f"{topic}__in": among})
    # In one filter, and before all else: over many-to-many a second one would join every topic with every other.
    named = pairs.filter(shown).annotate(
        about=F(topic),
        strand=F(f"{topic}__strands"),
        at=F(f"{topic}__last_post_at"),
        readers=words_of_readers(topic),
    )
    found: QuerySet[Any] = named.filter(may_see(clock.now()))
    return found


def _unread(pairs: QuerySet[Any], before: int) -> Iterator[tuple[int, int, int]]:
    """Person, topic, and how many of its new posts by others the person has not read.

    Counted in each strand of the topic: behind the place that somebody has there, an index alone answers.
    """
    # Each is looked up once for a strand, not once for a post: two levels up are the person and the strand.
    person, strand = OuterRef(OuterRef("person")), OuterRef(OuterRef("strand"))
    read = Subquery(Reading.objects.filter(person=person, strand=strand).values("up_to"))
    since = Subquery(Reader.objects.filter(pk=person).values("since"))
    zero = Value(0, output_field=BigIntegerField())
    posts = (
        Post.objects.shown()
        .filter(strand=OuterRef("strand"))
        .filter(
            pk__gt=Greatest(
                Value(before, output_field=BigIntegerField()),
                Coalesce(read, zero),
                Coalesce(since, zero),
            )
        )
        .exclude(author=OuterRef("person"))
        .order_by()
        .values("strand")
        .annotate(count=Count("pk"))
    )
    counted = pairs.annotate(
        unread=Coalesce(Subquery(posts.values("count"), output_field=IntegerField()), 0)
    )
    rows = counted.order_by("person", "-at", "-about").values_list("person", "about", "unread")
    for (pk, topic), strands in groupby(rows.iterator(), key=lambda row: row[:2]):
        yield pk, topic, sum(count for _person, _topic, count in strands)


def _teller(topic: Topic, count: int) -> Teller:
    def tell() -> Told:
        words = ngettext("%(count)s unread post", "%(count)s unread posts", count) % {
            "count": count
        }
        where = f"{topic.category.name} · {words}" if topic.category else words
        return Told(topic.title, where, reverse("forum_topic", args=[topic.pk]))

    return tell


UNREAD = Kind(
    name="forum.unread",
    group=_("Forum"),
    label=_("What you have not read"),
    about=_(
        "What is new and unread in topics that you follow, and where your work is talked about."
    ),
    way=Way.WEEKLY,
    describe=lambda notices: {},
)


def register_news() -> None:
    """Join the section, and the kind that says how often it comes."""
    register(UNREAD)
    register_section(Section(UNREAD, _("Unread in the forum"), gather))
