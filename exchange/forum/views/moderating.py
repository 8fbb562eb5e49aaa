"""Complaining of a post; what moderators do with a topic; what they did about somebody."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.forum import access, moderation
from exchange.forum.acts import acts_about
from exchange.forum.choices import Complaint, TopicKind
from exchange.forum.flagging import complain as complain_of
from exchange.forum.listing import posts_from, posts_of
from exchange.forum.merging import merge_topics
from exchange.forum.models import Post, Topic
from exchange.forum.moderation_forms import (
    ComplaintForm,
    MergeForm,
    MoveForm,
    ReasonForm,
    SplitForm,
)
from exchange.forum.moving import move_topic
from exchange.forum.refusals import MoreReaders, NotThere
from exchange.forum.silences import silenced_until
from exchange.forum.splitting import split_topic
from lms.people.models import Person
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal, require

MOST_ACTS = 100  # about one person, on a page


@login_required
@never_cache
def complain(request: MemberRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a post."""
    post = get_object_or_404(
        Post.objects.visible_to(request.user).select_related("author", "topic"), pk=pk
    )
    require(access.can_complain(request.user, post))
    form = ComplaintForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = Complaint(form.cleaned_data["reason"])
        complain_of(person=request.user, post=post, reason=reason, words=form.cleaned_data["words"])
        # Here, not at the post: there the page is scrolled to it, and what stands on top is not seen.
        return redirect("forum_complain", pk)
    waits = post.flags.open().filter(person=request.user).exists()
    return render(request, "forum/complain.html", {"form": form, "post": post, "waits": waits})


@login_required
@never_cache
def about_me(request: MemberRequest) -> HttpResponse:
    """What moderators did about what this person wrote."""
    acts = acts_about(request.user)[:MOST_ACTS]
    seen = Topic.objects.visible_to(request.user)
    topics = Topic.objects.filter(Q(pk__in=seen) | Q(merged_into__in=seen))
    readable = topics.filter(pk__in=[act.topic_id for act in acts])
    facts = {
        "acts": acts,
        # What stands where this person does not read any more keeps its title to itself.
        "readable": set(readable.values_list("pk", flat=True)),
        "silenced_until": silenced_until(request.user),
    }
    return render(request, "forum/about_me.html", facts)


PLAIN_ACTS: Mapping[str, Callable[..., Any]] = {
    "hide": moderation.hide_topic,
    "restore": moderation.restore_topic,
    "close": moderation.close_topic,
    "open": moderation.open_topic,
    "pin": moderation.pin_topic,
    "unpin": moderation.unpin_topic,
}


@login_required
@never_cache
def topic(request: MemberRequest, pk: int) -> HttpResponse:
    """Close, pin, hide, move, merge, split: each in a form of its own, which comes back if it is refused."""
    found = get_object_or_404(
        Topic.objects.visible_to(request.user).select_related("category", "author"), pk=pk
    )
    if not access.can_order(request.user, found):
        raise Http404
    page = posts_from(posts_of(found, request.user), _key(request.GET.get("from")))
    first = found.posts.earliest("pk")
    answers = [post for post in page.posts if post.is_shown and post.pk != first.pk]
    forms = _forms(request, answers)
    act = request.POST.get("act", "")
    form = forms.get("plain" if act in PLAIN_ACTS else act)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            address = _do(request.user, found, act, form)
        except MoreReaders as refusal:
            form.asks = True  # type: ignore[attr-defined]  # the template shows the box then
            form.add_error(refusal.field, str(refusal))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("Done, and written down with your reason."))
            return redirect(address)
    facts = {
        "topic": found,
        "forms": forms,
        "elsewhere": access.can_put_elsewhere(request.user, found),
        "page": page,
        "last_key": page.posts[-1].pk if page.posts else 0,
        "form": form,
    }
    return render(request, "forum/moderate.html", facts)


def _forms(request: MemberRequest, posts: list[Post]) -> dict[str, Form]:
    """One of them is bound: that which was sent."""
    act = request.POST.get("act", "")

    def data(*acts: str) -> Any:
        return request.POST if act in acts else None

    return {
        "plain": ReasonForm(data(*PLAIN_ACTS), prefix="plain"),
        "move": MoveForm(request.user, data("move"), prefix="move"),
        "merge": MergeForm(data("merge"), prefix="merge"),
        "split": SplitForm(posts, data("split"), prefix="split"),
    }


def _do(by: Person, topic: Topic, act: str, form: Form) -> str:
    """Do it, and say where to go on."""
    facts = form.cleaned_data
    if isinstance(form, MoveForm):
        move_topic(
            by=by,
            topic=topic,
            reason=facts["reason"],
            confirmed=facts["confirmed"],
            **form.where(),
        )
    elif isinstance(form, MergeForm):
        if facts["target"] is None:
            raise NotThere
        merge_topics(by=by, source=topic, target=facts["target"], reason=facts["reason"])
    elif isinstance(form, SplitForm):
        topic = split_topic(
            by=by,
            topic=topic,
            posts=facts["posts"],
            title=facts["title"],
            kind=TopicKind(facts["kind"]),
            reason=facts["reason"],
        )
    else:
        PLAIN_ACTS[act](by=by, topic=topic, reason=facts["reason"])
    return reverse("forum_topic", args=[topic.pk])


def _key(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 16 else 0
