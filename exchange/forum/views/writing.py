"""Asking, answering, changing."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from courses.catalogue.outline import Outline, OutlineActivity
from exchange.forum import access, editing, posting
from exchange.forum.audiences import Readers
from exchange.forum.choices import TopicKind
from exchange.forum.drafts import place_of_answer, place_of_edit, place_of_new
from exchange.forum.forms import AnswerForm, EditForm, TopicForm
from exchange.forum.models import Category, Post
from exchange.forum.opening import key_now, topic_for
from exchange.forum.refusals import ChangedMeanwhile, SentAlready
from exchange.forum.views.composing import Desk, readers_of_new
from exchange.forum.views.lists import discussed_course
from exchange.forum.views.topics import address_of, show_topic
from lms.people.models import Person
from lms.people.views.requests import MemberRequest
from lms.rules import Refusal, require


@login_required
@never_cache
def choose_where(request: MemberRequest) -> HttpResponse:
    """Before a question is asked: the categories that it may stand in."""
    require(access.can_write(request.user))
    categories = Category.objects.visible_to(request.user)
    return render(request, "forum/choose.html", {"categories": categories})


@login_required
@never_cache
def ask(request: MemberRequest, key: str) -> HttpResponse:
    """A new topic in a category."""
    category = get_object_or_404(Category.objects.visible_to(request.user), key=key)
    back = reverse("forum_category", args=[key])
    return _ask(request, name=category.name, back=back, category=category)


@login_required
@never_cache
def ask_in_course(request: MemberRequest, course: str) -> HttpResponse:
    """A new topic in a course's discussion; `?about=` is the lesson's key."""
    found = discussed_course(course)
    about = _uuid(request.GET.get("about"))
    lesson = Outline.from_json(found.outline).find(about) if about else None
    back = reverse("forum_course", args=[course])
    return _ask(request, name=found.title, back=back, course_key=found.course_key, lesson=lesson)


def _ask(
    request: MemberRequest,
    *,
    name: str,
    back: str,
    category: Category | None = None,
    course_key: UUID | None = None,
    lesson: OutlineActivity | None = None,
) -> HttpResponse:
    if request.method == "GET":
        require(access.can_write(request.user))
    place = place_of_new(category, course_key)
    desk = Desk(request.user, place, readers_of_new(request.user, category))
    draft = desk.draft
    initial = {"title": draft.title, "text": draft.text} if draft else {}
    form = TopicForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and desk.is_sent(request, form):
        try:
            topic = posting.start_topic(
                author=request.user,
                kind=TopicKind(form.cleaned_data["kind"]),
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
                client_id=form.cleaned_data["client_id"],
                category=category,
                course_key=course_key,
                activity_key=lesson.key if lesson else None,
            )
        except Refusal as refusal:
            _refuse(request, form, refusal)
        else:
            return redirect("forum_topic", topic.pk)
    facts = {"form": form, "name": name, "back": back, "lesson": lesson, "desk": desk}
    return render(request, "forum/new.html", facts)


def _refuse(request: MemberRequest, form: Form, refusal: Refusal) -> None:
    """Say it beside the field. What was sent already is sent as something new the next time."""
    if isinstance(refusal, SentAlready):
        typed = request.POST.copy()
        typed["client_id"] = str(uuid4())
        form.data = typed
    form.add_error(refusal.field, str(refusal))


@login_required
@require_POST
def answer(request: MemberRequest, pk: int) -> HttpResponse:
    """Write under a topic; what is refused comes back in the form, and if there is none any more, as it was typed."""
    topic = topic_for(request.user, pk) or topic_for(request.user, key_now(pk))
    if topic is None:
        raise Http404
    form = AnswerForm(request.POST, request.FILES)
    verdict = access.can_answer(request.user, topic)
    if not verdict and form.data.get("text", "").strip():
        return show_topic(request, topic, form)
    require(verdict)
    desk = Desk(request.user, place_of_answer(topic.pk), Readers.of(topic))
    if desk.is_sent(request, form):
        try:
            post = posting.answer(
                author=request.user,
                topic=topic,
                text=form.cleaned_data["text"],
                client_id=form.cleaned_data["client_id"],
            )
        except Refusal as refusal:
            _refuse(request, form, refusal)
        else:
            return redirect(address_of(post, request.user))
    return show_topic(request, topic, form, desk)


@login_required
@never_cache
def edit(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one's post. If it was changed meanwhile, both texts stand there."""
    post = _own_post(request.user, pk)
    require(access.can_edit(request.user, post))
    is_first = editing.is_first(post)
    desk = Desk(request.user, place_of_edit(post), Readers.of(post.topic), post)
    now = {"title": post.topic.title, "text": post.text, "version": post.version}
    if desk.draft:
        now |= {"text": desk.draft.text, "title": desk.draft.title or post.topic.title}
    form = EditForm(request.POST or None, request.FILES or None, initial=now)
    other = None
    if request.method == "POST" and desk.is_sent(request, form):
        try:
            editing.edit_post(
                by=request.user,
                post=post,
                text=form.cleaned_data["text"],
                version=form.cleaned_data["version"],
                title=form.cleaned_data["title"] if is_first else None,
                client_id=form.cleaned_data["client_id"],
            )
        except ChangedMeanwhile as refusal:
            other = post
            typed = request.POST.copy()
            typed["version"] = str(post.version)
            form.data = typed
            form.add_error(refusal.field, str(refusal))
        except Refusal as refusal:
            form.add_error(refusal.field, str(refusal))
        else:
            return redirect(address_of(post, request.user))
    facts = {"form": form, "post": post, "other": other, "is_first": is_first, "desk": desk}
    return render(request, "forum/edit.html", facts)


def _own_post(person: Person, pk: int) -> Post:
    seen = Post.objects.visible_to(person).filter(author=person)
    return get_object_or_404(seen.select_related("topic").at(pk))


@login_required
@require_POST
def delete(request: MemberRequest, pk: int) -> HttpResponse:
    """Take one's post away."""
    post = _own_post(request.user, pk)
    editing.delete_post(by=request.user, post=post)
    messages.success(request, _("Your post is deleted. For a day you can bring it back."))
    return redirect("forum_topic", post.topic_id)


@login_required
@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring one's deleted post back."""
    post = _own_post(request.user, pk)
    editing.undo_deletion(by=request.user, post=post)
    return redirect(address_of(post, request.user))


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
