"""What is kept of adoptions beside their rows, counted again from the rows: for `manage.py check_records`."""

from collections import Counter
from collections.abc import Iterator

from django.db.models import F, OuterRef, Q, Subquery

from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption, AdoptionStep, Case, CaseSource

MOST = 20  # of one kind are told; what is wrong more often is wrong for one reason


def differences() -> Iterator[str]:
    """A sentence for each place where what is kept is not what the rows say."""
    for kind in (_counts, _steps, _results, _circles):
        for number, sentence in enumerate(kind()):
            if number == MOST:
                break
            yield sentence


def _counts() -> Iterator[str]:
    """Each adoption counts at its case, whether that is published or not."""
    every: Counter[int] = Counter()
    taken_up: Counter[int] = Counter()
    working: Counter[int] = Counter()
    for case, status in Adoption.objects.order_by().values_list("case_id", "status").iterator():
        every[case] += 1
        taken_up[case] += status in TAKEN_UP
        working[case] += status == AdoptionStatus.WORKING
    kept = Case.objects.order_by("pk").values_list(
        "pk", "adoptions_count", "taken_up_count", "working_count"
    )
    for pk, *counts in kept.iterator():
        counted = [each[pk] for each in (every, taken_up, working)]
        if counts != counted:
            yield (
                f"Case {pk} keeps {counts[0]} adoptions, {counts[1]} taken up, {counts[2]} working;"
                f" there are {counted[0]}, {counted[1]} and {counted[2]}."
            )


def _steps() -> Iterator[str]:
    """An adoption stands where its last step says."""
    steps = AdoptionStep.objects.filter(adoption=OuterRef("pk")).order_by("-on", "-pk")
    adoptions = Adoption.objects.order_by("pk").annotate(
        last=Subquery(steps.values("status")[:1]), last_on=Subquery(steps.values("on")[:1])
    )
    for each in adoptions.filter(last=None)[:MOST]:
        yield f"Adoption {each.pk} has no step."
    for each in adoptions.exclude(Q(last=F("status"), last_on=F("status_on")) | Q(last=None))[
        :MOST
    ]:
        yield f"Adoption {each.pk} stands at {each.status} since {each.status_on}; its last step says otherwise."


def _results() -> Iterator[str]:
    """A case that came of an adoption is of whoever adopted, and names the case that it came of."""
    became = Case.objects.filter(key=OuterRef("result_key"))
    named = CaseSource.objects.filter(
        case__key=OuterRef("result_key"), source_key=OuterRef("case__key")
    )
    adoptions = Adoption.objects.filter(result_key__isnull=False).order_by("pk")
    found = adoptions.annotate(
        owner=Subquery(became.values("municipality")[:1]), names_it=Subquery(named.values("pk")[:1])
    )
    for pk, place, owner, names_it in found.values_list(
        "pk", "municipality", "owner", "names_it"
    ).iterator():
        if owner is None:
            yield f"Adoption {pk} became a case that is not there."
        elif owner != place:
            yield f"Adoption {pk} became a case of another municipality."
        elif names_it is None:
            yield f"Adoption {pk} became a case that does not name where it came from."


def _circles() -> Iterator[str]:
    """No case comes of itself, through however many hands."""
    keys = dict(Case.objects.order_by().values_list("key", "pk"))
    after: dict[int, list[int]] = {}
    came = Adoption.objects.filter(result_key__in=keys).order_by("pk")
    for source, result in came.values_list("case_id", "result_key"):
        if result:
            after.setdefault(source, []).append(keys[result])
    # Each case comes of one adoption at most, so the way back from it is one line: a circle meets itself.
    before = {result: source for source, results in after.items() for result in results}
    told: set[int] = set()
    for start in sorted(before):
        seen: dict[int, None] = {}
        at: int | None = start
        while at is not None and at not in seen and at not in told:
            seen[at] = None
            at = before.get(at)
        if at in seen:
            yield f"Case {at} comes of itself."
        told |= seen.keys()
