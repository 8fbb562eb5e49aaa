"""What may answer a question before it is asked: topics and lessons that this person may open."""

from collections.abc import Sequence

from django.utils.translation import get_language

from lms.people.models import Person
from search.query import Result, search
from search.registry import kinds

KINDS = ("topic", "lesson", "course")
MOST = 5
SHORTEST_TITLE = 4  # letters


def similar_to(person: Person, title: str) -> Sequence[Result]:
    """The best of what is found for a title; nothing for one that has only begun."""
    if len(title.strip()) < SHORTEST_TITLE:
        return []
    known = [kind for kind in KINDS if kind in kinds()]
    return search(person, title, language=get_language() or "ru", kinds=known, size=MOST).hits
