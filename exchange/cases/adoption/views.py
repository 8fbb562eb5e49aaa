"""A case is taken up, and how it goes is told: who did what after whom is for everybody to read."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Prefetch, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from exchange.cases import access
from exchange.cases.adoption.adopting import add_step, adopt, open_adoptions
from exchange.cases.adoption.comparing import compare, has_figures, words_of
from exchange.cases.adoption.forms import AdoptForm, MeasureForm, StepForm, TalkForm
from exchange.cases.adoption.measuring import add_measure
from exchange.cases.adoption.notices import place_of
from exchange.cases.adoption.talking import begin_talk
from exchange.cases.choices import AdoptionStatus
from exchange.cases.models import Adoption, Case, CaseDraft, CaseText
from exchange.cases.withdrawal import withdrawn_title
from exchange.forum.models import Topic
from lms import clock
from lms.notifications.reading import read_place
from lms.people.models import Person
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal, require

MOST = 25  # of each sort; all of them are on the municipality's own pages


@login_required
@never_cache
def take_up(request: MemberRequest, slug: str) -> HttpResponse:
    """The form with which a municipality takes a case up; who may not reads why."""
    text = _text_at(request, slug)
    case = text.case
    there = open_adoptions(case, request.user.confirmed_municipality_id).first()
    verdict = access.can_adopt(request.user, case)
    form = AdoptForm(request.POST or None)
    if request.method == "POST":
        require(verdict)
    if request.method == "POST" and form.is_valid():
        try:
            made = adopt(by=request.user, case=case, language=_language(), **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("They have been told, and you can talk with each other."))
            return redirect("adoption", case.slug, made.pk)
    facts = {"form": form, "text": text, "case": case, "verdict": verdict, "there": there}
    return render(request, "cases/take_up.html", facts)


@require_safe
@never_cache
def adoption(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """How it goes there: steps, and figures beside those of the original."""
    found = _adoption_at(request, slug, pk)
    text = _text_of(request, found.case)
    rows = compare(found, text)
    if isinstance(request.user, Person):
        read_place(request.user, place_of(found))
    facts = {
        "adoption": found,
        "text": text,
        "steps": list(found.steps.all()),
        "rows": rows,
        "has_figures": has_figures(rows),
        "can_report": access.can_report(request.user, found),
        "is_working": found.status == AdoptionStatus.WORKING,
        "is_stopped": found.status == AdoptionStatus.STOPPED,
        # Only the two read it; a topic that a moderator hid leads nowhere.
        "topic": Topic.objects.visible_to(request.user).filter(adoption=found).first(),
        "can_begin_talk": not found.topic_id and access.can_begin_talk(request.user, found),
        "reads_hidden": access.can_read_hidden_note(request.user, found),
        "keeps_order": access.can_keep_library(request.user),
        "became": _result_of(request, found),
        "draft": _draft_of(request, found),
    }
    return render(request, "cases/adoption.html", facts)


@login_required
@never_cache
def step(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The form for the next step."""
    found = _own_adoption(request, slug, pk)
    initial = {"status": found.status, "on": clock.today(), "differs": found.differs}
    form = StepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data | {"status": AdoptionStatus(form.cleaned_data["status"])}
        try:
            add_step(by=request.user, adoption=found, language=_language(), **facts)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("Written down, and told to those whose case it is."))
            return redirect("adoption", found.case.slug, found.pk)
    return _form_page(request, "cases/adoption_step.html", found, form)


@login_required
@never_cache
def measure(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The form for a figure."""
    found = _own_adoption(request, slug, pk)
    text = _text_of(request, found.case)
    indicators = {str(each.pk): each for each in found.case.caseindicators.all()}
    words = words_of(text)
    choices = [
        (value, _in_unit(words[str(each.key)]))
        for value, each in indicators.items()
        if str(each.key) in words
    ]
    form = MeasureForm(choices, request.POST or None, initial={"measured_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        facts["indicator"] = indicators.get(facts["indicator"])
        try:
            add_measure(by=request.user, adoption=found, **facts)
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            messages.success(request, _("The figure is written down."))
            return redirect("adoption", found.case.slug, found.pk)
    return _form_page(request, "cases/adoption_measure.html", found, form)


@login_required
@never_cache
def talk(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The form with which either side writes to the other, where nobody has yet."""
    found = _adoption_at(request, slug, pk)
    require(access.can_begin_talk(request.user, found))
    form = TalkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            topic = begin_talk(
                by=request.user, adoption=found, language=_language(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        else:
            return redirect("forum_topic", topic.pk)
    return _form_page(request, "cases/adoption_talk.html", found, form)


@login_required
@never_cache
def mine(request: MemberRequest) -> HttpResponse:
    """What my municipality took up, and who took up what is ours; what moved last."""
    membership = request.user.confirmed_membership
    here = membership and membership.municipality
    rows = with_titles(Adoption.objects.visible_to(request.user), _language())
    rows = rows.select_related("municipality", "giver").order_by("-status_on", "-pk")
    facts = {
        "here": here,
        "taken": rows.filter(municipality=here)[:MOST] if here else [],
        "given": rows.filter(giver=here)[:MOST] if here else [],
    }
    return render(request, "cases/my_adoptions.html", facts)


def with_titles(rows: QuerySet[Adoption], language: str) -> QuerySet[Adoption]:
    """With the case of each, and in `titles` its text in that language, if it is published; or what it was called."""
    texts = CaseText.objects.filter(language=language).defer("content")
    named = Prefetch("case__texts", texts, to_attr="titles")
    rows = rows.annotate(withdrawn_title=withdrawn_title("case__"))
    return rows.select_related("case__municipality").prefetch_related(named)


def _form_page(request: HttpRequest, template: str, found: Adoption, form: Form) -> HttpResponse:
    return render(request, template, {"adoption": found, "form": form})


def _adoption_at(request: HttpRequest, slug: str, pk: int) -> Adoption:
    """By its key, at whatever address its case ever had."""
    rows = Adoption.objects.visible_to(request.user).filter(case__addresses__slug=slug)
    rows = rows.annotate(withdrawn_title=withdrawn_title("case__"))
    rows = rows.select_related("case__municipality", "municipality", "giver")
    return get_object_or_404(rows, pk=pk)


def _own_adoption(request: MemberRequest, slug: str, pk: int) -> Adoption:
    found = _adoption_at(request, slug, pk)
    require(access.can_report(request.user, found))
    return found


def _text_at(request: HttpRequest, slug: str) -> CaseText:
    texts = CaseText.objects.visible_to(request.user).select_related("case__municipality")
    return get_object_or_404(texts, case__addresses__slug=slug, language=_language())


def _text_of(request: HttpRequest, case: Case) -> CaseText | None:
    texts = CaseText.objects.visible_to(request.user)
    return texts.filter(case=case, language=_language()).first()


def _result_of(request: HttpRequest, found: Adoption) -> CaseText | None:
    """The case that it became, while that is published."""
    if found.result_key is None:
        return None
    texts = CaseText.objects.visible_to(request.user).select_related("case__municipality")
    return texts.filter(case__key=found.result_key, language=_language()).first()


def _draft_of(request: HttpRequest, found: Adoption) -> CaseDraft | None:
    """The case that the reader writes of it, until it is published."""
    if found.result_key is not None or not access.can_report(request.user, found):
        return None
    written = CaseDraft.objects.filter(access.drafts_written_by(request.user), adoption=found)
    return written.order_by("pk").first()


def _in_unit(row: dict[str, Any]) -> str:
    return f"{row['what']}, {row['unit']}" if row["unit"] else str(row["what"])


def _language() -> str:
    return get_language() or "ru"
