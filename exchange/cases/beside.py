"""Cases on the pages of what they belong to: a course, a topic, a municipality."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from exchange.cases.access import User
from exchange.cases.models import CaseText
from lms.beside import Link

MOST = 5  # of a course or topic; a municipality shows all that it has given


def of_course(course_key: Any, user: User, language: str) -> list[Link]:
    """Cases that name the course."""
    return _links(Q(case__courses__course_key=course_key), user, language)[:MOST]


def of_topic(pk: Any, user: User, language: str) -> list[Link]:
    """Cases that name the topic, or one that was merged into it."""
    named = Q(case__topics=pk) | Q(case__topics__merged_into=pk)
    return _links(named, user, language)[:MOST]


def of_municipality(pk: Any, user: User, language: str) -> list[Link]:
    """What it has given to others."""
    return _links(Q(case__municipality=pk), user, language)


def _links(which: Q, user: User, language: str) -> list[Link]:
    texts = CaseText.objects.visible_to(user).filter(which, language=language).distinct()
    return [
        Link(
            title=text.title,
            url=reverse("case", args=[text.case.slug]),
            language=text.text_language,
            note=text.case.municipality.name,
        )
        for text in texts.select_related("case__municipality").defer("content")
    ]
