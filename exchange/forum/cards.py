"""A link to one of our own pages, alone in its paragraph, shows that page's title: as it is now, and only if all may
read it. So it is put there when the post is shown, and not kept in it.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import get_language

from courses.catalogue.models import Address
from lms.keys import LARGEST_KEY
from search.registry import Shown, kinds

CARD = re.compile(r'<p class="card"><a href="(/[^"]*)"[^>]*>([^<]*)</a></p>')
MOST_CARDS = 20  # on a page; further links stay links

# Kind and key of a thing, as the search knows it.
Thing: TypeAlias = tuple[str, str]
# What stands at these paths, by the name of their address; they come with what the address says. Rooms above join here
# in `AppConfig.ready`.
pages_of: dict[str, Callable[[Mapping[str, Mapping[str, Any]]], Mapping[str, Thing]]] = {}


def with_cards(htmls: Iterable[str]) -> list[str]:
    """The texts of a page with their cards."""
    htmls = list(htmls)
    paths = list(dict.fromkeys(path for html in htmls for path, _text in CARD.findall(html)))
    cards = _cards(paths[:MOST_CARDS]) if paths else {}

    def card(found: re.Match[str]) -> str:
        return cards.get(found[1]) or found[0].replace(' class="card"', "")

    return [CARD.sub(card, html) if paths else html for html in htmls]


def _cards(paths: Iterable[str]) -> dict[str, str]:
    things = _things_at(paths)
    shown = _shown_to_everybody(things.values())
    return {
        path: render_to_string("forum/card.html", {"word": shown[at][0], "thing": shown[at][1]})
        for path, at in things.items()
        if at in shown
    }


def _things_at(paths: Iterable[str]) -> dict[str, Thing]:
    """What stands at these paths, as far as it can be a card."""
    things: dict[str, Thing] = {}
    courses: dict[str, str] = {}  # below /courses/: path
    others: dict[str, dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for path in paths:
        try:
            match = resolve(f"/{get_language()}{path}")
        except Resolver404:
            continue
        if match.url_name == "forum_topic" and match.kwargs["pk"] <= LARGEST_KEY:
            things[path] = ("topic", str(match.kwargs["pk"]))
        elif match.url_name in {"course", "activity"}:
            courses["/".join(match.kwargs.values())] = path
        elif match.url_name in pages_of:
            others[match.url_name][path] = match.kwargs
    for address in Address.objects.filter(path__in=courses) if courses else []:
        key = address.activity_key or address.course_key
        things[courses[address.path]] = (address.kind, str(key))
    for name, pages in others.items():
        things |= pages_of[name](pages)
    return things


def _shown_to_everybody(things: Iterable[Thing]) -> dict[Thing, tuple[str | Promise, Shown]]:
    """What they are called, in the language of the page."""
    keys: dict[str, set[str]] = defaultdict(set)
    for name, key in things:
        keys[name].add(key)
    known = kinds()
    return {
        (name, key): (known[name].word, thing)
        for name, some in keys.items()
        if name in known
        for key, thing in known[name].show(AnonymousUser(), some, get_language() or "ru").items()
    }
