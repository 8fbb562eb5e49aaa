"""Colleagues begin a draft, save its parts one by one, and throw it away."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from exchange.cases import access
from exchange.cases.choices import DraftState, Level, Part
from exchange.cases.models import Adoption, Case, CaseDraft, CoAuthor, DraftPart
from exchange.cases.writing import beginnings, typed
from exchange.cases.writing.crediting import ask_to_credit
from exchange.cases.writing.draft_records import latest_of, parts_of
from exchange.cases.writing.part_files import taken_over
from exchange.forum.models import Topic
from lms import clock
from lms.people.models import Person
from lms.rules import Refusal, require

# A phone saves at each pause in typing: so much of it is one version, and an afternoon of writing is a few.
ONE_SITTING = timedelta(minutes=10)


class WrittenMeanwhile(Refusal):
    """Two wrote the same part: `theirs` is saved, `mine` is not; whoever saves again has seen both."""

    message = _(
        "%(name)s saved this part meanwhile. Both texts stand below: keep what is right, then save again."
    )

    def __init__(self, theirs: DraftPart, mine: typed.Data) -> None:
        super().__init__(name=theirs.by.short_name)
        self.theirs, self.mine = theirs, mine


class WrittenAlready(Refusal):
    message = _("A draft of this is being written by others in your municipality.")


@transaction.atomic
def start_draft(
    *,
    by: Person,
    client_id: UUID,
    language: str,
    topic: Topic | None = None,
    adoption: Adoption | None = None,
    case: Case | None = None,
) -> CaseDraft:
    """Begin a case: of nothing, of a solved topic, of a working adoption, or to revise a published one.

    The same form sent twice is one draft, and what is being written of the same adoption or case already is gone on
    with. Raises `NotAllowed`, `beginnings.NotSolved`, `beginnings.NotWorking`.
    """
    require(access.can_write_cases(by))
    if case:
        require(access.can_revise(by, case))
    _one_after_the_other(by, topic, adoption)
    if sent := CaseDraft.objects.filter(client_id=client_id, started_by=by).first():
        return _in_language(sent, language)
    if open_one := _open_draft(by, topic=topic, adoption=adoption, case=case):
        return open_one
    begun = beginnings.of(by, language, topic=topic, adoption=adoption, case=case)
    facts: dict[str, Any] = {
        "municipality_id": by.confirmed_municipality_id,
        "membership": by.confirmed_membership,
    }
    if case:
        facts |= {"municipality_id": case.municipality_id, "key": case.key}
    try:
        with transaction.atomic():
            draft = CaseDraft.objects.create(
                language=begun.language,
                started_by=by,
                client_id=client_id,
                topic=topic,
                adoption=adoption,
                **facts,
            )
    except IntegrityError:  # a double click, or a colleague: the other request was first
        mine = CaseDraft.objects.filter(client_id=client_id, started_by=by).first()
        found = mine or _open_draft(by, topic=topic, adoption=adoption, case=case)
        if found is None:
            raise WrittenAlready from None  # the form of somebody else
        return found
    for part, data in begun.parts.items():
        _add_version(draft, part, typed.clean(part, data, key=draft.key), by, after=0)
    if begun.page:
        files = taken_over(by=by, draft=draft, page=begun.page)
        _add_version(draft, Part.FILES, typed.clean(Part.FILES, files, key=draft.key), by, after=0)
    for person in begun.co_authors:
        CoAuthor.objects.get_or_create(draft=draft, person=person, defaults={"added_by": by})
    if topic:
        ask_to_credit(draft)
    return draft


def _one_after_the_other(by: Person, topic: Topic | None, adoption: Adoption | None) -> None:
    """Who begins the same at once, in two windows or as two colleagues, waits, and goes on with what was begun."""
    if adoption:
        Adoption.objects.select_for_update(no_key=True, of=("self",)).get(pk=adoption.pk)
    elif topic:
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)


def _in_language(draft: CaseDraft, language: str) -> CaseDraft:
    """What is begun of nothing follows the language of the page on which it is begun, until it has more than that."""
    is_of_nothing = draft.topic_id is None and draft.adoption_id is None
    is_just_begun = draft.submitted_at is None and draft.level == Level.SHORT
    is_revision = Case.objects.filter(key=draft.key).exists()
    if draft.language != language and is_of_nothing and is_just_begun and not is_revision:
        draft.language = language
        draft.save(update_fields=["language"])
    return draft


def _open_draft(
    by: Person, *, topic: Topic | None, adoption: Adoption | None, case: Case | None
) -> CaseDraft | None:
    """What is being written of the same; whoever may begin it may go on with it."""
    drafts = CaseDraft.objects.exclude(state=DraftState.PUBLISHED)
    if case:
        found = drafts.filter(key=case.key).first()
    elif adoption:
        found = drafts.filter(adoption=adoption).first()
    else:
        found = drafts.written_by(by).filter(topic=topic).first() if topic else None
    if found and not CaseDraft.objects.written_by(by).filter(pk=found.pk).exists():
        if found.municipality_id != by.confirmed_municipality_id:
            raise WrittenAlready
        CoAuthor.objects.get_or_create(draft=found, person=by, defaults={"added_by": by})
    return found


@transaction.atomic
def save_part(
    *,
    by: Person,
    draft: CaseDraft,
    part: Part,
    data: Mapping[str, Any],
    base_version: int,
    sitting: UUID | None = None,
) -> DraftPart:
    """Keep what was typed as the next version of the part, right or not; the same again is no new version.

    What one person saves within `ONE_SITTING` of their own last version takes its place, under the next number: whoever
    still has the old number before them is told. `base_version` is the one that the writer saw, 0 if there was none;
    `sitting` is the opened form that sends it: it has seen all that it sent itself, though no answer reached it.
    Raises `NotAllowed`, `WrittenMeanwhile`.
    """
    draft = CaseDraft.objects.locked(draft.pk)
    require(access.can_change_draft(by, draft))
    cleaned = typed.clean(part, data, key=draft.key)
    latest = latest_of(draft, part)
    if latest and latest.data == cleaned:
        return latest
    is_own = latest and sitting and latest.by_id == by.pk and latest.sitting == sitting
    if latest and latest.version != base_version and not is_own:
        raise WrittenMeanwhile(latest, cleaned)
    if latest and _is_going_on(latest, by):
        latest.version, latest.data, latest.sitting = latest.version + 1, cleaned, sitting
        latest.save(update_fields=["version", "data", "sitting"])
        _note_saved(draft)
        return latest
    after = latest.version if latest else 0
    return _add_version(draft, part, cleaned, by, after=after, sitting=sitting)


def _is_going_on(latest: DraftPart, by: Person) -> bool:
    """Whether whoever saved it last is still at it. What was submitted stays, and what a reviewer wrote."""
    submitted = latest.draft.submitted_at
    return (
        latest.by_id == by.pk
        and not latest.is_of_review
        and clock.now() - latest.at < ONE_SITTING
        and (submitted is None or latest.at > submitted)
    )


def _add_version(
    draft: CaseDraft,
    part: Part,
    data: typed.Data,
    by: Person,
    *,
    after: int,
    sitting: UUID | None = None,
) -> DraftPart:
    saved = DraftPart.objects.create(
        draft=draft, part=part, version=after + 1, data=data, by=by, sitting=sitting
    )
    _note_saved(draft)
    return saved


def _note_saved(draft: CaseDraft) -> None:
    draft.saved_at = clock.now()
    draft.level = typed.level_of(parts_of(draft))
    draft.save(update_fields=["saved_at", "level"])


@transaction.atomic
def delete_draft(*, by: Person, draft: CaseDraft) -> None:
    """Throw away what was never submitted, with all its parts and files. Raises `NotAllowed`."""
    draft = CaseDraft.objects.locked(draft.pk)
    require(access.can_delete_draft(by, draft))
    draft.delete()
