"""Buttons: follow, this helped, same problem, solution, all read. Each answers on the page it was pressed on."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from exchange.forum import following, reading, solving, voicing
from exchange.forum.models import Category, Post, Topic
from exchange.forum.views.lists import discussed_course
from exchange.forum.views.topics import address_of
from lms.people.views.requests import MemberRequest


@login_required
@require_POST
def follow_topic(request: MemberRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    change = following.unfollow if "off" in request.POST else following.follow
    change(person=request.user, topic=topic)
    return redirect("forum_topic", pk)


@login_required
@require_POST
def follow_category(request: MemberRequest, key: str) -> HttpResponse:
    category = get_object_or_404(Category.objects.visible_to(request.user), key=key)
    change = following.unfollow if "off" in request.POST else following.follow
    change(person=request.user, category=category)
    return redirect("forum_category", key)


@login_required
@require_POST
def follow_course(request: MemberRequest, course: str) -> HttpResponse:
    key = discussed_course(course).course_key
    change = following.unfollow if "off" in request.POST else following.follow
    change(person=request.user, course_key=key)
    return redirect("forum_course", course)


@login_required
@require_POST
def same_problem(request: MemberRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    change = voicing.take_same_problem_back if "off" in request.POST else voicing.say_same_problem
    change(person=request.user, topic=topic)
    return redirect("forum_topic", pk)


@login_required
@require_POST
def helped(request: MemberRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    change = voicing.take_helped_back if "off" in request.POST else voicing.say_helped
    change(person=request.user, post=post)
    return redirect(address_of(post, request.user))


@login_required
@require_POST
def solution(request: MemberRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    solving.mark_solution(by=request.user, post=post)
    return redirect(address_of(post, request.user))


@login_required
@require_POST
def unsolve(request: MemberRequest, pk: int) -> HttpResponse:
    topic = get_object_or_404(Topic.objects.visible_to(request.user), pk=pk)
    solving.take_solution_back(by=request.user, topic=topic)
    return redirect("forum_topic", pk)


@login_required
@require_POST
def read_everything(request: MemberRequest) -> HttpResponse:
    reading.read_all(request.user)
    return redirect("forum")
