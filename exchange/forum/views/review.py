"""Wagtail's admin: what waits for moderators, and a post with what may be done about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from exchange.forum import access, moderation
from exchange.forum.editing import is_first
from exchange.forum.flagging import dismiss
from exchange.forum.models import ModerationAct, Post
from exchange.forum.review import around, waiting_for
from exchange.forum.showing import for_reading
from exchange.forum.silences import silenced_until
from lms.people.models import Person
from lms.rules import Refusal

Doing = Callable[[Person, Post, str, int], Any]


@dataclass(frozen=True)
class Act:
    """A button: what it says, and what it does. `tone`: Wagtail's class of the button."""

    name: str
    label: str | Promise
    do: Doing
    tone: str = "button-secondary"
    needs_reason: bool = True


ACTS = {
    act.name: act
    for act in (
        Act(
            "release",
            gettext_lazy("Show the post"),
            lambda by, post, why, _d: moderation.release_post(by=by, post=post, reason=why),
            "",
        ),
        Act(
            "no_problem",
            gettext_lazy("No problem"),
            lambda by, post, why, _d: dismiss(by=by, post=post, reason=why),
            "",
            needs_reason=False,
        ),
        Act(
            "hide",
            gettext_lazy("Hide the post"),
            lambda by, post, why, _d: moderation.hide_post(by=by, post=post, reason=why),
            "no",
        ),
        Act(
            "restore",
            gettext_lazy("Show it again"),
            lambda by, post, why, _d: moderation.restore_post(by=by, post=post, reason=why),
        ),
        Act(
            "hide_topic",
            gettext_lazy("Hide the whole topic"),
            lambda by, post, why, _d: moderation.hide_topic(by=by, topic=post.topic, reason=why),
            "no",
        ),
        Act(
            "restore_topic",
            gettext_lazy("Show the topic again"),
            lambda by, post, why, _d: moderation.restore_topic(by=by, topic=post.topic, reason=why),
        ),
        Act(
            "warn",
            gettext_lazy("Warn the author"),
            lambda by, post, why, _d: moderation.warn(
                by=by, person=post.author, post=post, reason=why
            ),
        ),
        Act(
            "silence",
            gettext_lazy("Stop the author’s writing"),
            lambda by, post, why, days: moderation.silence(
                by=by, person=post.author, post=post, days=days, reason=why
            ),
            "no",
        ),
        Act(
            "lift",
            gettext_lazy("Let the author write again"),
            lambda by, post, why, _d: moderation.lift(by=by, person=post.author, reason=why),
        ),
    )
}


def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first."""
    by = _moderator(request)
    facts = {
        "waiting": waiting_for(by),
        "page_title": _("Forum posts to review"),
        "header_icon": "warning",
    }
    return render(
        request, "forum/admin/queue.html", facts | {"header_title": _("Forum posts to review")}
    )


def post(request: HttpRequest, pk: int) -> HttpResponse:
    """A post, what was said of it, and what may be done."""
    by = _moderator(request)
    found = get_object_or_404(
        Post.objects.select_related("author", "topic__category", "membership__municipality"), pk=pk
    )
    if not access.can_review(by, found):
        raise PermissionDenied
    if request.method == "POST" and (act := ACTS.get(request.POST.get("act", ""))):
        days = request.POST.get("days", "")
        try:
            act.do(
                by,
                found,
                request.POST.get("reason", ""),
                int(days) if days.isdecimal() and len(days) < 5 else 0,
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("Done, and written down with your reason.")
                if act.needs_reason
                else _("Done, and written down."),
            )
            return redirect("forum_review")
    return render(request, "forum/admin/post.html", _facts(request, by, found))


def _facts(request: HttpRequest, by: Person, post: Post) -> dict[str, Any]:
    before, behind = around(post, by)
    return {
        "post": post,
        "is_readable": bool(access.can_order(by, post.topic)),
        "before": _read(before),
        "html": for_reading([post.html])[0],
        "behind": _read(behind),
        "attachments": post.attachments.all(),
        "flags": post.flags.select_related("person").order_by("-at"),
        "past": ModerationAct.objects.filter(person=post.author).select_related("by")[:10],
        "verdict": access.can_moderate_post(by, post),
        "acts": (acts := _possible(post)),
        "flags_wait": any(not act.needs_reason for act in acts),
        "reason": request.POST.get("reason", ""),
        "page_title": _("Forum posts to review"),
        "header_title": _("Forum posts to review"),
        "header_icon": "warning",
    }


def _possible(post: Post) -> list[Act]:
    """What makes sense to do; whether it may be done, the use cases say."""
    sense = {
        "release": post.waits,
        "no_problem": post.flags.open().exists(),
        "hide": not post.hidden_at,
        "restore": bool(post.hidden_at),
        "hide_topic": not post.topic.hidden_at and is_first(post),
        "restore_topic": bool(post.topic.hidden_at) and not post.held_at and is_first(post),
        "warn": True,
        "silence": True,
        "lift": silenced_until(post.author) is not None,
    }
    return [act for name, act in ACTS.items() if sense[name]]


def _read(posts: Sequence[Post]) -> list[tuple[Post, str]]:
    return list(zip(posts, for_reading([post.html for post in posts]), strict=True))


def _moderator(request: HttpRequest) -> Person:
    if not access.is_moderator(request.user):
        raise PermissionDenied
    return request.user
