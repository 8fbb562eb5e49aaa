"""Buttons: follow, this helped, same problem, solution, all read. Each answers on the page it was pressed on."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from exchange.forum import following, reading, solving, voicing
from exchange.forum.models import Category, Post, Topic
from exchange.forum.views.lists import discussed_course
from exchange.forum.views.topics import address_of
from lms.people.views.requests import MemberRequest

Act = TypeVar("Act", bound=Callable[..., object])


def _pressed(request: MemberRequest, on: Act, off: Act) -> Act:
    """What the button does: one that is pressed already says “off”, and takes back what it did."""
    return off if "off" in request.POST else on


@login_required
@require_POST
def follow_topic(request: MemberRequest, pk: int) -> HttpResponse:
    """Hear of every answer in it, or not any more."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    change = _pressed(request, following.follow, following.unfollow)
    change(person=request.user, topic=topic)
    return redirect("forum_topic", pk)


@login_required
@require_POST
def follow_category(request: MemberRequest, key: str) -> HttpResponse:
    """Hear of every topic in it, or not any more."""
    category = get_object_or_404(Category.objects.visible_to(request.user), key=key)
    change = _pressed(request, following.follow, following.unfollow)
    change(person=request.user, category=category)
    return redirect("forum_category", key)


@login_required
@require_POST
def follow_course(request: MemberRequest, course: str) -> HttpResponse:
    """Hear of every topic about the course, or not any more."""
    key = discussed_course(course).course_key
    change = _pressed(request, following.follow, following.unfollow)
    change(person=request.user, course_key=key)
    return redirect("forum_course", course)


@login_required
@require_POST
def same_problem(request: MemberRequest, pk: int) -> HttpResponse:
    """My municipality has this problem too, or not any more."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    change = _pressed(request, voicing.say_same_problem, voicing.take_same_problem_back)
    change(person=request.user, topic=topic)
    return redirect("forum_topic", pk)


@login_required
@require_POST
def helped(request: MemberRequest, pk: int) -> HttpResponse:
    """This post helped me, or not after all."""
    post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    change = _pressed(request, voicing.say_helped, voicing.take_helped_back)
    change(person=request.user, post=post)
    return redirect(address_of(post, request.user))


@login_required
@require_POST
def solution(request: MemberRequest, pk: int) -> HttpResponse:
    """This post solves the question that it answers."""
    post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    solving.mark_solution(by=request.user, post=post)
    return redirect(address_of(post, request.user))


@login_required
@require_POST
def unsolve(request: MemberRequest, pk: int) -> HttpResponse:
    """The question is open again."""
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    solving.take_solution_back(by=request.user, topic=topic)
    return redirect("forum_topic", pk)


@login_required
@require_POST
def read_everything(request: MemberRequest) -> HttpResponse:
    """All that is here counts as read."""
    reading.read_all(request.user)
    return redirect("forum")
