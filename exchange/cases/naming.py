"""What a case is about, and what it leads to: services, challenges, courses, topics. Prepared: every page asks."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, F, IntegerField, Q, QuerySet, Value

from courses.catalogue.models import PublishedCourse
from exchange.cases.access import User
from exchange.cases.models import Case, CaseCourse, Service, Tag
from exchange.forum import access as forum_access
from exchange.forum.models import Topic
from lms.prepared import Prepared, Slot


class Named(NamedTuple):
    """A service or a challenge of a case, in the words of a language."""

    key: str
    name: str


def lists_of(case: Case, language: str) -> tuple[list[Named], list[Named]]:
    """Its services and its challenges, in the order of the lists."""
    lists: dict[str, list[Named]] = {"service": [], "tag": []}
    for kind, _order, key, own, russian in sorted(_lists(language).all(case=case.pk)):
        lists[kind].append(Named(key, own or russian))
    return lists["service"], lists["tag"]


def courses_of(case: Case, language: str) -> list[PublishedCourse]:
    """The courses that it names, as readers of the language see them."""
    return COURSES.all(case=case.pk, language=language)


def topics_of(case: Case, user: User) -> list[Topic]:
    """The topics that it names, or what they were merged into, that this person reads."""
    place = None if user.is_anonymous else user.confirmed_municipality_id
    topics = _topics(forum_access.kind_of(user))
    return topics.all(case=case.pk, person=user.pk, municipality=place)


@lru_cache
def _lists(language: str) -> Prepared[Any]:
    def build(case: Slot) -> QuerySet[Any, Any]:
        own, russian = F(f"name_{language}"), F("name_ru")
        columns = ("kind", "place", "key", "own", "russian")
        services = Service.objects.filter(cases=case).annotate(
            kind=Value("service", CharField()), place=F("order"), own=own, russian=russian
        )
        tags = Tag.objects.filter(cases=case).annotate(
            kind=Value("tag", CharField()),
            place=Value(0, IntegerField()),
            own=own,
            russian=russian,
        )
        some: QuerySet[Any, Any] = services.order_by().values_list(*columns)
        return some.union(tags.order_by().values_list(*columns), all=True)

    return Prepared(build, case=BigIntegerField())


COURSES: Prepared[PublishedCourse] = Prepared(
    lambda case, language: PublishedCourse.objects.filter(
        course_key__in=CaseCourse.objects.filter(case=case).values("course_key"), language=language
    ).only("slug", "title", "text_language"),
    case=BigIntegerField(),
    language=CharField(),
)


@lru_cache
def _topics(kind: forum_access.Kind) -> Prepared[Topic]:
    def build(case: Slot, person: Slot, municipality: Slot) -> QuerySet[Topic]:
        shown = Topic.objects.filter(forum_access.topics_shown_to(kind, person, municipality))
        named = Case.topics.through.objects.filter(case=case)
        here = Q(pk__in=named.values("topic")) | Q(pk__in=named.values("topic__merged_into"))
        return shown.filter(here).only("title", "language")

    number = BigIntegerField()
    return Prepared(build, case=number, person=number, municipality=number)
