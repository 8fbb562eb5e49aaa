"""What templates of the forum say."""

from django import template

from courses.catalogue.words import size_words
from exchange.forum.models import Attachment

register = template.Library()


@register.filter
def file_facts(file: Attachment) -> str:
    """What kind of file it is, and how large: said before anything is loaded."""
    return f"{file.extension.upper()}, {size_words(file.size)}"
