"""A case is begun, checked, sent, shared with colleagues, and thrown away, at /my/cases/."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from exchange.cases import access
from exchange.cases.choices import AdoptionStatus, DraftState
from exchange.cases.models import Adoption, Case, CaseDraft, Credit
from exchange.cases.review.talk import notes_of, unanswered_in
from exchange.cases.writing import co_authors, crediting, drafting, submission
from exchange.cases.writing.answers import answers_in
from exchange.cases.writing.beginnings import coming_along, is_solved_for
from exchange.cases.writing.draft_records import authors_of
from exchange.cases.writing.published_parts import changed_since, published_parts
from exchange.forum.models import Topic
from lms.keys import uuid_from
from lms.people.models import Person
from lms.people.views.requests import MemberRequest
from lms.rules import require


def draft_at(request: MemberRequest, key: UUID) -> CaseDraft:
    """The draft that this person writes; those of others are not there."""
    drafts = CaseDraft.objects.written_by(request.user).with_headline().with_withdrawal()
    drafts = drafts.with_address()
    beside = ("municipality", "started_by", "topic", "adoption__case")
    found = drafts.select_related(*beside).newest(key)
    if found is None:
        raise Http404
    found.found_for = request.user
    return found


@login_required
@never_cache
def my_cases(request: MemberRequest) -> HttpResponse:
    """What this person writes, and what colleagues write where they coordinate."""
    drafts = CaseDraft.objects.written_by(request.user).one_of_each()
    drafts = drafts.with_headline().with_withdrawal().with_address()
    facts = {
        "drafts": drafts.select_related("municipality", "started_by"),
        "can_write": access.can_write_cases(request.user),
    }
    return render(request, "cases/mine.html", facts)


@login_required
@never_cache
def of_topic(request: MemberRequest, pk: int) -> HttpResponse:
    """A case of a solved topic."""
    topic = Topic.objects.visible_to(request.user).filter(pk=pk).first()
    if topic is None or not is_solved_for(request.user, topic):
        raise Http404
    return _begin(request, topic=topic)


@login_required
@never_cache
def of_adoption(request: MemberRequest, pk: int) -> HttpResponse:
    """A case of what one's municipality has taken up from another, and what works."""
    own = request.user.confirmed_municipality_id
    working = Adoption.objects.filter(municipality=own, status=AdoptionStatus.WORKING)
    found = get_object_or_404(working, pk=pk)
    return _begin(request, {"coming": coming_along(found)}, adoption=found)


@login_required
@never_cache
def revise(request: MemberRequest, slug: str) -> HttpResponse:
    """A new version of a published case, or of a withdrawn one, which comes back with it."""
    case = get_object_or_404(Case, access.written_anew(), slug=slug)
    require(access.can_revise(request.user, case))
    return _begin(request, case=case)


def _begin(
    request: MemberRequest, facts: dict[str, Any] | None = None, /, **source: Any
) -> HttpResponse:
    """Says what comes along, and begins. `facts`: what the page says besides."""
    require(access.can_write_cases(request.user))
    if request.method == "POST":
        draft = drafting.start_draft(
            by=request.user,
            client_id=uuid_from(request.POST.get("client_id")) or uuid4(),
            language=get_language() or "ru",
            **source,
        )
        return redirect("my_case", draft.key)
    return render(request, "cases/begin.html", {**source, **(facts or {}), "client_id": uuid4()})


@login_required
@never_cache
def draft(request: MemberRequest, key: UUID) -> HttpResponse:
    """The parts of a draft: which are done, and what is missing in the others."""
    found = draft_at(request, key)
    case = Case.objects.filter(access.written_anew(), key=found.key).first()
    is_over = found.state == DraftState.PUBLISHED
    progress = submission.progress_of(found)
    # What has never been published has no earlier version, and so nothing to be compared or talked of before.
    published = published_parts(found) if case and not is_over else {}
    parts = {each.part: each.data for each in progress.parts}
    facts = {
        "is_revision": bool(published),
        "changed": changed_since(published, parts) if published else (),
        "noted": notes_of(found) if case else [],
        "has_talk": found.submitted_at is not None
        or (case and CaseDraft.objects.filter(key=case.key, submitted_at__isnull=False).exists()),
        "draft": found,
        "case": case,
        "can_revise": case and is_over and access.can_revise(request.user, case),
        "progress": progress,
        "authors": progress.reading.authors,
        "agreed": crediting.agreed_in(found),
        "can_change": access.can_change_draft(request.user, found),
        "can_delete": access.can_delete_draft(request.user, found),
    }
    return render(request, "cases/draft.html", facts)


@login_required
@never_cache
def check(request: MemberRequest, key: UUID) -> HttpResponse:
    """All answers once more, before they are sent."""
    found = draft_at(request, key)
    if request.method == "POST":
        try:
            submission.submit(by=request.user, draft=found)
        except submission.NotReady as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("The case is sent. You will be told what the reviewers say.")
            )
            return redirect("my_case", key)
    progress = submission.progress_of(found)
    answers = partial(answers_in, draft=found, reader=request.user, reading=progress.reading)
    facts = {
        "draft": found,
        "progress": progress,
        "parts": [
            (each, answers(each.part, each.data) if each.is_begun else [])
            for each in progress.parts
            if each.is_begun or found.is_open
        ],
        "unanswered": unanswered_in(found),
        "lacking": [each for each in progress.parts if each.lacks],
        "can_change": access.can_change_draft(request.user, found),
    }
    return render(request, "cases/check.html", facts)


@login_required
@never_cache
def authors(request: MemberRequest, key: UUID) -> HttpResponse:
    """Who writes it, and whom one could ask."""
    found = draft_at(request, key)
    words = request.GET.get("q", "")[:80]
    if request.method == "POST":
        person = get_object_or_404(Person, uuid=uuid_from(request.POST.get("person")))
        if "remove" in request.POST:
            co_authors.remove_co_author(by=request.user, draft=found, person=person)
            words = _no_more(request.user, person)
        else:
            if person.confirmed_municipality_id != found.municipality_id:
                raise Http404  # as if there were nobody: who works where is not told to strangers
            co_authors.add_co_author(by=request.user, draft=found, person=person)
            words = _(
                "%(name)s is asked to write this case too, and is told so in the notifications. Nothing "
                "has to be accepted: the case stands among theirs from now on, and each of you can write any part."
            )
        messages.success(request, words % {"name": person.full_name})
        is_still_mine = CaseDraft.objects.written_by(request.user).filter(pk=found.pk).exists()
        return redirect("my_case_authors", key) if is_still_mine else redirect("my_cases")
    facts = {
        "draft": found,
        "authors": authors_of(found),
        "words": words,
        "found": co_authors.colleagues_found(found, words),
        "can_change": access.can_change_draft(request.user, found),
    }
    return render(request, "cases/authors.html", facts)


def _no_more(by: Person, person: Person) -> str:
    """What has become of whoever was taken off the list."""
    if person == by:
        return _("You do not write this case any more. What you wrote stays in it.")
    return _(
        "%(name)s does not write this case any more, and does not see its draft. What they wrote stays in it."
    )


@login_required
@never_cache
def delete(request: MemberRequest, key: UUID) -> HttpResponse:
    """Asks once more, and throws it away."""
    found = draft_at(request, key)
    if request.method == "POST":
        drafting.delete_draft(by=request.user, draft=found)
        messages.success(request, _("The draft is deleted."))
        return redirect("my_cases")
    verdict = access.can_delete_draft(request.user, found)
    return render(request, "cases/delete.html", {"draft": found, "verdict": verdict})


@login_required
@never_cache
def credit(request: MemberRequest, pk: int) -> HttpResponse:
    """Whether somebody whose words stand in a case wants to be named in it."""
    mine = Credit.objects.filter(person=request.user).select_related(
        "post__topic", "draft__municipality"
    )
    found = get_object_or_404(mine, pk=pk)
    if request.method == "POST":
        agrees = request.POST.get("answer") == "agree"
        crediting.answer_credit(by=request.user, credit=found, agrees=agrees)
        words = _("You are named in the case.") if agrees else _("You are not named in the case.")
        messages.success(request, words)
        return redirect("my_credit", pk)
    return render(request, "cases/credit.html", {"credit": found})
