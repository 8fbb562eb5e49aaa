"""A part of a draft is written: what was typed is kept, whatever it says, and comes back with what is wrong."""

from collections.abc import Sequence
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exchange.cases import access
from exchange.cases.choices import Level, Part
from exchange.cases.models import CaseDraft, DraftPart
from exchange.cases.review.talk import asked_of
from exchange.cases.writing import drafting
from exchange.cases.writing.answers import Answer, answers_in
from exchange.cases.writing.beginnings import known_of
from exchange.cases.writing.choosing import Sought, is_address, offered
from exchange.cases.writing.draft_pages import read_draft
from exchange.cases.writing.draft_records import DraftReading, Lack, kept_of, latest_of
from exchange.cases.writing.draft_views import draft_at
from exchange.cases.writing.leading import KINDS
from exchange.cases.writing.part_files import add_uploads, drop_what_went
from exchange.cases.writing.part_forms import LONGEST_WORDS, PartForm, data_from, words_for
from exchange.cases.writing.parts import OF_FILES, rows_of
from exchange.cases.writing.typed import Data, clean, is_empty
from lms import clock
from lms.keys import key_from, uuid_from
from lms.people.views.requests import MemberRequest
from lms.rate import Limit, is_within
from lms.rules import require
from lms.uploads.taking import ACCEPTED

LATELY = timedelta(days=7)  # a week in the villages, and back at the form
TYPED = Limit("pages_to_name", 600, timedelta(minutes=1))  # an office of ten that types


@login_required
@never_cache
def write(request: MemberRequest) -> HttpResponse:
    """A new case, from the seven fields of a short one. What is sent by itself while it is typed arrives here too."""
    require(access.can_write_cases(request.user))
    client_id = uuid_from(request.POST.get("client_id")) or uuid4()
    if request.method != "POST":
        basics = {"status": "running"}
        begun = _begun_lately(request)
        return _show(request, None, Part.BASICS, basics, 0, client_id=client_id, begun=begun)
    language = get_language() or "ru"
    draft = drafting.start_draft(by=request.user, client_id=client_id, language=language)
    return _save(request, draft, Part.BASICS)


@login_required
@never_cache
def part(request: MemberRequest, key: UUID, part: str) -> HttpResponse:
    """A part of a draft."""
    if part not in Part.values:
        raise Http404
    draft, which = draft_at(request, key), Part(part)
    if request.method == "POST":
        return _save(request, draft, which)
    kept = kept_of(draft)
    saved = kept.get(which)
    data = saved.data if saved else {}
    if which == Part.PLACE and not saved:
        data = known_of(draft)
    is_begun = saved and not is_empty(which, data)
    reading = read_draft(draft, kept) if is_begun else None
    version = saved.version if saved else 0
    return _show(request, draft, which, data, version, reading=reading)


@login_required
@require_safe
@never_cache
def choices(request: MemberRequest, key: UUID, kind: str) -> HttpResponse:
    """Pages that a part could name, while the words of a title are typed."""
    if kind not in KINDS:
        raise Http404
    found = draft_at(request, key)
    if not is_within(TYPED, request):
        return HttpResponse(status=HTTPStatus.TOO_MANY_REQUESTS)
    words = request.GET.get("q", "")[:LONGEST_WORDS].strip()
    facts = {"choices": offered(to=request.user, draft=found, kind=kind, words=words)}
    return render(request, "cases/choices.html", facts)


def _save(request: MemberRequest, draft: CaseDraft, part: Part) -> HttpResponse:
    """Save what was typed, and go where the button leads; a script that asks for JSON is told what became of it."""
    data = data_from(part, request.POST)
    if request.POST.get("take") == "theirs":
        return redirect("my_case_part", draft.key, part)
    before = latest_of(draft, part)
    refused = (
        add_uploads(
            by=request.user,
            draft=draft,
            part=part,
            data=data,
            uploads=request.FILES.getlist("uploads"),
        )
        if part in OF_FILES
        else []
    )
    is_script = request.headers.get("Accept") == "application/json"
    try:
        saved = drafting.save_part(
            by=request.user,
            draft=draft,
            part=part,
            data=data,
            base_version=key_from(request.POST.get("version")) or 0,
            sitting=uuid_from(request.POST.get("sitting")),
        )
    except drafting.WrittenMeanwhile as refusal:
        if is_script:
            return JsonResponse({"is_kept": False, "message": str(refusal)})
        return _show_both(request, draft, part, refusal)
    if is_script:
        when = timezone.localtime(clock.now())
        page = reverse("my_case_part", args=[draft.key, part])
        facts = {"is_kept": True, "version": saved.version, "time": f"{when:%H:%M}", "page": page}
        return JsonResponse(facts)
    if part in OF_FILES:
        earlier = before.data if before else {}
        drop_what_went(by=request.user, draft=draft, before=earlier)
    return _onward(request, draft, saved, refused)


def _onward(
    request: MemberRequest, draft: CaseDraft, saved: DraftPart, refused: list[str]
) -> HttpResponse:
    part = Part(saved.part)
    if refused:
        return _show(request, draft, part, saved.data, saved.version, refused=refused)
    more = request.POST.get("more", "")
    sought = _sought(request, draft, part)
    if more or sought:
        return _show(request, draft, part, saved.data, saved.version, more=more, sought=sought)
    if "less" in request.POST:
        return _show(request, draft, part, saved.data, saved.version)
    reading = read_draft(draft)
    lacks = _lacks(reading, part)
    if any(not lack.is_missing for lack in lacks) or (lacks and "check" in request.POST):
        # Kept, but not right: said beside each field. Whoever leaves it so finds it in the list of parts.
        return _show(
            request, draft, part, saved.data, saved.version, reading=reading, has_saved=True
        )
    if "check" in request.POST:
        return redirect("my_case_check", draft.key)
    return redirect("my_case", draft.key)


def _sought(request: MemberRequest, draft: CaseDraft, part: Part) -> list[Sought]:
    """What is found for each list in whose box words were typed: by the button of any, or by Enter."""
    if "more" not in request.POST and "enter" not in request.POST:
        return []
    boxes = [(rows, words_for(rows.name, request.POST)) for rows in rows_of(part) if rows.kind]
    return [
        Sought(
            rows.name,
            words,
            offered(to=request.user, draft=draft, kind=rows.kind, words=words),
        )
        for rows, words in boxes
        if words and not is_address(words)
    ]


def _show_both(
    request: MemberRequest, draft: CaseDraft, part: Part, refusal: drafting.WrittenMeanwhile
) -> HttpResponse:
    """Both texts; whoever saves now has seen the other."""
    reader = request.user
    theirs = answers_in(part, refusal.theirs.data, draft, reader)
    mine = {each.label: each.words for each in answers_in(part, refusal.mine, draft, reader)}
    labels = {each.label for each in theirs}
    differ = [each for each in theirs if mine.get(each.label) != each.words]
    differ += [Answer(label, "") for label in mine if label not in labels]
    return _show(
        request,
        draft,
        part,
        refusal.mine,
        refusal.theirs.version,
        meanwhile={"words": str(refusal), "by": refusal.theirs.by, "answers": differ},
    )


def _show(
    request: MemberRequest,
    draft: CaseDraft | None,
    part: Part,
    data: Data,
    version: int,
    *,
    reading: DraftReading | None = None,
    more: str = "",
    sought: Sequence[Sought] = (),
    **facts: Any,
) -> HttpResponse:
    """`reading`: of the draft with this data; what it lacks is said."""
    if draft is None:
        data = clean(part, data, key=uuid4())
    lacks = _lacks(reading, part) if reading else []
    form = PartForm(
        part, data, draft, lacks, more=more, reader=request.user, sought=sought, reading=reading
    )
    place = draft.municipality if draft else None
    facts |= {
        "draft": draft,
        "part": part,
        "part_form": form,
        "version": version,
        "sitting": uuid4(),
        "opened": int(clock.now().timestamp()),
        "more": more,
        "is_first": part == Part.BASICS,
        "accepted": ACCEPTED if part in OF_FILES else "",
        "municipality": place or _own_place(request),
        "can_change": access.can_change_draft(request.user, draft) if draft else True,
        "asked": asked_of(draft, part) if draft else [],
    }
    return render(request, "cases/part.html", facts)


def _begun_lately(request: MemberRequest) -> CaseDraft | None:
    """The short form that this person left last: whoever looks for it here is led there."""
    since = clock.now() - LATELY
    mine = CaseDraft.objects.written_by(request.user).with_headline()
    return mine.filter(
        started_by=request.user, level=Level.SHORT, page_id=None, saved_at__gte=since
    ).first()


def _own_place(request: MemberRequest) -> Any:
    membership = request.user.confirmed_membership
    return membership.municipality if membership else None


def _lacks(reading: DraftReading, part: Part) -> list[Lack]:
    return [lack for lack in reading.lacks if lack.part == part]
