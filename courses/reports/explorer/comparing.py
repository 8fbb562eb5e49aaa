"""Whether the index of learning records has what the rows say: told document by document, and made right."""

from collections.abc import Collection, Iterator

from django.db.models import F
from django.db.models.functions import Greatest

from courses.progress.models import Enrolment
from courses.reports.explorer.documents import documents_of, round_of
from courses.reports.explorer.outbox import (
    AT_ONCE,
    all_versions,
    is_kept,
    learning_index,
    send_pending,
)
from lms.locking import update_in_order
from search.engines.conditions import Document
from search.engines.learning import Kept, LearningIndex, says


def differences() -> Iterator[tuple[str, str]]:
    """The key and what is wrong, of each record that the index has otherwise. Raises `EngineUnavailable`."""
    if not is_kept():
        return
    index, after = learning_index(), 0
    index.refresh()
    for versions in all_versions():
        last = max(versions)
        # The index first: what is sent meanwhile is a difference at worst, never an agreement that is none.
        kept = _kept(index, after + 1, last + 1)
        yield from _compared(kept, documents_of(versions))
        after = last
    for key in _kept(index, after + 1, None):
        yield key, "is in the index, and not here"


def repair(keys: Collection[str]) -> None:
    """Send the rounds of these records again, later than all that the index has. Raises `EngineUnavailable`."""
    index, wanted = learning_index(), sorted(keys)
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        there = index.versions_of(some)
        rounds = Enrolment.objects.filter(pk__in={round_of(key) for key in some})
        newest = Greatest(F("version"), max(there.values(), default=0))
        update_in_order(rounds, version=newest + 1)
        known = {each.key for each in documents_of(dict(rounds.values_list("pk", "version")))}
        # Of a round that is not there, or a module that it never had, the round itself says nothing.
        gone = [
            Document(key, version + 1, None) for key, version in there.items() if key not in known
        ]
        index.send(gone)
    send_pending()


def _kept(index: LearningIndex, since: int, until: int | None) -> dict[str, Kept]:
    return index.kept("enrolment", "module", since=since, until=until)


def _compared(kept: dict[str, Kept], documents: list[Document]) -> Iterator[tuple[str, str]]:
    for document in documents:
        if document.fields is None:
            continue
        there = kept.pop(document.key, None)
        if there is None:
            yield document.key, "is missing in the index"
        elif there.version != document.version:
            yield (
                document.key,
                f"is version {there.version} in the index, and {document.version} here",
            )
        elif there.says != says(document):
            yield document.key, "says something else in the index"
    for key in kept:
        yield key, "is in the index, and not here"
