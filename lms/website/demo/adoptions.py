"""Who took up whose case in the demonstration: what began before anybody was here is brought in, the rest is done."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate, make_aware

from exchange.cases.adoption.adopting import add_step, adopt
from exchange.cases.adoption.earlier import Measured, Told, bring_adoption
from exchange.cases.choices import AdoptionStatus
from exchange.cases.importing import key_of
from exchange.cases.models import Adoption, AdoptionStep, Case
from exchange.forum.models import Topic
from exchange.forum.posting import answer
from lms import clock
from lms.people.models import Membership, Municipality, Person
from lms.website.demo.cases import FOLDER, WRITTEN, moved
from lms.website.demo.streams import key
from lms.yaml_files import read_yaml

OPENED = timedelta(days=190)  # so long before the day of the seeding the first people came
WORKDAY = time(10, 20)
AN_ANSWER = timedelta(hours=3)  # after the question
WORDS = "Считали ли вы, сколько дворов смогут платить? И кому сначала показали расчёт?"
ANSWER = (
    "Считали: неделю замеряли в тридцати дворах, расчёт на одной странице. Сначала показали депутатам и квартальным,"
    " потом вынесли на сход. Приезжайте, покажем ведомость и договор."
)


@dataclass(frozen=True, slots=True)
class DemoAdoption:
    """One of the content file, with all its days."""

    name: str
    case: Case
    place: Municipality
    language: str
    steps: list[Told]
    data: dict[str, Any]

    @property
    def differs(self) -> str:
        return _said(self.data["differs"])


def seed_adoptions(day: datetime) -> None:
    """Those that are not there yet, in the order of their first days."""
    early = min(timedelta(), localdate(day) - WRITTEN)
    found = [
        _read(moved(each, early)) for each in read_yaml(FOLDER / "adoptions.yaml")["adoptions"]
    ]
    for each in sorted(found, key=lambda each: (each.steps[0].on, each.name)):
        if AdoptionStep.objects.filter(client_id=each.steps[0].client_id).exists():
            continue
        member = _member_of(each.place)
        if (
            member
            and each.steps[0].on > localdate(day - OPENED)
            and _member_of(each.case.municipality)
        ):
            _take_up(each, member)
        else:
            _bring(each)


def _read(data: dict[str, Any]) -> DemoAdoption:
    name: str = data["key"]
    steps = [
        Told(each["status"], each["date"], _said(each["note"]), key("adoption", name, str(n)))
        for n, each in enumerate(data["steps"])
    ]
    return DemoAdoption(
        name=name,
        case=Case.objects.select_related("municipality").get(key=key_of(data["case"])),
        place=Municipality.objects.get(code=data["municipality"]),
        language=next(iter(data["steps"][0]["note"])),
        steps=steps,
        data=data,
    )


def _bring(each: DemoAdoption) -> None:
    indicators = list(each.case.caseindicators.all())
    bring_adoption(
        case=each.case,
        municipality=each.place,
        language=each.language,
        steps=each.steps,
        figures=[
            Measured(
                indicator=indicators[row["original_indicator"] - 1]
                if row["original_indicator"]
                else None,
                what=_said(row["what"]),
                unit=_said(row["unit"]),
                before=_figure(row["before"]),
                after=_figure(row["after"]),
                on=row["date"],
            )
            for row in each.data["indicators"]
        ],
        differs=each.differs,
        result_key=key_of(each.data["result_case"]) if each.data["result_case"] else None,
        is_illustrative=True,
    )


@transaction.atomic
def _take_up(each: DemoAdoption, member: Person) -> None:
    """As it is done here: the two talk with each other, and each step is told on its day."""
    first, *rest = each.steps
    begun = make_aware(datetime.combine(first.on, WORKDAY))
    with clock.at(begun), translation.override(each.language):
        adoption = adopt(
            by=member,
            case=each.case,
            language=each.language,
            client_id=first.client_id,
            words=WORDS,
        )
        # What the use case leaves empty, because a form asks for it later.
        AdoptionStep.objects.filter(adoption=adoption).update(note=first.note)
        Adoption.objects.filter(pk=adoption.pk).update(is_illustrative=True)
    giver = _member_of(each.case.municipality)
    assert giver
    assert adoption.topic
    Topic.objects.filter(pk=adoption.topic.pk).update(is_illustrative=True)
    with clock.at(begun + AN_ANSWER):
        answer(
            author=giver,
            topic=adoption.topic,
            text=ANSWER,
            client_id=key("adoption", each.name, "answer"),
        )
    for step in rest:
        with clock.at(make_aware(datetime.combine(step.on, WORKDAY))):
            add_step(
                by=member,
                adoption=adoption,
                status=AdoptionStatus(step.status),
                on=step.on,
                client_id=step.client_id,
                language=each.language,
                note=step.note,
                differs=each.differs,
            )


def _member_of(place: Municipality) -> Person | None:
    """Who has been there longest of those who may speak for it."""
    there = Membership.objects.open().confirmed().filter(municipality=place)
    members = Person.objects.filter(memberships__in=there, is_active=True)
    return members.order_by("pk").first()


def _said(words: dict[str, str] | None) -> str:
    """What is written in the one language that it is in."""
    return next(iter(words.values())) if words else ""


def _figure(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
