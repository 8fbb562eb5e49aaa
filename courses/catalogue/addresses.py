"""Addresses of courses and activities: once published they lead to their content for ever."""

from uuid import UUID

from django.db.models import CharField, Q

from courses.catalogue.models import Address
from courses.catalogue.outline import Outline
from lms.prepared import Prepared


def keep_addresses(outline: Outline) -> None:
    """Make the outline's paths the current addresses; former ones stay and lead to the same content.

    An address that another content had once is taken over only by whoever publishes there now.
    """
    wanted: dict[str, tuple[UUID | None, str]] = {outline.slug: (None, "course")}
    wanted |= {each.path: (each.key, each.kind) for each in outline.activities()}
    have = {
        address.path: address
        for address in Address.objects.filter(Q(course_key=outline.course_key) | Q(path__in=wanted))
    }
    stale = [
        address.pk
        for path, address in have.items()
        if address.is_current
        and address.course_key == outline.course_key
        and wanted.get(path, (None, ""))[0] != address.activity_key
    ]
    Address.objects.filter(pk__in=stale).update(is_current=False)
    for path, (key, kind) in wanted.items():
        known = have.get(path)
        is_same = known and (known.course_key, known.activity_key) == (outline.course_key, key)
        if is_same and known and known.is_current and known.pk not in stale:
            continue
        Address.objects.filter(
            course_key=outline.course_key, activity_key=key, is_current=True
        ).update(is_current=False)
        Address.objects.update_or_create(
            path=path,
            defaults={
                "course_key": outline.course_key,
                "activity_key": key,
                "kind": kind,
                "is_current": True,
            },
        )


AT_PATH = Prepared(lambda path: Address.objects.filter(path=path), path=CharField())


def address_at(path: str) -> Address | None:
    """What is found, or was once, at a path under /courses/."""
    return AT_PATH.first(path=path)


def current_path(course_key: UUID, activity_key: UUID | None = None) -> str | None:
    """Where the content lives now, as a path under /courses/."""
    return (
        Address.objects.filter(course_key=course_key, activity_key=activity_key, is_current=True)
        .values_list("path", flat=True)
        .first()
    )
