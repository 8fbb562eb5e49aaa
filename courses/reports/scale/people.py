"""Invented people with every kind of membership: confirmed, waiting, refused, moved, outside."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from courses.reports.scale.bulk import continue_numbering, first_free_key, insert_rows
from lms.people.models import Membership, Municipality, Person, Position, Role, RoleGrant

GIVEN_NAMES = {
    "f": ["Айнура", "Гүлзат", "Жылдыз", "Мээрим", "Нургүл", "Өнөргүл", "Светлана", "Чынара", "Шахноза", "Үмүт"],
    "m": ["Азамат", "Бакыт", "Виктор", "Дилшод", "Жаныбек", "Кубаныч", "Нурлан", "Өмүрбек", "Темирлан", "Эркин"],
}  # fmt: skip
FIRST_PHONE = 996_799_000_000  # a range that no operator gives out


@dataclass(frozen=True, slots=True)
class Span:
    """A membership as learning sees it: from when to when, and whether what is done in it counts."""

    membership_id: int
    asked_at: datetime
    end: datetime | None
    confirmed_at: datetime | None
    municipality_id: int | None


@dataclass(frozen=True, slots=True)
class Learner:
    person_id: int
    name: str
    language: str
    joined_at: datetime
    spans: list[Span]

    def membership_at(self, moment: datetime) -> Span | None:
        """The membership that was open then."""
        for span in self.spans:
            if span.asked_at <= moment and (span.end is None or moment < span.end):
                return span
        return None


class Crowd:
    """Writes so many people, and keeps in memory what their learning needs."""

    def __init__(self, count: int, now: datetime, chance: Random) -> None:
        self.count = count
        self.now = now
        self.chance = chance
        self.municipality_ids = list(
            Municipality.objects.current().order_by("code").values_list("pk", flat=True)
        )
        self.position_ids = list(Position.objects.values_list("pk", flat=True))
        self.first_person = first_free_key(Person)
        # The first people coordinate a municipality each; whoever comes next manages the programme.
        self.manager = self.first_person + min(len(self.municipality_ids), count - 1)
        self.next_membership = first_free_key(Membership)
        self.memberships: list[tuple[object, ...]] = []
        self.learners: list[Learner] = []

    def write(self) -> list[Learner]:
        """The people, their memberships, one manager, and a coordinator for each municipality without one."""
        insert_rows(Person, PERSON_FIELDS, self._people())
        insert_rows(Membership, MEMBERSHIP_FIELDS, self.memberships)
        self._grant_roles()
        continue_numbering([Person, Membership])
        return self.learners

    def _people(self) -> Iterator[tuple[object, ...]]:
        unusable = make_password(None)
        for number in range(self.count):
            person_id = self.first_person + number
            sex = self.chance.choice(["f", "f", "f", "m", "m", ""])
            given = self.chance.choice(GIVEN_NAMES[sex or "m"])
            family = f"{self.chance.choice('АБГДЖКМНОӨРСТУҮЧШЭ')}-{person_id}"
            language = self.chance.choice(["ky", "ky", "ru"])
            joined_at = self.now - timedelta(days=self.chance.uniform(5, 540))
            phone = f"+{FIRST_PHONE + person_id}"
            spans = self._spans(number, person_id, joined_at)
            self.learners.append(
                Learner(person_id, f"{family} {given}", language, joined_at, spans)
            )
            yield (
                person_id, UUID(int=self.chance.getrandbits(128), version=4), family, given, "", sex,
                phone, joined_at, language, True, False, joined_at, unusable,
            )  # fmt: skip

    def _spans(  # noqa: PLR0911  a line for each fate
        self, number: int, person_id: int, joined_at: datetime
    ) -> list[Span]:
        """One membership for most; some moved, some wait, some were refused and some of those asked again."""
        place = self.municipality_ids[number % len(self.municipality_ids)]
        if number <= len(self.municipality_ids):
            return [self._span(person_id, place, joined_at, joined_at)]  # who has a role stays
        later = joined_at + (self.now - joined_at) * self.chance.uniform(0.2, 0.8)
        fate = self.chance.random()
        if fate < 0.05:
            return [self._span(person_id, None, joined_at, joined_at)]
        if fate < 0.08:
            return [self._span(person_id, place, joined_at, None)]
        if fate < 0.10:
            return [self._refused(person_id, place, joined_at, later)]
        other = self.chance.choice(self.municipality_ids)
        if fate < 0.12:
            again = later + timedelta(days=1)
            return [
                self._refused(person_id, place, joined_at, later),
                self._span(person_id, other, again, again),
            ]
        if fate < 0.20:
            moved = _midnight(timezone.localdate(later))
            if moved > joined_at:
                return [
                    self._span(person_id, place, joined_at, joined_at, moved),
                    self._span(person_id, other, moved, moved),
                ]
        return [self._span(person_id, place, joined_at, joined_at + timedelta(hours=1))]

    def _span(
        self,
        person_id: int,
        municipality_id: int | None,
        asked_at: datetime,
        confirmed_at: datetime | None,
        end: datetime | None = None,
    ) -> Span:
        ended_on = timezone.localdate(end) if end else None
        by = self.manager if confirmed_at else None
        return self._keep(
            Span(self.next_membership, asked_at, end, confirmed_at, municipality_id),
            person_id,
            (ended_on, confirmed_at, by, None, None, ""),
        )

    def _refused(
        self, person_id: int, municipality_id: int, asked_at: datetime, refused_at: datetime
    ) -> Span:
        return self._keep(
            Span(self.next_membership, asked_at, refused_at, None, municipality_id),
            person_id,
            (None, None, None, refused_at, self.manager, "Nobody here knows them"),
        )

    def _keep(self, span: Span, person_id: int, decision: tuple[object, ...]) -> Span:
        started_on = timezone.localdate(span.asked_at)
        position = self.chance.choice(self.position_ids)
        self.memberships.append(
            (
                span.membership_id,
                person_id,
                span.municipality_id,
                position,
                started_on,
                span.asked_at,
                *decision,
            )
        )
        self.next_membership += 1
        return span

    def _grant_roles(self) -> None:
        manager = Person.objects.get(pk=self.manager)
        if not RoleGrant.objects.in_force().filter(role=Role.MANAGER).exists():
            RoleGrant.objects.create(person=manager, role=Role.MANAGER, granted_by=None)
        led = set(
            RoleGrant.objects.in_force()
            .filter(role=Role.COORDINATOR)
            .values_list("municipality", flat=True)
        )
        RoleGrant.objects.bulk_create(
            RoleGrant(
                person_id=self.first_person + number,
                role=Role.COORDINATOR,
                municipality_id=municipality_id,
                granted_by=manager,
            )
            for number, municipality_id in enumerate(self.municipality_ids[: self.count])
            if municipality_id not in led
        )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


PERSON_FIELDS = [
    "id", "uuid", "family_name", "given_name", "patronymic", "sex",
    "phone", "phone_verified_at", "language", "is_active", "is_superuser", "joined_at", "password",
]  # fmt: skip
MEMBERSHIP_FIELDS = [
    "id", "person", "municipality", "position", "started_on", "asked_at",
    "ended_on", "confirmed_at", "confirmed_by", "refused_at", "refused_by", "refused_because",
]  # fmt: skip
