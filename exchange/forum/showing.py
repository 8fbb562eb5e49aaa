"""Posts as a reader sees them, with what this reader may do to each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.forum import access
from exchange.forum.cards import with_cards
from exchange.forum.markdown import safe
from exchange.forum.models import Attachment, Topic
from lms.people.models import Person

OF_NO_LANGUAGE = re.compile(r'(?<=href=")/(?=(?:forum|people)/)')
NOTHING_WAITS = Q(pk=None)
GONE = '<blockquote class="gone"></blockquote>'


class ShownPost(NamedTuple):
    """A post on its page."""

    post: Any  # as `posts_to_read` has it
    html: SafeString
    attachments: list[Attachment]
    is_solution: bool
    is_own: bool
    has_helped: bool  # this reader said so
    can_edit: bool
    can_delete: bool
    can_undo: bool
    is_first_unread: bool


def show_posts(
    posts: Sequence[Any],
    topic: Topic,
    user: access.User,
    *,
    attached: Mapping[int | None, list[Attachment]],
    unread_from: int | None = None,
) -> list[ShownPost]:
    """These posts of the topic, as `posts_to_read` has them; of deleted ones their authors see that they can come back.

    `attached`: as `files_below` gives them.
    """
    person = user if isinstance(user, Person) else None
    htmls = for_reading(post.html for post in posts)
    shown = []
    for post, html in zip(posts, htmls, strict=True):
        post.topic = topic  # read already
        is_own = person is not None and post.author_id == person.pk
        shown.append(
            ShownPost(
                post=post,
                html=html,
                attachments=attached.get(post.pk, []),
                is_solution=topic.solution_id == post.pk,
                is_own=is_own,
                has_helped=post.has_helped,
                can_edit=is_own and bool(access.can_edit(user, post)),
                can_delete=is_own and bool(access.can_delete(user, post)),
                can_undo=is_own and bool(access.can_undo_deletion(user, post)),
                is_first_unread=post.pk == unread_from,
            )
        )
    return shown


def for_reading(htmls: Iterable[str]) -> list[SafeString]:
    """HTML of posts as a page shows it: sanitised again, with cards, in the language of the page."""
    words = escape(_("What was quoted here is not shown any more."))
    gone = f'<blockquote class="gone"><p>{words}</p></blockquote>'
    here = f"/{get_language() or 'ru'}/"
    return [
        mark_safe(OF_NO_LANGUAGE.sub(here, html).replace(GONE, gone))  # noqa: S308  sanitised below
        for html in with_cards([safe(html) for html in htmls])
    ]


def files_below(
    posts: Iterable[Any], waiting: Q = NOTHING_WAITS
) -> dict[int | None, list[Attachment]]:
    """The files below each of the posts, and below None those that wait in the reader's own form.

    One query, and none if there is nothing, as `posts_to_read` knows.
    """
    found: dict[int | None, list[Attachment]] = {}
    with_files = [post.pk for post in posts if post.has_files]
    if not with_files and waiting is NOTHING_WAITS:
        return found
    for attachment in Attachment.objects.filter(Q(post__in=with_files) | waiting):
        found.setdefault(attachment.post_id, []).append(attachment)
    return found
