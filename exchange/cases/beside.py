"""Cases on the pages of what they belong to: a course, a topic, a municipality."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BigIntegerField, CharField, Q, QuerySet, UUIDField
from django.urls import reverse
from django.utils.translation import gettext as _

from exchange.cases.access import User
from exchange.cases.adoption.giving import CASES, GAVE, TOOK, lines_of, tallies_of
from exchange.cases.models import Adoption, CaseText
from exchange.forum.models import Topic
from exchange.forum.places import Place
from lms.beside import Link, Section
from lms.people.models import Municipality
from lms.prepared import Prepared, Slot

MOST = 5  # of a course or topic


def of_course(course_key: Any, user: User, language: str) -> list[Link]:
    """Cases that name the course."""
    # Asked on every page of a course and of a topic, so prepared; a guest's rights, which are everybody's
    # (`access.texts_visible_to`).
    return _links_to(OF_COURSE.all(course=course_key, language=language))


def of_topic(pk: Any, user: User, language: str) -> list[Link]:
    """Cases that name the topic, or one that was merged into it."""
    return _links_to(OF_TOPIC.all(topic=pk, language=language))


def of_municipality(place: Municipality, user: User, language: str) -> Section | None:
    """What it gave to others, and what it took from them; the first of each."""
    cases = CASES.all(place=place.pk, language=language)
    given, taken = tallies_of(place)
    if not (cases or given.adoptions or taken.adoptions):
        return None
    # Asked only where there are any: most municipalities have not begun.
    gave = GAVE.all(place=place.pk) if given.adoptions else []
    took = TOOK.all(place=place.pk) if taken.adoptions else []
    lines = lines_of([*gave, *took], language)
    facts = {
        "place": place,
        "cases": cases,
        "given": given,
        "taken": taken,
        "gave": lines[: len(gave)],
        "took": lines[len(gave) :],
    }
    return Section("cases/of_municipality.html", facts)


def place_of_talk(topic: Topic) -> Place | None:
    """What two municipalities talk about in it: how it goes with the one that took up a case of the other."""
    adoption = Adoption.objects.filter(topic=topic).select_related("case", "municipality").first()
    if adoption is None:
        return None
    return Place(
        _("How it goes: %(municipality)s") % {"municipality": adoption.municipality.name},
        reverse("adoption", args=[adoption.case.slug, adoption.pk]),
    )


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


def _of(what: Q, language: Slot) -> QuerySet[CaseText]:
    texts = CaseText.objects.visible_to(AnonymousUser()).filter(what, language=language).distinct()
    return texts.select_related("case__municipality").defer("content")[:MOST]


OF_COURSE = Prepared(
    lambda course, language: _of(Q(case__courses__course_key=course), language),
    course=UUIDField(),
    language=CharField(),
)
OF_TOPIC = Prepared(
    lambda topic, language: _of(
        Q(case__topics=topic) | Q(case__topics__merged_into=topic), language
    ),
    topic=BigIntegerField(),
    language=CharField(),
)
