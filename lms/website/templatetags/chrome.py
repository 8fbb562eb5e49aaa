"""Parts of every page that are the same for everybody with the same language and roles: rendered once, then kept.

They are most of a page's tags and translations; what differs from reader to reader stays in the templates around.
"""

from collections.abc import Iterator
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from exchange.forum.access import is_moderator
from lms.notifications.reading import unread_of
from lms.people.models import Person

register = template.Library()


@register.simple_tag
def kept(name: str) -> SafeString:
    """A part that depends on the language alone. `name`: of its template, which is given nothing."""
    return _kept(name, get_language())


@lru_cache(maxsize=100)  # a few parts in three languages
def _kept(name: str, language: str | None) -> SafeString:
    return render_to_string(name, {"LANGUAGE_CODE": language})


@register.simple_tag
def unread_notices(user: object) -> int:
    """How many the bell counts, as far as it counts them."""
    return len(unread_of(user)) if isinstance(user, Person) else 0


@register.simple_tag
def menu_entries(user: object, section: str) -> SafeString:
    """The entries of the main menu that this person has; `section` is the part of the site they are in."""
    roles = frozenset(roles_of(user)) if isinstance(user, Person) else None
    return _menu_entries(get_language(), section, roles)


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


@lru_cache(maxsize=500)  # languages, parts of the site, and the roles that there are together
def _menu_entries(language: str | None, section: str, roles: frozenset[str] | None) -> SafeString:
    """None of the roles: nobody is signed in."""
    facts = {"section": section, "is_member": roles is not None, "roles": roles or ()}
    return render_to_string("website/menu.html", facts)
