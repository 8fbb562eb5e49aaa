"""A topic, a page of posts at a time; the lasting address of a post; what a post said before."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache

from exchange.forum import access
from exchange.forum.acts import acts_upon
from exchange.forum.audiences import Readers
from exchange.forum.discussing import lesson_of
from exchange.forum.drafts import place_of_answer
from exchange.forum.drawing import Reader, draw_posts, draw_reply
from exchange.forum.forms import AnswerForm
from exchange.forum.listing import (
    PostsPage,
    day_of,
    key_on,
    page_from,
    page_until,
    posts_to_read,
)
from exchange.forum.mentioning import call_of
from exchange.forum.models import Post, Topic
from exchange.forum.models.attachment import waiting_in
from exchange.forum.noticing import place_of as notices_of
from exchange.forum.offers import offers_for
from exchange.forum.opening import key_now, topic_for
from exchange.forum.places import names_of_two, place_of
from exchange.forum.quoting import html_of_past, quote_of
from exchange.forum.reading import place_in, read_posts
from exchange.forum.sharing import is_public, shares_of
from exchange.forum.showing import NOTHING_WAITS, files_below, for_reading, show_posts
from exchange.forum.views.composing import Desk
from lms.beside import links_beside
from lms.keys import LARGEST_KEY, key_from
from lms.notifications.reading import read_place
from lms.people.models import Person


@never_cache
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """From the first post that this reader has not read, or from where the address says."""
    found = topic_for(request.user, pk)
    if found is None:
        if moved := _moved_away(request, pk):
            return redirect(address_of(moved, request.user))
        if (now := key_now(pk)) == pk:
            raise Http404
        return redirect("forum_topic", now)
    return show_topic(request, found)


def _moved_away(request: HttpRequest, pk: int, page: PostsPage | None = None) -> Post | None:
    """The post that a page was copied from, if it stands in another topic by now. Only `address_of` makes `?from=`."""
    key = key_from(request.GET.get("from"))
    if not key or pk > LARGEST_KEY or (page and page.posts and page.posts[0].pk == key):
        return None
    return Post.objects.visible_to(request.user).at(key).exclude(topic=pk, pk=key).first()


def show_topic(
    request: HttpRequest, topic: Any, form: AnswerForm | None = None, desk: Desk | None = None
) -> HttpResponse:
    """The page of a topic, as `topic_for` gave it; with a form that was refused, nothing that was typed is lost."""
    person = request.user if isinstance(request.user, Person) else None
    places: dict[int, int] = {}
    unread = None
    if person:
        places, unread = place_in(topic, person)
    page = _page_of(request, topic, unread)
    if moved := _moved_away(request, topic.pk, page):
        return redirect(address_of(moved, request.user))
    if person:
        read_posts(person, page.posts, places)
        read_place(person, notices_of(topic))
    facts = {
        "topic": topic,
        "groups": links_beside("topic", topic.pk, request.user),
        "place": place_of(topic),
        "two": names_of_two(topic),
        "page": page,
        "last_key": page.posts[-1].pk if page.posts else 0,
        "can_answer": access.can_answer(request.user, topic),
        "can_mark": access.can_mark_solution(request.user, topic),
        "follows": topic.follows,
        "has_problem": topic.has_problem,
        # Whoever asks has it: they count the others.
        "can_have_problem": person
        and topic.is_question
        and topic.author_id != person.pk
        and person.confirmed_municipality_id is not None,
        "is_member": access.is_member(request.user),
        "moderates": access.is_moderator(request.user),
        "lesson": lesson_of(topic),
        "is_public": is_public(topic),
        "shares": shares_of(topic),
        "acts": acts_upon(topic, person) if person else [],
        "offers": offers_for(topic, request.user) if person else [],
    }
    token = get_token(request) if person else ""
    if person and facts["can_answer"]:
        is_given = desk is not None
        desk = desk or _desk_below(topic, person)
        form = form or _empty_form(request, desk)
        facts |= {"desk": desk, "form": form}
        if not (is_given or desk.has_draft or desk.has_uploads or form.initial.get("text")):
            facts["reply"] = draw_reply(topic, desk.place, desk.opened, token)
    elif form:  # closed, or its writer silenced, while they were typing
        facts["typed"] = form.data.get("text", "")
    reader = Reader(
        is_signed_in=person is not None,
        can_answer=bool(facts["can_answer"]),
        can_mark=bool(facts["can_mark"]),
        moderates=facts["moderates"],
        token=token,
    )
    facts["posts"] = _posts(page, topic, request.user, desk=desk, unread=unread, reader=reader)
    return render(request, "forum/topic.html", facts)


def _desk_below(topic: Any, person: Person) -> Desk:
    """Where an answer is written; what it has is asked for only if there is something."""
    has = {"has_draft": topic.has_draft, "has_uploads": topic.has_uploads}
    place = place_of_answer(topic.pk)
    return Desk(person, place, Readers.of(topic), opened=topic.asked_at, **has)


def _posts(
    page: PostsPage,
    topic: Topic,
    user: access.User,
    *,
    desk: Desk | None,
    unread: int | None,
    reader: Reader,
) -> list[SafeString]:
    """The posts of the page with their files; on the first page, behind the question, the solution of a later one."""
    solution = _solution(topic, page, user)
    waiting = waiting_in(desk.person.pk, desk.place) if desk and desk.has_uploads else NOTHING_WAITS
    posts = [*page.posts[:1], *solution, *page.posts[1:]]
    attached = files_below(posts, waiting)
    if desk:
        desk.files = attached.get(None, [])
    shown = show_posts(posts, topic, user, attached=attached, unread_from=unread)
    first_key = None if page.has_earlier or not page.posts else page.posts[0].pk
    return draw_posts(shown, topic, reader, first_key)


def _page_of(request: HttpRequest, topic: Topic, unread: int | None) -> PostsPage:
    page = _asked_page(topic, request.user, request.GET)
    if page is None:
        page = page_from(topic, request.user, 0)
        if unread is not None and all(post.pk != unread for post in page.posts):
            page = page_from(topic, request.user, unread)
    return page


def _asked_page(topic: Topic, user: access.User, wanted: QueryDict) -> PostsPage | None:
    """The page that the address names; None: it names none."""
    key, after, before = (key_from(wanted.get(name)) for name in ("from", "after", "before"))
    day = day_of(wanted.get("on"))
    if day and key is None:
        key = key_on(posts_to_read(topic, user), day)
    if key is not None or after is not None:
        return page_from(topic, user, key if key is not None else (after or 0) + 1)
    if before is not None or day or "last" in wanted:
        return page_until(topic, user, before)
    return None


def _empty_form(request: HttpRequest, desk: Desk) -> AnswerForm:
    """With the draft, and with what `?quote=POST`, `&passage=` or `?call=POST` ask to be put below it."""
    text = desk.draft.text if desk.draft else ""
    put = ""
    quoted, called = key_from(request.GET.get("quote")), key_from(request.GET.get("call"))
    if key := quoted or called:
        seen = Post.objects.visible_to(desk.person).shown().select_related("author")
        post = seen.filter(pk=key).first()
        if post:
            passage = request.GET.get("passage", "")
            put = quote_of(post, passage) if quoted else call_of(post.author)
    if put and put.strip() not in text:  # a reload does not put it there once more
        text = f"{text.rstrip()}\n\n{put}" if text.strip() else put
    return AnswerForm(initial={"text": text})


def _solution(topic: Topic, page: PostsPage, user: access.User) -> list[Post]:
    if not topic.solution_id or page.has_earlier:
        return []
    if any(post.pk == topic.solution_id for post in page.posts):
        return []
    return list(posts_to_read(topic, user).filter(pk=topic.solution_id))


@never_cache
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """To where the post stands now."""
    found = get_object_or_404(Post.objects.visible_to(request.user).at(pk))
    return redirect(address_of(found, request.user))


def address_of(post: Post, user: access.User) -> str:
    """The page of its topic that has the post, as this reader sees it."""
    address = reverse("forum_topic", args=[post.topic_id])
    on_first = page_from(Topic(pk=post.topic_id), user, 0)
    if any(each.pk == post.pk for each in on_first.posts):
        return f"{address}?from=0#p{post.pk}"
    return f"{address}?from={post.pk}#p{post.pk}"


@never_cache
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """What a post said before each change."""
    found = get_object_or_404(
        Post.objects.visible_to(request.user).select_related("author", "topic"), pk=pk
    )
    if not found.is_shown:
        raise Http404
    past = list(found.revisions.all())
    htmls = for_reading(html_of_past(found, past))
    facts = {
        "post": found,
        "past": zip(past, htmls, strict=True),
        "now": for_reading([found.html])[0],
    }
    return render(request, "forum/history.html", facts)
