"""What a draft leads to: the pages that its lines name, and the rows of the lists that it chooses from.

Each is asked for at once: a page of a draft has a dozen of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, CharField, F, IntegerField, QuerySet, UUIDField, Value
from django.db.models.functions import Cast
from django.utils.functional import cached_property

from courses.catalogue.models import Address
from exchange.cases.models import CaseAddress, CaseDraft, Service, Tag
from exchange.cases.places import Places
from exchange.forum.models import Topic
from lms import clock
from lms.keys import key_from
from lms.people.models import Municipality, Position

KINDS = ("case", "course", "topic")  # as the search calls them
NAMES = ("name_ky", "name_ru", "name_en")


class There(NamedTuple):
    """A page that is there. `key`: as the search knows it; `page`: of a case, what Wagtail knows it by."""

    key: str
    page: int | None


# By kind, and by the last part of the address under which it is named.
Led = Mapping[str, Mapping[str, There]]


def led_to(names: Mapping[str, Collection[str]]) -> Led:
    """The pages at the last parts of addresses, given by kind. Whoever may open them is not asked here."""
    found: dict[str, dict[str, There]] = {kind: {} for kind in KINDS}
    questions = [QUESTIONS[kind](names[kind]) for kind in KINDS if names.get(kind)]
    for kind, name, key, page in _all_of(questions):
        found[kind][name] = There(name if key is None else str(key), page)
    return found


def _cases(names: Collection[str]) -> QuerySet[Any, Any]:
    rows = CaseAddress.objects.filter(slug__in=names)
    return _as_found(rows, "case", name=F("slug"), found=F("case__key"), at=F("case__page_id"))


def _courses(names: Collection[str]) -> QuerySet[Any, Any]:
    rows = Address.objects.filter(activity_key=None, path__in=names)
    return _as_found(rows, "course", name=F("path"), found=F("course_key"))


def _topics(names: Collection[str]) -> QuerySet[Any, Any]:
    keys = {key for name in names if (key := key_from(name)) is not None}
    rows = Topic.objects.filter(pk__in=keys)
    nothing = Value(None, UUIDField())
    return _as_found(rows, "topic", name=Cast("pk", CharField()), found=nothing)


QUESTIONS = {"case": _cases, "course": _courses, "topic": _topics}


def _as_found(rows: Any, kind: str, **columns: Any) -> QuerySet[Any, Any]:
    columns = {"at": Value(None, BigIntegerField())} | columns
    asked: QuerySet[Any, Any] = rows.annotate(what=Value(kind, CharField()), **columns).order_by()
    return asked.values_list("what", "name", "found", "at")


def _all_of(questions: Sequence[QuerySet[Any, Any]]) -> Iterable[Any]:
    return questions[0].union(*questions[1:], all=True) if questions else ()


class DraftPlaces(Places):
    """What the parts of a draft choose from; its municipality is known."""

    def __init__(self, draft: CaseDraft) -> None:
        self.draft = draft

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        place, today = self.draft.municipality, clock.today()
        is_there = place.valid_from <= today and (place.valid_to is None or place.valid_to > today)
        return {place.code: place} if is_there else {}

    @cached_property
    def services(self) -> dict[str, Service]:
        return {key: Service(**row) for key, row in self._lists["service"].items()}

    @cached_property
    def tags(self) -> dict[str, Tag]:
        return {key: Tag(**_without_order(row)) for key, row in self._lists["tag"].items()}

    @cached_property
    def positions(self) -> dict[str, Position]:
        return {key: Position(**row) for key, row in self._lists["position"].items()}

    @cached_property
    def _lists(self) -> dict[str, dict[str, dict[str, Any]]]:
        """The rows of the three lists, each in its order."""
        lists: dict[str, dict[str, dict[str, Any]]] = {"service": {}, "tag": {}, "position": {}}
        columns = ("id", "key", *NAMES)
        rows = _all_of(
            [
                _list("service", Service.objects.all(), *columns, place=F("order")),
                _list("tag", Tag.objects.all(), *columns, place=Value(0, IntegerField())),
                _list("position", Position.objects.all(), *columns, place=F("order")),
            ]
        )
        for kind, place, *values in sorted(rows, key=lambda row: (row[1], row[3])):
            row = dict(zip(columns, values, strict=True))
            lists[kind][row["key"]] = row | {"order": place}
        return lists


def _list(kind: str, rows: Any, *columns: str, place: Any) -> QuerySet[Any, Any]:
    asked: QuerySet[Any, Any] = rows.order_by().annotate(what=Value(kind, CharField()), place=place)
    return asked.values_list("what", "place", *columns)


def _without_order(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "order"}
