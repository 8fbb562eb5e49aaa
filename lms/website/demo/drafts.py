"""What is being written and reviewed in the demonstration: each act of its people by the use case of the real one."""

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate, localtime

from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft
from exchange.cases.review.reviewing import ask_for_changes
from exchange.cases.review.talk import comment
from exchange.cases.writing.co_authors import add_co_author
from exchange.cases.writing.drafting import save_part, start_draft
from exchange.cases.writing.submission import submit
from lms import clock
from lms.people.models import Person
from lms.rules import Refusal
from lms.website.demo.cases import FOLDER, WRITTEN, moved
from lms.website.demo.people import everybody, find
from lms.website.demo.streams import key
from lms.yaml_files import read_yaml

JUST_BEFORE = timedelta(minutes=20)  # its first part was saved, somebody began it


def seed_drafts(day: datetime) -> None:
    """Those that are not there yet; but none whose people have gone elsewhere since the first seeding."""
    early = min(timedelta(), localdate(day) - WRITTEN)
    for path in sorted((FOLDER / "drafts").glob("*.yaml")):
        data = moved(read_yaml(path), early)
        if not CaseDraft.objects.filter(client_id=key("draft", data["key"])).exists():
            with (
                suppress(Refusal),
                transaction.atomic(),
                translation.override(data["language"]),
            ):
                _write(data, day)


def _write(data: dict[str, Any], day: datetime) -> None:
    author = _person(data["author"])
    with clock.at(_moment(data["parts"][0], day) - JUST_BEFORE):
        draft = start_draft(
            by=author, client_id=key("draft", data["key"]), language=data["language"]
        )
        CaseDraft.objects.filter(pk=draft.pk).update(is_illustrative=data["illustrative"])
        for name in data["co_authors"]:
            add_co_author(by=author, draft=draft, person=_person(name))
    for each in data["parts"]:
        with clock.at(_moment(each, day)):
            _save(draft, each)
    if "submitted" in data:
        with clock.at(_moment(data["submitted"], day)):
            submit(by=author, draft=draft)
    if "asked" in data:
        _talk_about(draft, data, day)


def _talk_about(draft: CaseDraft, data: dict[str, Any], day: datetime) -> None:
    """A moderator asks, an author answers, mends and sends it again."""
    asked, answered, again = data["asked"], data["answered"], data["submitted_again"]
    with clock.at(_moment(asked, day)):
        ask_for_changes(
            by=_person(asked["by"]), draft=draft, text=asked["text"], part=asked["part"]
        )
    question = draft.comments.get()
    author = _person(answered["by"])
    with clock.at(_moment(answered, day)):
        _save(draft, answered)
        comment(by=author, draft=draft, text=answered["text"], answers=question)
    with clock.at(_moment(again, day)):
        submit(by=author, draft=draft)


def _save(draft: CaseDraft, each: dict[str, Any]) -> None:
    part = Part(each["part"])
    latest = draft.parts.filter(part=part).first()  # the newest
    save_part(
        by=_person(each["by"]),
        draft=draft,
        part=part,
        data=_as_typed(each["data"]),
        base_version=latest.version if latest else 0,
    )


def _as_typed(value: Any) -> Any:
    """Days as people type them."""
    if isinstance(value, dict):
        return {name: _as_typed(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_as_typed(each) for each in value]
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


def _moment(each: dict[str, Any], day: datetime) -> datetime:
    """Days before that of the seeding."""
    midnight = localtime(day).replace(hour=0, minute=0, second=0, microsecond=0)
    at = time.fromisoformat(each["at"])
    return midnight + timedelta(days=each["day"], hours=at.hour, minutes=at.minute)


def _person(name: str) -> Person:
    person = find(next(each for each in everybody() if each.key == name))
    assert person, "the people of the demonstration are there"
    return person
