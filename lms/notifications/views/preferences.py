"""How somebody hears of each kind of things, and of each that they follow."""

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


@dataclass(frozen=True)
class Choice:
    """A kind and the way that holds; those that it can have."""

    kind: Kind
    way: str
    ways: list[tuple[str, Words]]


@dataclass(frozen=True)
class PlaceChoice:
    """Something that is followed, and the way that holds for it; none: as its kinds have it."""

    followed: Followed
    way: str


@never_cache
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """Read and set all of them on one page."""
    if request.method == "POST":
        _save(request.user, request.POST)
        messages.success(request, _("Saved."))
        return redirect("my_notices_settings")
    groups: dict[Words, list[Choice]] = {}
    for choice in _choices(request.user):
        groups.setdefault(choice.kind.group, []).append(choice)
    facts = {"groups": groups.items(), "places": _places(request.user), "ways": Way.choices}
    return render(request, "notifications/settings.html", facts)


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
    """What differs from what held before; what is no choice of this person's changes nothing."""
    for choice in _choices(person):
        way = chosen.get(f"kind-{choice.kind.name}", "")
        if way != choice.way and way in dict(choice.ways):
            prefer(person=person, kind=choice.kind.name, way=Way(way))
    preferred = dict(PlacePreference.objects.filter(person=person).values_list("place", "way"))
    for things in all_things():
        gone = []
        for each in things.of(person):
            before = preferred.get(each.place, "")
            way = chosen.get(f"place-{each.place}", before)
            if way == UNFOLLOW:
                gone.append(each.place)
            elif way != before and way in {"", *Way.values}:
                prefer_in(person=person, place=each.place, way=Way(way) if way else None)
        if gone:
            things.unfollow(person, gone)
