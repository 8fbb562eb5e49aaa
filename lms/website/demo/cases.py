"""The cases of the demonstration: brought in as those of another library are, on the day of its seeding."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from exchange.cases import importing
from exchange.cases.importing import Bringing
from exchange.cases.models import Service, Tag
from exchange.cases.records import Record, read_record
from exchange.cases.review.confirming import ask_owners
from exchange.forum.models import Post
from lms import clock
from lms.people.models import Person
from lms.website.demo.streams import key
from lms.yaml_files import read_yaml

FOLDER = Path(importing.__file__).parent / "demo"
WRITTEN = date(2026, 11, 1)  # after all days that the content names, but for what is planned


def seed_lists() -> None:
    """Services and challenges; rows that moderators have changed stay as they are."""
    lists = read_yaml(FOLDER / "lists.yaml")
    for order, each in enumerate(lists["services"]):
        Service.objects.get_or_create(key=each["key"], defaults={"order": order} | _names(each))
    for each in lists["tags"]:
        Tag.objects.get_or_create(key=each["key"], defaults=_names(each))


def draft_cases(moderator: Person, day: datetime) -> None:
    """Their pages as drafts, so that lessons have something to point to."""
    with transaction.atomic(), clock.at(day):
        Bringing(_records(day), folder=FOLDER / "files", by=moderator).make_pages()


def publish_cases(moderator: Person, day: datetime) -> None:
    """Publish what is not yet: courses and topics, to which cases point, are there now. Each on its last day."""
    records = _records(day, with_topics=True)
    for record in sorted(records, key=_last_day):
        moment = day - timedelta(days=max(0, (localdate(day) - _last_day(record)).days))
        with transaction.atomic(), clock.at(moment):
            bringing = Bringing([record], folder=FOLDER / "files", by=moderator)
            bringing.make_pages()
            bringing.publish()


def ask_whether_cases_still_work(day: datetime) -> None:
    """As it is asked every day: of what nobody has confirmed for a year."""
    with clock.at(day):
        ask_owners()


def _last_day(record: Record) -> date:
    """On which its owner confirmed it, or it was reviewed."""
    last: date = max(record.data["reviewed"], record.data["confirmed"])
    return last


def _records(day: datetime, *, with_topics: bool = False) -> list[Record]:
    early = min(timedelta(), localdate(day) - WRITTEN)
    records = []
    for path in sorted((FOLDER / "cases").glob("*.yaml")):
        record = read_record(_prepared(read_yaml(path), with_topics=with_topics))
        record.data = moved(record.data, early)
        records.append(record)
    return records


def _prepared(data: dict[str, Any], *, with_topics: bool) -> dict[str, Any]:
    """A topic has its number once it is asked; whoever is to be asked has agreed before the review."""
    names = data["related"]["topics"] if with_topics else []
    posts = Post.objects.filter(client_id__in=[key("forum", name, "1") for name in names])
    data["related"]["topics"] = list(posts.order_by("topic").values_list("topic", flat=True))
    data["contact"]["consented"] = data["reviewed"] - timedelta(days=1)
    del data["contact"]["demo"]
    return data


def moved(value: Any, by: timedelta) -> Any:
    """The same with all its days so much earlier: a clock that is behind shows nothing of the future."""
    if isinstance(value, dict):
        return {name: moved(each, by) for name, each in value.items()}
    if isinstance(value, list):
        return [moved(each, by) for each in value]
    return value + by if isinstance(value, date) else value


def _names(each: dict[str, Any]) -> dict[str, str]:
    return {f"name_{code}": name for code, name in each["name"].items()}
