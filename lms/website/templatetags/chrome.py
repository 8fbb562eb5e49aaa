"""Parts of every page that are the same for everybody with the same language and roles: rendered once, then kept.

They are most of a page's tags and translations; what differs from reader to reader stays in the templates around.
"""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exchange.forum.access import is_moderator
from lms.notifications.reading import unread_of
from lms.people.models import Person
from lms.skeletons import fill

register = template.Library()


@register.simple_tag
def kept(name: str, **facts: Hashable) -> SafeString:
    """A part that depends on the language, and on facts that are the same for many. `name`: of its template."""
    return _kept(name, get_language(), tuple(facts.items()))


@lru_cache(maxsize=500)  # a few parts in three languages, and one for each course
def _kept(name: str, language: str | None, facts: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(name, {"LANGUAGE_CODE": language, **dict(facts)})


@dataclass(frozen=True, slots=True)
class Masthead:
    """Which parts the band on top has; most people have nothing new, or little."""

    section: str
    is_signed_in: bool
    roles: frozenset[str]
    unread: int


@register.simple_tag(takes_context=True)
def masthead(context: Context) -> SafeString:
    """The band on top: the same for everybody with the same roles, but for names, addresses and the form's token."""
    page: Any = context.flatten()
    user = page.get("user")
    person = user if isinstance(user, Person) else None
    shape = Masthead(
        section=page.get("section", ""),
        is_signed_in=person is not None,
        roles=frozenset(roles_of(person) if person else ()),
        unread=len(unread_of(person)) if person else 0,
    )
    values = {
        "site_name": page.get("site_name", ""),
        "name": person.short_name if person else "",
        "csrf_token": str(page.get("csrf_token", "")) if person else "",
        **{f"in_{code}": address for code, _name, address in page.get("languages", ())},
    }
    return fill("website/masthead.html", shape, values, languages_to_put)


def languages_to_put(put: Any) -> dict[str, Any]:
    """The links to the page itself in each language."""
    return {
        "languages": [(code, name, getattr(put, f"in_{code}")) for code, name in settings.LANGUAGES]
    }


def roles_of(person: Person) -> Iterator[str]:
    """What the menu knows of somebody's roles."""
    if person.coordinated_municipality_ids:
        yield "coordinates"
    if person.is_manager:
        yield "manages"
    if person.is_trainer or person.is_admin:
        yield "writes"
    if is_moderator(person):
        yield "moderates"
