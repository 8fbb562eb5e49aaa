"""What is looked at before it is shown: a newcomer's links, floods, the same text again. Nothing typed is lost."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Q

from exchange.forum import access
from exchange.forum.choices import HeldBecause
from exchange.forum.markdown import to_html
from exchange.forum.models import Post, PostRevision
from exchange.forum.models.post import SHOWN
from lms import clock
from lms.people.models import Person

NEWCOMER_FOR = timedelta(days=7)
NEWCOMER_UNTIL = (
    3  # posts that everybody sees; until then somebody is new, however long they have been here
)
NEWCOMERS_LINKS = 2  # in a post, to other sites
NEWCOMERS_POSTS = 10  # within an hour
ANYBODYS_POSTS = 30  # within an hour: one every two minutes
MOST_CHANGES = 60  # of posts, within an hour
SAME_FROM = 40  # letters; “Thank you!” may be said twice a day
LINK = re.compile(r"(?:https?://|\bwww\.)[^\s<>()\[\]]+", re.IGNORECASE)
SHOWN_LINK = re.compile(r'href="((?:https?:)?//[^"]+)"')


def why_held(author: Person, text: str) -> str:
    """Why this text waits for a moderator, one of `HeldBecause`; empty: it does not. Two queries."""
    if author.has_role(*access.STAFF):
        return ""
    _one_after_the_other(author)
    now = clock.now()
    today = Q(created_at__gt=now - timedelta(days=1))
    written = Post.objects.filter(author=author).aggregate(
        shown=Count("pk", filter=SHOWN),
        lately=Count("pk", filter=Q(created_at__gt=now - timedelta(hours=1))),
        same=Count("pk", filter=today & Q(deleted_at=None, text=text)),
    )
    newcomer = is_newcomer(author, written["shown"])
    if newcomer and links_out(text) > NEWCOMERS_LINKS:
        return HeldBecause.LINKS
    if written["lately"] >= (NEWCOMERS_POSTS if newcomer else ANYBODYS_POSTS):
        return HeldBecause.OFTEN
    if len(text) >= SAME_FROM and written["same"]:
        return HeldBecause.SAME
    return ""


def changes_too_often(author: Person) -> bool:
    """Whether this person changes posts as no person does; each change is kept, and may call people."""
    if author.has_role(*access.STAFF):
        return False
    _one_after_the_other(author)
    lately = Q(post__author=author, written_at__gt=clock.now() - timedelta(hours=1))
    return PostRevision.objects.filter(lately).count() >= MOST_CHANGES


def _one_after_the_other(author: Person) -> None:
    """Who sends many posts at once waits for themselves: each counts those before it. The last lock of a writer."""
    Person.objects.select_for_update(no_key=True).filter(pk=author.pk).values("pk").first()


def has_too_many_links(author: Person, text: str) -> bool:
    """Whether a change would put links into a newcomer's post that would have held it when it was written."""
    if author.has_role(*access.STAFF) or links_out(text) <= NEWCOMERS_LINKS:
        return False
    return is_newcomer(author, Post.objects.shown().filter(author=author).count())


def is_newcomer(author: Person, posts: int) -> bool:
    """In the first week, and until some posts have stood."""
    return author.joined_at > clock.now() - NEWCOMER_FOR or posts < NEWCOMER_UNTIL


def links_out(text: str) -> int:
    """How many links lead to other sites: those that are typed, or all that they become when they are shown."""
    ours = urlsplit(settings.SITE_URL).hostname
    found = (LINK.findall(text), SHOWN_LINK.findall(to_html(text)))
    return max(sum(_host(link) != ours for link in links) for links in found)


def _host(link: str) -> str | None:
    try:
        return urlsplit(link if "://" in link else f"//{link}").hostname
    except ValueError:  # no address that a browser would open
        return None
