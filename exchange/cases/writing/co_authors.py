"""Colleagues of one municipality write a case together."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from exchange.cases import access
from exchange.cases.models import CaseDraft, CoAuthor
from exchange.cases.writing import notices as writing_notices
from exchange.cases.writing.draft_records import authors_of
from lms.people.models import Membership, Person
from lms.people.queries import people_found
from lms.rules import Refusal, require

MOST_FOUND = 20  # of a name; whoever has more colleagues of one name writes more of it


class NoColleague(Refusal):
    message = _("A case is written by people whom its municipality has confirmed.")
    field = "q"


def colleagues_found(draft: CaseDraft, words: str) -> QuerySet[Person]:
    """The confirmed members of its municipality of that name who do not write it yet; none without a name."""
    if not words.strip():
        return Person.objects.none()
    there = Membership.objects.open().confirmed().filter(municipality=draft.municipality)
    people = people_found(words).filter(pk__in=there.values("person"), is_active=True)
    return people.exclude(pk__in=[each.pk for each in authors_of(draft)])[:MOST_FOUND]


@transaction.atomic
def add_co_author(*, by: Person, draft: CaseDraft, person: Person) -> CoAuthor:
    """Ask a colleague to write it too; they are told. Twice is once. Raises `NotAllowed`, `NoColleague`."""
    draft = CaseDraft.objects.locked(draft.pk)
    require(access.can_change_draft(by, draft))
    if person.confirmed_municipality_id != draft.municipality_id:
        raise NoColleague
    row, is_new = CoAuthor.objects.get_or_create(
        draft=draft, person=person, defaults={"added_by": by}
    )
    if is_new:
        writing_notices.ask_to_write(row)
    return row


@transaction.atomic
def remove_co_author(*, by: Person, draft: CaseDraft, person: Person) -> None:
    """They do not write it any more; what they wrote stays. Whoever began it stays. Raises `NotAllowed`."""
    draft = CaseDraft.objects.locked(draft.pk)
    require(access.can_change_draft(by, draft))
    for row in draft.co_authors.filter(person=person):
        writing_notices.ask_no_more(row)
        row.delete()
