"""What the pages of coordinators and managers list."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from lms import clock
from lms.people.access import COORDINATOR_HAS
from lms.people.choices import Role
from lms.people.models import Invitation, Membership, NameChange, Person, RoleGrant

SEARCHED = ("family_name", "given_name", "patronymic", "phone", "email")


def waiting_for_coordinator(person: Person) -> QuerySet[Membership]:
    """The memberships that this coordinator decides on, longest waiting first."""
    return (
        Membership.objects.waiting()
        .filter(municipality__in=person.coordinated_municipality_ids)
        .exclude(person=person)
        .select_related("person", "municipality", "position")
        .order_by("asked_at")
    )


def waiting_for_managers(person: Person) -> QuerySet[Membership]:
    """Those from outside, those where nobody else coordinates, and those who have waited for 7 days."""
    coordinators = RoleGrant.objects.in_force().filter(
        role=Role.COORDINATOR, municipality=OuterRef("municipality"), person__is_active=True
    )
    return (
        Membership.objects.waiting()
        .filter(
            Q(municipality=None)
            | Q(asked_at__lte=clock.now() - COORDINATOR_HAS)
            | ~Exists(coordinators.exclude(person=OuterRef("person")))
        )
        .exclude(person=person)
        .select_related("person", "municipality__district__region", "position")
        .order_by("asked_at")
    )


def names_waiting(person: Person) -> QuerySet[NameChange]:
    """The changed names that this person decides on, longest waiting first."""
    return (
        NameChange.objects.waiting()
        .visible_to(person)
        .exclude(person=person)
        .select_related("person")
        .order_by("asked_at", "pk")
        .distinct()
    )


def staff_of(coordinator: Person) -> QuerySet[Membership]:
    """The confirmed members of a coordinator's municipalities, by name in Kyrgyz order."""
    return (
        Membership.objects.open()
        .confirmed()
        .filter(municipality__in=coordinator.coordinated_municipality_ids)
        .select_related("person", "municipality", "position")
        .order_by("person__family_name", "person__given_name", "pk")
    )


def invitations_of(coordinator: Person) -> QuerySet[Invitation]:
    """The invitations into a coordinator's municipalities, newest first."""
    return Invitation.objects.filter(
        municipality__in=coordinator.coordinated_municipality_ids
    ).select_related("municipality", "invited_by", "used_by")


def people_found(words: str, role: str = "") -> QuerySet[Person]:
    """People whose names, number or address have all the words; all people without words."""
    people = Person.objects.all()
    for word in words.split()[:5]:
        # SQLite compares Cyrillic letters by case: the spellings that people use are asked for in turn.
        spellings = {word, word.lower(), word.capitalize(), word.upper()}
        any_of = Q()
        for spelling in spellings:
            for field in SEARCHED:
                any_of |= Q(**{f"{field}__icontains": spelling})
        people = people.filter(any_of)
    if role:
        people = people.filter(
            pk__in=RoleGrant.objects.in_force().filter(role=role).values("person")
        )
    return people
