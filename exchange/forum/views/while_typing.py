"""What scripts ask while somebody types: keep a draft, take a file, show a preview, names, what is similar."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from exchange.forum.attaching import take_upload
from exchange.forum.drafts import save_draft
from exchange.forum.mentioning import people_called
from exchange.forum.models import Topic
from exchange.forum.similar import similar_to
from exchange.forum.views.composing import Desk, desk_at, preview_of
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal

LONGEST_TYPED = 60  # characters of a name


@login_required
@require_POST
def keep_draft(request: MemberRequest) -> JsonResponse:
    """Keep what is being typed; `other` is what another device had saved meanwhile."""
    desk = _desk(request, request.POST.get("place", ""))
    try:
        writer = UUID(request.POST.get("writer", ""))
    except ValueError:
        writer = None
    draft = save_draft(
        person=request.user,
        place=desk.place,
        title=request.POST.get("title", ""),
        text=request.POST.get("text", ""),
        writer=writer,
        base=request.POST.get("base", ""),
    )
    if draft is None:
        return JsonResponse({"time": None, "saved": "", "other": ""})
    time = timezone.localtime(draft.saved_at).strftime("%H:%M")
    return JsonResponse(
        {"time": time, "saved": draft.saved_at.isoformat(), "other": draft.other_text}
    )


@login_required
@require_POST
def preview(request: MemberRequest) -> HttpResponse:
    """The text as it will be shown."""
    desk = _desk(request, request.POST.get("place", ""))
    text = request.POST.get("text", "")
    try:
        html = preview_of(text, by=request.user, readers=desk.readers, post=desk.post)
    except Refusal as refusal:
        return render(request, "forum/preview.html", {"refusal": refusal})
    return render(request, "forum/preview.html", {"html": html})


@login_required
@require_POST
def attach(request: MemberRequest) -> HttpResponse:
    """Take files as they are chosen; all that lie there are shown, and what is wrong with one that was not taken."""
    desk = _desk(request, request.POST.get("place", ""))
    refused = []
    for upload in request.FILES.getlist("uploads"):
        try:
            take_upload(person=request.user, place=desk.place, upload=upload, post=desk.post)
        except Refusal as refusal:
            refused.append(refusal)
    return render(request, "forum/files.html", {"desk": desk, "refused": refused})


@login_required
@never_cache
def people(request: MemberRequest) -> HttpResponse:
    """Colleagues whose names begin as typed after an @."""
    desk = _desk(request, request.GET.get("place", ""))
    topic = desk.post.topic if desk.post else None
    if desk.place.startswith("topic:"):
        topic = Topic(pk=int(desk.place.removeprefix("topic:")))
    typed = request.GET.get("q", "")[:LONGEST_TYPED]
    found = people_called(request.user, typed, desk.readers, topic)
    return render(request, "forum/people.html", {"people": found})


@login_required
@never_cache
def similar(request: MemberRequest) -> HttpResponse:
    """What may answer the question that has this title."""
    found = similar_to(request.user, request.GET.get("q", ""))
    return render(request, "forum/similar.html", {"similar": found})


def _desk(request: MemberRequest, place: str) -> Desk:
    desk = desk_at(request.user, place)
    if desk is None:
        raise Http404
    return desk
