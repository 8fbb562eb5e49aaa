"""Posts and rows of topics as HTML: drawn outside the template engine, which would take longer than all the rest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from exchange.forum.forms import AnswerForm
from exchange.forum.models import Post, Topic
from exchange.forum.places import Place
from exchange.forum.showing import ShownPost
from exchange.forum.templatetags.forum import day_words, said_on
from lms import clock
from lms.people.models.membership import place_called
from lms.people.models.person import short_name_of
from lms.skeletons import fill
from lms.uploads.taking import ACCEPTED


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reader may do with all posts of a topic, as the page needs it; `token` is that of their forms."""

    is_signed_in: bool
    can_answer: bool
    can_mark: bool
    moderates: bool
    token: str


class Shape(NamedTuple):
    """Which parts a post has. Most of a page's posts have the same."""

    state: str
    language: str  # if it is not the page's
    has_place: bool
    is_changed: bool
    is_first_unread: bool
    is_solution: bool
    can_help: bool
    has_helped: bool
    can_solve: bool
    can_answer: bool
    can_edit: bool
    can_delete: bool
    can_undo: bool
    moderates: bool


def draw_posts(
    posts: Iterable[ShownPost], topic: Topic, reader: Reader, first_key: int | None
) -> list[SafeString]:
    """Each of them, for the template of the topic. `first_key`: of the topic's first post, if it is on this page."""
    language, zone = get_language(), get_current_timezone()
    solver = topic.solved_by.short_name if topic.solved_by else ""
    alike = {"csrf_token": conditional_escape(reader.token), "solver": solver}
    return [
        fill(
            "forum/post.html",
            _shape(shown, reader, first_key, language),
            alike | _values(shown, reader, language, zone),
        )
        for shown in posts
    ]


def _shape(shown: ShownPost, reader: Reader, first_key: int | None, language: str | None) -> Shape:
    post, is_shown = shown.post, shown.post.is_shown
    return Shape(
        state="deleted"
        if post.deleted_at
        else "hidden"
        if post.hidden_at
        else ""
        if is_shown
        else "held",
        language=post.language if post.language != language else "",
        has_place=post.membership_id is not None,
        is_changed=is_shown and post.edited_at is not None,
        is_first_unread=shown.is_first_unread,
        is_solution=shown.is_solution,
        can_help=is_shown and reader.is_signed_in and not shown.is_own,
        has_helped=shown.has_helped,
        can_solve=is_shown and reader.can_mark and not shown.is_solution and post.pk != first_key,
        can_answer=is_shown and reader.can_answer,
        can_edit=shown.can_edit,
        can_delete=shown.can_delete,
        can_undo=shown.can_undo,
        moderates=reader.moderates,
    )


def _values(shown: ShownPost, reader: Reader, language: str | None, zone: tzinfo) -> dict[str, str]:
    post = shown.post
    at = post.created_at.astimezone(zone)
    return {
        "pk": SafeString(post.pk),
        "author": short_name_of(post.given_name, post.family_name),
        "author_key": SafeString(post.person_key),
        "place": place_called(post.municipality) if post.membership_id else "",
        "moment": SafeString(at.isoformat()),
        "when": f"{day_words(at.date(), language)}, {at:%H:%M}",
        "why": post.hidden_because
        or (post.get_held_because_display() if post.held_because else ""),
        "html": shown.html,
        "files": _files(shown),
        "helped": _helped(
            post, is_button=reader.is_signed_in and not shown.is_own and post.is_shown
        ),
    }


def _files(shown: ShownPost) -> str:
    if not shown.attachments:
        return ""
    return render_to_string("forum/attached.html", {"attachments": shown.attachments})


def _helped(post: Post, *, is_button: bool) -> str:
    """How many people it helped, on the button or instead of it."""
    count = post.helped_count
    if not count:
        return ""
    if is_button:
        return f": {count}"
    words = ngettext("helped %(n)s person", "helped %(n)s people", count) % {"n": count}
    return format_html('<span class="small soft">{}</span>', words)


def draw_reply(topic: Topic, place: str, opened: datetime, token: str) -> SafeString:
    """The form for an answer, as long as nothing lies in it: as `Desk` has the place, and when it was opened."""
    values = {
        "pk": str(topic.pk),
        "csrf_token": token,
        "client_id": str(uuid4()),
        "place": place,
        "opened": opened.isoformat(),
    }
    return fill("forum/reply.html", None, values, _empty_desk)


def _empty_desk(put: Any) -> dict[str, Any]:
    """What the form's template asks for, as slots."""
    return {
        "topic": put,
        "desk": {
            "place": put.place,
            "opened": {"isoformat": put.opened},
            "accepted": ACCEPTED,
            "preview": None,
        },
        "form": AnswerForm(initial={"client_id": put.client_id}),
    }


class Here(NamedTuple):
    """What is the same for all that a page draws: its language, its time zone, and its day."""

    language: str | None
    zone: tzinfo
    today: date


class RowShape(NamedTuple):
    """Which parts a topic has in a list."""

    language: str
    is_fresh: bool
    has_municipality: bool
    is_pinned: bool
    is_closed: bool
    with_place: bool
    is_solved: bool
    waits: bool
    is_shared: bool  # as a problem


def draw_rows(
    topics: Iterable[Any],
    unread: Mapping[int, int],
    places: Mapping[tuple[int | None, UUID | None], Place],
) -> list[SafeString]:
    """Each topic of a list. `unread`: how many posts, by key; `places`: where they stand, or none to be said."""
    here = Here(get_language(), get_current_timezone(), clock.today())
    return [_row(topic, unread.get(topic.pk, 0), places.get(topic.place), here) for topic in topics]


def _row(topic: Any, unread: int, place: Place | None, here: Here) -> SafeString:
    answers, shared = topic.answers_count, topic.same_problem_count
    shape = RowShape(
        language=topic.language if topic.language != here.language else "",
        is_fresh=bool(unread),
        has_municipality=topic.municipality_name is not None,
        is_pinned=topic.pinned_at is not None,
        is_closed=topic.locked_at is not None,
        with_place=place is not None,
        is_solved=topic.solution_id is not None,
        waits=topic.is_question and not answers,
        is_shared=bool(shared),
    )
    at = topic.last_post_at.astimezone(here.zone)
    values = {
        "pk": SafeString(topic.pk),
        "title": topic.title,
        "author": short_name_of(topic.given_name, topic.family_name),
        "municipality": topic.municipality_name or "",
        "answers": _answers(answers, here.language),
        "unread": _unread(unread, here.language) if unread else "",
        "moment": SafeString(at.isoformat()),
        "day": said_on(at.date(), here.today, here.language),
        "place": place.name if place else "",
        "place_url": place.url if place else "",
        "same_problem": _same_problem(shared, here.language) if shared else "",
    }
    return fill("forum/row.html", shape, values)


# The same few numbers stand in most rows; in the language that is active.


@lru_cache(maxsize=500)
def _answers(n: int, language: str | None) -> str:
    return ngettext("%(n)s answer", "%(n)s answers", n) % {"n": n} if n else _("no answers")


@lru_cache(maxsize=500)
def _unread(n: int, language: str | None) -> str:
    return ngettext("%(n)s new", "%(n)s new", n) % {"n": n}


@lru_cache(maxsize=500)
def _same_problem(n: int, language: str | None) -> str:
    words = ngettext(
        "%(n)s municipality has the same problem",
        "%(n)s municipalities have the same problem",
        n,
    )
    return words % {"n": n}
