"""Who may see a notice of something written here: as `access.audiences_of`, asked of many people at once."""

from datetime import datetime

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Cast, Concat, StrIndex

from exchange.forum.access import STAFF
from exchange.forum.choices import Audience
from exchange.forum.models import Topic
from lms.people.models import Membership, RoleGrant
from lms.prepared import Slot

ONE, TWO = f"{Audience.MUNICIPALITY.value}:", f"{Audience.TWO.value}:"


def members_of(municipality: int) -> str:
    """The confirmed members of a municipality, in the word that notices have."""
    return f"{ONE}{municipality}"


def readers_of(topic: Topic) -> str:
    """The topic's readers, in the word that its notices have."""
    named = [topic.municipality_id, topic.other_municipality_id]
    return ":".join([topic.audience, *(str(key) for key in named if key)])


def words_of_readers(topic: str) -> Case:
    """The same as `readers_of`, in SQL; `topic` leads to the topic."""
    first = Cast(f"{topic}__municipality", CharField(max_length=20))
    second = Cast(f"{topic}__other_municipality", CharField(max_length=20))
    return Case(
        When(**{f"{topic}__audience": Audience.MUNICIPALITY}, then=Concat(Value(ONE), first)),
        When(
            **{f"{topic}__audience": Audience.TWO},
            then=Concat(Value(TWO), first, Value(":"), second),
        ),
        default=F(f"{topic}__audience"),
    )


def may_see(now: datetime | Slot) -> Q:
    """Of notices: those whose person reads now what has such readers. Joined to `lms.notifications.readers`."""
    working = Membership.objects.open().confirmed().filter(person=OuterRef("person")).order_by()
    # One of the keys behind the word: “:12:” is in “municipality:12:” and in “two:3:12:”.
    own = Concat(Value(":"), Cast("municipality_id", CharField(max_length=20)), Value(":"))
    named = Concat(OuterRef("readers"), Value(":"))
    there = working.alias(found_at=StrIndex(named, own)).filter(found_at__gt=0)
    staff = RoleGrant.objects.in_force(at=now).filter(person=OuterRef("person"), role__in=STAFF)
    return (
        Q(readers=Audience.EVERYONE)
        | (Q(readers=Audience.MEMBERS) & (Q(Exists(working)) | Q(Exists(staff))))
        | (Q(readers=Audience.TRAINERS) & Q(Exists(staff)))
        | ((Q(readers__startswith=ONE) | Q(readers__startswith=TWO)) & Q(Exists(there)))
    )
