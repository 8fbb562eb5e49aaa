"""People and municipalities as they are searched: of a person, only what colleagues may know."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lms.languages import LANGUAGES
from lms.people import access
from lms.people.changes import on_person_changed
from lms.people.models import District, Membership, Municipality, Person, Position, Region
from lms.people.names_in_queries import are_names
from lms.people.renaming import on_renamed
from search.facets import value_names
from search.indexing import touch
from search.log import are_names as are_names_of_people
from search.registry import PUBLIC, Draft, Kind, Reader, Shown, reader_tokens, register


def register_kinds() -> None:
    """Make people and municipalities known to the search, and whoever asks it."""
    register(Kind("person", _("People"), person_drafts, person_keys, show_people, _("Person")))
    register(
        Kind(
            "municipality",
            _("Municipalities"),
            municipality_drafts,
            municipality_keys,
            show_municipalities,
            _("Municipality"),
        )
    )
    value_names["region"].append(_names_of(Region))
    value_names["municipality"].append(_names_of(Municipality))
    are_names_of_people.append(are_names)
    reader_tokens.append(access.search_tokens_of)
    on_renamed[Region].append(_follow_places("district__region"))
    on_renamed[District].append(_follow_places("district"))
    on_renamed[Municipality].append(_follow_places("pk"))
    on_renamed[Position].append(_follow_positions)
    on_person_changed.append(follow_person)


def _names_of(
    model: type[Region] | type[Municipality],
) -> Callable[[Collection[str], str], dict[str, str]]:
    """What the places with these codes are called."""

    def words(codes: Collection[str], language: str) -> dict[str, str]:
        places = model.objects.filter(code__in=codes)
        return {place.code: place.name_in(language) for place in places}

    return words


def follow_person(*people: Person) -> None:
    """Names, the place of work or its confirmation have changed."""
    touch("person", *sorted(str(person.uuid) for person in people))


def follow_municipalities(codes: Iterable[str]) -> None:
    """Municipalities were made, renamed or merged; whoever works there is found by the new name."""
    codes = sorted(codes)
    touch("municipality", *codes)
    _follow_staff(municipality__code__in=codes)


def _follow_places(where: str) -> Callable[[Collection[int]], None]:
    """Municipalities are found by the names of their district and region, too."""

    def follow(keys: Collection[int]) -> None:
        places = Municipality.objects.filter(**{f"{where}__in": keys})
        follow_municipalities(places.order_by().values_list("code", flat=True))

    return follow


def _follow_positions(keys: Collection[int]) -> None:
    """Whoever has the position is found by its name."""
    _follow_staff(position__in=keys)


def _follow_staff(**which: object) -> None:
    staff = Membership.objects.open().confirmed().filter(**which)
    keys = staff.order_by().values_list("person__uuid", flat=True)
    touch("person", *sorted(str(key) for key in keys))


# People


def person_keys() -> list[str]:
    people = Person.objects.filter(access.has_profile()).order_by("pk")
    return [str(uuid) for uuid in people.values_list("uuid", flat=True)]


def person_drafts(keys: Collection[str]) -> dict[str, list[Draft]]:
    """Name, municipality and position, once for all languages; of those whose membership is confirmed."""
    return {
        str(membership.person.uuid): [
            Draft(
                language="",
                title=membership.person.full_name,
                extra=" ".join(_names(membership)),
                facets=_facets_of(membership.municipality),
                access=access.PROFILE_TOKENS,
                weight=0.9,
            )
        ]
        for membership in _memberships(keys)
    }


def show_people(user: Reader, keys: Collection[str], language: str) -> dict[str, Shown]:
    """Those of the profiles that this reader may open."""
    seen = set(
        Person.objects.filter(access.profiles_visible_to(user), uuid__in=keys).values_list(
            "pk", flat=True
        )
    )
    shown = {}
    for membership in _memberships(keys):
        person, place = membership.person, membership.municipality
        if person.pk not in seen:
            continue
        with translation.override(language):
            url = reverse("person", args=[person.uuid])
        shown[str(person.uuid)] = Shown(
            title=person.full_name,
            url=url,
            language="",
            municipality=place.name_in(language) if place else "",
            note=membership.position.name_in(language),
        )
    return shown


def _memberships(keys: Collection[str]) -> list[Membership]:
    rows = (
        Membership.objects.open().confirmed().filter(person__uuid__in=keys, person__is_active=True)
    )
    return list(
        rows.select_related("person", "position", "municipality__district__region").order_by("pk")
    )


def _names(membership: Membership) -> Iterable[str]:
    """The place and the position in all languages, so that people are found by either in any."""
    things = [membership.position, membership.municipality]
    for thing in things:
        if thing:
            yield from dict.fromkeys(thing.name_in(code) for code in LANGUAGES)


# Municipalities


def municipality_keys() -> list[str]:
    return list(Municipality.objects.current().values_list("code", flat=True))


def municipality_drafts(keys: Collection[str]) -> dict[str, list[Draft]]:
    """The name with its district and region, in the languages in which there is one; of those that exist today."""
    drafts: dict[str, list[Draft]] = defaultdict(list)
    for place in _places(keys):
        for code in LANGUAGES:
            name = getattr(place, f"name_{code}")
            if name:
                where = [place.district.name_in(code), place.district.region.name_in(code)]
                drafts[place.code].append(
                    Draft(
                        language=code,
                        title=name,
                        extra=" ".join(where),
                        body=", ".join(where),
                        facets=_facets_of(place),
                        access=(PUBLIC,),
                        weight=1.1,
                    )
                )
    return drafts


def show_municipalities(user: Reader, keys: Collection[str], language: str) -> dict[str, Shown]:
    """Everybody may know which municipalities there are."""
    shown = {}
    for place in _places(keys):
        with translation.override(language):
            url = reverse("municipality_page", args=[place.code])
        own = language if getattr(place, f"name_{language}", "") else "ru"
        shown[place.code] = Shown(
            title=place.name_in(language),
            url=url,
            language=own,
            municipality=place.name_in(language),
            note=place.district.name_in(language),
        )
    return shown


def _places(keys: Collection[str]) -> list[Municipality]:
    rows = Municipality.objects.current().filter(code__in=keys)
    return list(rows.select_related("district__region").order_by("code"))


def _facets_of(place: Municipality | None) -> dict[str, list[str]]:
    if place is None:
        return {}
    return {"municipality": [place.code], "region": [place.district.region.code]}
