"""What may answer a question before it is asked: topics and lessons that this person may open."""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.forum.choices import Audience
from exchange.forum.models import Topic
from lms.people.models import Person
from search.query import Result, search
from search.registry import kinds

KINDS = ("topic", "lesson", "course")
MOST = 5
ASKED_FOR = 4 * MOST  # what answers nothing may stand above what does
SHORTEST_TITLE = 4  # letters


def similar_to(person: Person, title: str) -> Sequence[Result]:
    """The best of what is found for a title; nothing for one that has only begun.

    What nobody has answered yet comes last and says so; what two municipalities say to each other answers nobody else.
    """
    if len(title.strip()) < SHORTEST_TITLE:
        return []
    known = [kind for kind in KINDS if kind in kinds()]
    found = search(person, title, language=get_language() or "ru", kinds=known, size=ASKED_FOR).hits
    topics = Topic.objects.in_bulk([int(hit.key) for hit in found if hit.kind == "topic"])
    answered, waiting = [], []
    for hit in found:
        topic = topics.get(int(hit.key)) if hit.kind == "topic" else None
        if topic and topic.audience == Audience.TWO:
            continue
        if topic and not topic.answers_count:
            words = _("%(place)s. No answers yet") % {"place": hit.note}
            waiting.append(replace(hit, note=words))
        else:
            answered.append(hit)
    return [*answered, *waiting][:MOST]
