"""How a case stands in its review: whose it is, who looks after its services, and who has passed what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from exchange.cases import access
from exchange.cases.choices import DraftState, Part, ReviewStep
from exchange.cases.models import Approval, CaseDraft, CoAuthor, DraftPart, ServiceKeeper
from lms.people.choices import Role
from lms.people.models import Person, RoleGrant


@dataclass(frozen=True)
class Standing:
    """What decides who may review a case. `step` is the one that waits, if one does; `since` when."""

    municipality: int
    authors: frozenset[int]
    keepers: tuple[Person, ...]
    passed: Mapping[str, int]  # by whom, by step
    step: ReviewStep | None
    since: datetime | None


def standing_of(draft: CaseDraft) -> Standing:
    """That of one draft."""
    return standings_of([draft])[draft.pk]


def standings_of(drafts: Iterable[CaseDraft]) -> dict[int, Standing]:
    """Of each draft, by its key; some questions for all of them together."""
    drafts = list(drafts)
    authors = _authors(drafts)
    keepers = _keepers(drafts)
    passed: dict[int, dict[str, int]] = defaultdict(dict)
    since = {draft.pk: draft.submitted_at for draft in drafts}
    approvals = Approval.objects.filter(draft__in=drafts, submitted_at=F("draft__submitted_at"))
    for draft, step, by, at in approvals.order_by("at").values_list("draft", "step", "by", "at"):
        passed[draft][step] = by
        since[draft] = at
    return {
        draft.pk: Standing(
            municipality=draft.municipality_id,
            authors=frozenset(authors[draft.key]),
            keepers=tuple(keepers[draft.pk]),
            passed=passed[draft.pk],
            step=_step(draft, passed[draft.pk]),
            since=since[draft.pk],
        )
        for draft in drafts
    }


def reviewers_of(standing: Standing) -> list[Person]:
    """The moderators for whom it waits; administrators, if there is no moderator who may."""
    for role in (Role.MODERATOR, Role.ADMIN):
        holders = RoleGrant.objects.in_force().filter(role=role).order_by().values("person")
        people = Person.objects.filter(pk__in=holders, is_active=True)
        if found := [each for each in people if access.can_review(each, standing)]:
            return found
    return []


def _step(draft: CaseDraft, passed: Mapping[str, int]) -> ReviewStep | None:
    if draft.state != DraftState.SUBMITTED:
        return None
    return next((step for step in ReviewStep if step not in passed), None)


def _authors(drafts: list[CaseDraft]) -> dict[object, set[int]]:
    """Whoever wrote, or may write, in any draft of the same case: the earlier ones too."""
    keys = [draft.key for draft in drafts]
    began = CaseDraft.objects.filter(key__in=keys)
    joined = CoAuthor.objects.filter(draft__key__in=keys)
    wrote = DraftPart.objects.filter(draft__key__in=keys, is_of_review=False)
    rows = began.order_by().values_list("key", "started_by")
    authors: dict[object, set[int]] = defaultdict(set)
    for key, person in rows.union(
        joined.order_by().values_list("draft__key", "person"),
        wrote.order_by().values_list("draft__key", "by"),
    ):
        authors[key].add(person)
    return authors


def _keepers(drafts: list[CaseDraft]) -> dict[int, list[Person]]:
    """Of the services that the case names now; a reviewer may have changed them."""
    basics = DraftPart.objects.filter(draft__in=drafts, part=Part.BASICS).order_by("version")
    services = {
        draft: data.get("services") or [] for draft, data in basics.values_list("draft", "data")
    }
    kept: dict[str, list[Person]] = defaultdict(list)
    named = {key for keys in services.values() for key in keys}
    keepers_of = ServiceKeeper.objects.filter(service__key__in=named)
    for keeper in keepers_of.select_related("service", "person").order_by("pk"):
        kept[keeper.service.key].append(keeper.person)
    keepers: dict[int, list[Person]] = defaultdict(list)
    for draft, keys in services.items():
        keepers[draft] = list({person.pk: person for key in keys for person in kept[key]}.values())
    return keepers
