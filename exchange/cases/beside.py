"""Cases on the pages of what they belong to: a course, a topic, a municipality."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, CharField, Q, QuerySet
from django.urls import reverse

from exchange.cases.access import User
from exchange.cases.models import CaseText
from lms.beside import Link
from lms.prepared import Prepared, Slot

MOST = 5  # of a course or topic; a municipality shows all that it has given


def of_course(course_key: Any, user: User, language: str) -> list[Link]:
    """Cases that name the course."""
    return _links(Q(case__courses__course_key=course_key), user, language)[:MOST]


def of_topic(pk: Any, user: User, language: str) -> list[Link]:
    """Cases that name the topic, or one that was merged into it."""
    # Asked on every page of a topic, so prepared; a guest's rights, which are everybody's (`access.texts_visible_to`).
    return _links_to(OF_TOPIC.all(topic=pk, language=language))


def of_municipality(pk: Any, user: User, language: str) -> list[Link]:
    """What it has given to others."""
    return _links(Q(case__municipality=pk), user, language)


def _links(which: Q, user: User, language: str) -> list[Link]:
    return _links_to(_texts(which, user, language))


def _texts(which: Q, user: User, language: str | Slot) -> QuerySet[CaseText]:
    texts = CaseText.objects.visible_to(user).filter(which, language=language).distinct()
    return texts.select_related("case__municipality").defer("content")


def _links_to(texts: Iterable[CaseText]) -> list[Link]:
    return [
        Link(
            title=text.title,
            url=reverse("case", args=[text.case.slug]),
            language=text.text_language,
            note=text.case.municipality.name,
        )
        for text in texts
    ]


OF_TOPIC = Prepared(
    lambda topic, language: _texts(
        Q(case__topics=topic) | Q(case__topics__merged_into=topic), AnonymousUser(), language
    )[:MOST],
    topic=BigIntegerField(),
    language=CharField(),
)
