"""Atom feeds of what everybody reads: the topics of a category, the posts of a topic. They know no reader."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import linebreaks
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from exchange.forum.listing import POSTS
from exchange.forum.lists import TOPICS
from exchange.forum.markdown import words_in
from exchange.forum.models import Category, Post, Topic
from lms.addresses import full

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class InLanguages(Atom1Feed):
    """A feed whose entries each say in which language they are written: a program reads them aloud, or translates."""

    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        return {"xml:lang": item["language"]}


class ForumFeed(Feed[Any, Any]):
    """What both have. Addresses of entries have no language: each reader comes to the page in their own."""

    feed_type = InLanguages

    def item_extra_kwargs(self, item: Topic | Post) -> dict[str, Any]:
        return {"language": item.language}

    def link(self, of: Any) -> str:
        return path_of(of)

    def item_link(self, item: Any) -> str:
        return path_of(item)

    def item_guid(self, item: Any) -> str:
        return full(path_of(item))

    def item_author_name(self, item: Any) -> str:
        return in_xml(item.author.short_name)


class CategoryFeed(ForumFeed):
    """The newest topics of a category that everybody reads, under its name in the language of the address."""

    def get_object(self, request: HttpRequest, key: str) -> Category:
        return get_object_or_404(Category.objects.visible_to(AnonymousUser()), key=key)

    def title(self, of: Category) -> str:
        return in_xml(of.name)

    def items(self, of: Category) -> Iterable[Topic]:
        topics = Topic.objects.visible_to(AnonymousUser()).filter(category=of)
        return topics.select_related("author").order_by("-created_at", "-pk")[:TOPICS]

    def item_title(self, item: Topic) -> str:
        return in_xml(item.title)

    def item_description(self, item: Topic) -> str:
        return ""

    def item_pubdate(self, item: Topic) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Topic) -> datetime:
        return item.last_post_at


class TopicFeed(ForumFeed):
    """The newest posts of a topic that everybody reads; of one that was merged, those of the topic that it became.

    It says the topic's language, in which its title is; a post may be in another, and says so.
    """

    def get_object(self, request: HttpRequest, pk: int) -> Topic:
        merged_into = Topic.objects.filter(pk=pk).values("merged_into")
        topics = Topic.objects.visible_to(AnonymousUser())
        found = topics.filter(pk=pk) | topics.filter(pk__in=merged_into)
        topic = get_object_or_404(found)
        self.language = topic.language
        return topic

    def title(self, of: Topic) -> str:
        return in_xml(of.title)

    def items(self, of: Topic) -> Iterable[Post]:
        posts = Post.objects.visible_to(AnonymousUser()).filter(topic=of)
        return posts.select_related("author").order_by("-pk")[:POSTS]

    def item_title(self, item: Post) -> str:
        return in_xml(item.author.short_name)

    def item_description(self, item: Post) -> str:
        return linebreaks(in_xml(words_in(item.html)), autoescape=True)

    def item_pubdate(self, item: Post) -> datetime:
        return item.created_at

    def item_updateddate(self, item: Post) -> datetime:
        return item.edited_at or item.created_at


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def category_feed(request: HttpRequest, key: str, language: str) -> HttpResponse:
    """The feed of a category, or that it is as it was."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        return _answered(CategoryFeed(), request, key=key)


@require_safe
@cache_control(public=True, no_cache=True)
@conditional_page
def topic_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """The feed of a topic, or that it is as it was."""
    return _answered(TopicFeed(), request, pk=pk)


def _answered(feed: ForumFeed, request: HttpRequest, **of: Any) -> HttpResponse:
    response = feed(request, **of)
    # Only the content tells whether it has changed: a post that is hidden is no newer than the one before it.
    del response["Last-Modified"]
    return response


def path_of(of: Category | Topic | Post) -> str:
    """Its address without a language."""
    if isinstance(of, Category):
        return f"/forum/{of.key}/"
    return f"/forum/{'topics' if isinstance(of, Topic) else 'posts'}/{of.pk}/"


def in_xml(text: str) -> str:
    """The text without the few characters that XML has no way to write."""
    return NO_XML.sub("", text)
