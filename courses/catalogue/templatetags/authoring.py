"""What the editor's pages say about courses, and where blocks link to."""

from django import template
from wagtail.models import Page

from courses.catalogue import links
from courses.catalogue.touching import learners_touched

register = template.Library()


@register.simple_tag
def learners_of(page: Page) -> int:
    """How many people are learning the course of this page."""
    return learners_touched(page)


@register.simple_tag
def address_of(page: Page) -> str | None:
    """Where the reader finds a course or activity, in the language of the words around."""
    return links.address_of(page)
