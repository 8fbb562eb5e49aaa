"""How somebody hears of everything, or of each kind of things and each that they follow by itself."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lms.notifications.followed import Followed, all_things
from lms.notifications.kinds import Kind, Words, all_kinds
from lms.notifications.models import PlacePreference, Preference, Way
from lms.notifications.preferring import prefer, prefer_in
from lms.notifications.sections import all_sections

UNFOLLOW = "off"  # beside the ways, for what is followed
EACH = "each"  # beside the ways, for everything


@dataclass(frozen=True)
class Choice:
    """A kind and the way that holds; those that it can have."""

    kind: Kind
    way: str
    ways: list[tuple[str, Words]]

    def nearest(self, way: str) -> str:
        """That way, or what comes next to it where a kind cannot have it: digests come every day at most."""
        return way if way in dict(self.ways) else Way.DAILY.value


@dataclass(frozen=True)
class PlaceChoice:
    """Something that is followed, and the way that holds for it; none: as its kinds have it."""

    followed: Followed
    way: str


@never_cache
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Read and set all of them on one page: with one choice, or each by itself."""
    if request.method == "POST":
        _save(request.user, request.POST)
        messages.success(request, _("Saved."))
        return redirect("my_notices_settings")
    groups: dict[Words, list[Choice]] = {}
    choices, places = _choices(request.user), _places(request.user)
    for choice in choices:
        groups.setdefault(choice.kind.group, []).append(choice)
    facts = {
        "groups": groups.items(),
        "places": places,
        "ways": Way.choices,
        "of_all": _way_of_all(choices, places),
    }
    return render(request, "notifications/settings.html", facts)


def _way_of_all(choices: list[Choice], places: list[tuple[Words, list[PlaceChoice]]]) -> str:
    """The way that holds for everything, if there is one."""
    if any(row.way for _label, rows in places for row in rows):
        return EACH
    alike = (w for w in Way.values if all(each.way == each.nearest(w) for each in choices))
    return next(alike, EACH)


def _choices(person: Any) -> list[Choice]:
    preferred = dict(Preference.objects.filter(person=person).values_list("kind", "way"))
    return [
        Choice(kind, preferred.get(kind.name, kind.way), _ways_of(kind))
        for kind in all_kinds()
        if kind.may_be_mailed and kind.concerns(person)
    ]


def _ways_of(kind: Kind) -> list[tuple[str, Words]]:
    """All; a part of digests comes with them or not at all."""
    gathered = any(section.kind is kind for section in all_sections())
    return [
        (way, label) for way, label in Way.choices if not (gathered and way == Way.AT_ONCE.value)
    ]


def _places(person: Any) -> list[tuple[Words, list[PlaceChoice]]]:
    preferred = dict(PlacePreference.objects.filter(person=person).values_list("place", "way"))
    found = []
    for things in all_things():
        rows = [PlaceChoice(each, preferred.get(each.place, "")) for each in things.of(person)]
        if rows:
            found.append((things.label, rows))
    return found


@transaction.atomic
def _save(person: Any, chosen: QueryDict) -> None:
    """What differs from what held before; what is no choice of this person's changes nothing.

    One way chosen for everything goes before what stands below it. Chosen anew or not at all is told apart by what
    held, so that without style sheets, too, what was chosen for each is what is saved.
    """
    choices, places = _choices(person), _places(person)
    of_all = chosen.get("all", EACH)
    is_for_all = of_all in Way.values and of_all != _way_of_all(choices, places)
    for choice in choices:
        way = choice.nearest(of_all) if is_for_all else chosen.get(f"kind-{choice.kind.name}", "")
        if way != choice.way and way in dict(choice.ways):
            prefer(person=person, kind=choice.kind.name, way=Way(way))
    for things in all_things():
        followed = [each.place for each in things.of(person)]
        if gone := [each for each in followed if chosen.get(f"place-{each}") == UNFOLLOW]:
            things.unfollow(person, gone)
    for _label, rows in places:
        for row in rows:
            place = row.followed.place
            way = "" if is_for_all else chosen.get(f"place-{place}", row.way)
            if way != row.way and way in {"", *Way.values}:
                prefer_in(person=person, place=place, way=Way(way) if way else None)
