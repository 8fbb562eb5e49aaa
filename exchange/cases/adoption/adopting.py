"""A municipality takes up what another one did, and says step by step how it goes.

Whoever changes something here locks the case first, then the adoption: so its counts are true, and two who take it up
at once do so one after the other.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from exchange.cases import access
from exchange.cases.adoption.refusals import (
    AlreadyStopped,
    AlreadyTakenUp,
    BeforeLastStep,
    DayToCome,
    LongAgo,
    TooLong,
    WhyStopped,
)
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption, AdoptionStep, Case, CaseDraft
from exchange.cases.owners import owners_of
from exchange.cases.writing.typed import EARLIEST
from exchange.forum.choices import TopicKind
from exchange.forum.models import Follow, Topic
from exchange.forum.models.topic import TITLE_LENGTH
from exchange.forum.posting import start_topic
from exchange.forum.text import language_of_text
from lms import clock
from lms.addresses import full
from lms.letters import visible
from lms.people.models import Municipality, Person
from lms.rules import require

LONGEST_NOTE = 2_000  # characters
# Told within the transaction, with the keys of the rows of the cases whose counts may have changed.
on_adoptions_changed: list[Callable[[Collection[int]], None]] = []
# The same with an adoption that has just begun, and with a step that was told of one.
on_adopted: list[Callable[[Adoption], None]] = []
on_step: list[Callable[[AdoptionStep], None]] = []


@transaction.atomic
def adopt(*, by: Person, case: Case, language: str, client_id: UUID, words: str = "") -> Adoption:
    """Take up a case of another municipality: a first step, and a topic that only the two read.

    `words` begin it beside ours; sent twice is once. Raises `NotAllowed`, `AlreadyTakenUp`, and what posting refuses.
    """
    case = locked_case(case)
    place = by.confirmed_membership.municipality if by.confirmed_membership else None
    sent = AdoptionStep.objects.filter(
        adoption__case=case, adoption__municipality=place, client_id=client_id
    )
    if first := sent.select_related("adoption").first():
        return first.adoption
    require(access.can_adopt(by, case))
    assert place, "as the verdict says"
    if there := open_adoptions(case, place.pk).first():
        raise AlreadyTakenUp(since=date_format(localtime(there.started_at), "DATE_FORMAT"))
    adoption = Adoption.objects.create(
        case=case,
        giver_id=case.municipality_id,
        municipality=place,
        started_by=by,
        membership=by.confirmed_membership,
        status=AdoptionStatus.CONSIDERING,
        status_on=clock.today(),
        language=language,
        topic=_begin_to_talk(by, case, language, words),
    )
    _write_step(adoption, by=by, client_id=client_id, language=language)
    recount(case)
    for tell in on_adopted:
        tell(adoption)
    return adoption


def _begin_to_talk(by: Person, case: Case, language: str, words: str) -> Topic:
    """In the adopter's language; whom it concerns on the other side follows it from the beginning."""
    text = case.texts.filter(language=language).only("title").get()
    with override(language):
        title = _("We want to do this: %(case)s") % {"case": text.title}
        greeting = _("We want to do what you did:")
        question = words.strip() or _("Where did you begin, and what should we look out for?")
    return open_talk(
        by=by,
        case=case,
        other=case.municipality,
        title=title,
        words=question,
        greeting=greeting,
        followers=owners_of(case),
    )


def open_talk(
    *,
    by: Person,
    case: Case,
    other: Municipality,
    title: str,
    words: str,
    followers: Iterable[Person],
    greeting: str = "",
) -> Topic:
    """A topic of the two about the case, which shows its card between the greeting and the words."""
    topic = start_topic(
        author=by,
        kind=TopicKind.DISCUSSION,
        title=Truncator(title).chars(TITLE_LENGTH),
        # Alone in its paragraph, the address is shown as the card of the case.
        text="\n\n".join(filter(None, [greeting, full(f"/cases/{case.slug}/"), words])),
        client_id=uuid4(),  # that of the form may be of something that they wrote elsewhere
        other_municipality=other,
    )
    Follow.objects.bulk_create(
        [Follow(person=person, topic=topic) for person in followers], ignore_conflicts=True
    )
    return topic


@transaction.atomic
def add_step(
    *,
    by: Person,
    adoption: Adoption,
    status: AdoptionStatus,
    on: date,
    client_id: UUID,
    language: str,
    note: str = "",
    differs: str | None = None,
) -> AdoptionStep:
    """Say where it stands since that day; sent twice is once. What is stopped is closed.

    `language` is that of the form; words are of the language that they are in.
    `differs`: what is done otherwise than in the original; None leaves what was said of it. Raises `NotAllowed`,
    `AlreadyStopped`, `DayToCome`, `LongAgo`, `BeforeLastStep`, `WhyStopped`, `TooLong`.
    """
    case, adoption = locked(adoption)
    require(access.can_report(by, adoption))
    if sent := adoption.steps.filter(client_id=client_id).first():
        return sent
    if adoption.status == AdoptionStatus.STOPPED:
        raise AlreadyStopped
    note = clean_note(note, "note")
    if on > clock.today():
        raise DayToCome("on")
    if on.year < EARLIEST:
        raise LongAgo("on")
    if on < adoption.status_on and not _begun_earlier(adoption, on):
        raise BeforeLastStep(day=date_format(adoption.status_on, "DATE_FORMAT"))
    if status == AdoptionStatus.STOPPED and not note:
        raise WhyStopped
    if differs is not None:
        _write_difference(adoption, clean_note(differs, "differs"), by=by, language=language)
    adoption.status, adoption.status_on = status, on
    adoption.save(update_fields=["status", "status_on", "differs", "differs_by", "language"])
    step = _write_step(adoption, by=by, client_id=client_id, language=language, note=note)
    recount(case)
    for tell in on_step:
        tell(step)
    return step


def _write_difference(adoption: Adoption, words: str, *, by: Person, language: str) -> None:
    """What is done otherwise. Hidden, it stays so in other words too, until a moderator has read them."""
    if words != adoption.differs:
        adoption.differs, adoption.differs_by = words, by
    adoption.language = language_of_text(words) if words else language


def _begun_earlier(adoption: Adoption, on: date) -> bool:
    """Whoever began before they said so here: the first step, which nobody worded or dated, moves back to that day."""
    first = adoption.steps.filter(status=AdoptionStatus.CONSIDERING, note="")
    return adoption.steps.count() == 1 and bool(first.update(on=on))


def _write_step(
    adoption: Adoption, *, by: Person, client_id: UUID, language: str, note: str = ""
) -> AdoptionStep:
    return AdoptionStep.objects.create(
        adoption=adoption,
        status=adoption.status,
        on=adoption.status_on,
        note=note,
        language=language_of_text(note) if note else language,
        by=by,
        client_id=client_id,
    )


def clean_note(text: str, field: str) -> str:
    """What was written, without what hides or turns letters. Raises `TooLong`."""
    if len(text) > LONGEST_NOTE:
        raise TooLong(field, longest=LONGEST_NOTE, written=len(text))
    return visible(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def open_adoptions(case: Any, municipality: Any) -> QuerySet[Adoption]:
    """That of the case by the municipality which was not stopped, if there is one; both may be places in a question."""
    taken = Adoption.objects.filter(case=case, municipality=municipality)
    return taken.exclude(status=AdoptionStatus.STOPPED)


def locked_case(case: Case) -> Case:
    """The case as it is now; whoever else changes its adoptions waits."""
    rows = Case.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("municipality").get(pk=case.pk)


def locked(adoption: Adoption) -> tuple[Case, Adoption]:
    """The case and the adoption as they are now."""
    case = locked_case(Case(pk=adoption.case_id))
    return case, Adoption.objects.select_for_update(no_key=True, of=("self",)).get(pk=adoption.pk)


def recount(case: Case) -> None:
    """Bring what the case keeps of its adoptions to what they are; in the caller's transaction, which locked it."""
    counts = case.adoptions.aggregate(
        adoptions_count=Count("pk"),
        taken_up_count=Count("pk", filter=Q(status__in=TAKEN_UP)),
        working_count=Count("pk", filter=Q(status=AdoptionStatus.WORKING)),
    )
    Case.objects.filter(pk=case.pk).update(**counts)
    for tell in on_adoptions_changed:
        tell([case.pk])


def keep_results(keys: Collection[UUID]) -> None:
    """Cases were published: what was written of an adoption is from now on what became of it. In that transaction."""
    published = Case.objects.filter(key__in=keys, taken_down_at=None).values("key")
    drafts = CaseDraft.objects.filter(key__in=published, adoption__isnull=False)
    for draft in drafts.select_related("adoption"):
        adoption = draft.adoption
        assert adoption, "as asked for"
        # No lock on the case: whoever publishes it may wait for us.
        waits = Adoption.objects.filter(pk=adoption.pk, result_key=None)
        if waits.update(result_key=draft.key):
            for tell in on_adoptions_changed:
                tell([adoption.case_id])
