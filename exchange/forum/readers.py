"""Who may see a notice of something written here: as `access.audiences_of`, asked of many people at once."""

from datetime import datetime

from django.db.models import CharField, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat

from exchange.forum.access import STAFF
from exchange.forum.choices import Audience
from exchange.forum.models import Topic
from lms.people.models import Membership, RoleGrant
from lms.prepared import Slot


def readers_of(topic: Topic) -> str:
    """The topic's readers, in the word that its notices have."""
    if topic.audience == Audience.MUNICIPALITY:
        return f"{Audience.MUNICIPALITY.value}:{topic.municipality_id}"
    return topic.audience


def may_see(now: datetime | Slot) -> Q:
    """Of notices: those whose person reads now what has such readers. Joined to `lms.notifications.readers`."""
    working = Membership.objects.open().confirmed().filter(person=OuterRef("person")).order_by()
    own = Concat(
        Value(f"{Audience.MUNICIPALITY.value}:"), Cast("municipality_id", CharField(max_length=20))
    )
    there = working.annotate(word=own).filter(word=OuterRef("readers"))
    staff = RoleGrant.objects.in_force(at=now).filter(person=OuterRef("person"), role__in=STAFF)
    return (
        Q(readers=Audience.EVERYONE)
        | (Q(readers=Audience.MEMBERS) & (Q(Exists(working)) | Q(Exists(staff))))
        | (Q(readers=Audience.TRAINERS) & Q(Exists(staff)))
        | (Q(readers__startswith=f"{Audience.MUNICIPALITY.value}:") & Q(Exists(there)))
    )
