"""What Elasticsearch has not seen of the records is sent to it: told from the rounds, safe to run twice."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from courses.progress.models import Enrolment
from courses.reports.explorer.documents import FIELDS, documents_of, round_of
from lms.after_commit import after_commit
from lms.locking import update_in_order
from search.engines.base import EngineUnavailable
from search.engines.conditions import Document

if TYPE_CHECKING:
    from search.engines.learning import LearningIndex

logger = logging.getLogger(__name__)

AT_ONCE = 500  # rounds of one request; each has a document for every module


@cache
def learning_index(answers_within: float | None = None) -> "LearningIndex":
    """The index of this installation, made once a process. A command is more patient than a page: seconds."""
    # Where there is no Elasticsearch, its client is not loaded.
    from search.engines.copies import ANSWERS_WITHIN  # noqa: PLC0415
    from search.engines.learning import LearningIndex  # noqa: PLC0415

    return LearningIndex(FIELDS, forget_what_was_sent, answers_within or ANSWERS_WITHIN)


def forget_what_was_sent() -> None:
    """The index is not there: all rounds are pending again."""
    update_in_order(Enrolment.objects.filter(indexed_version__gt=0), indexed_version=0)


def is_kept() -> bool:
    """Whether this installation has Elasticsearch."""
    return bool(settings.SEARCH_ENGINE == "elasticsearch")


def send_pending() -> int:
    """Send what is pending. Returns how many rounds arrived; the rest stays pending, and a sweep comes back for it."""
    index, sent, after = learning_index(), 0, 0
    while versions := _pending_after(after):
        after = max(versions)
        try:
            arrived = index.send(documents := documents_of(versions))
        except EngineUnavailable:
            logger.warning(
                "the search engine could not be reached", extra={"waiting": len(versions)}
            )
            break
        sent += mark_sent(versions, documents, arrived)
    return sent


def _pending_after(after: int) -> dict[int, int]:
    """Rounds and their versions, which are read before anything that the documents are made of."""
    rounds = Enrolment.objects.pending().filter(pk__gt=after).order_by("pk")
    return dict(rounds.values_list("pk", "version")[:AT_ONCE])


def mark_sent(versions: Mapping[int, int], documents: Sequence[Document], arrived: set[str]) -> int:
    """The index has these rounds in these versions, if all of their documents arrived. Returns how many it has."""
    missing = {round_of(each.key) for each in documents if each.key not in arrived}
    by_version: dict[int, list[int]] = {}
    for pk, version in versions.items():
        if pk not in missing:
            by_version.setdefault(version, []).append(pk)
    for version, pks in by_version.items():
        older = Enrolment.objects.filter(pk__in=pks, indexed_version__lt=version)
        update_in_order(older, indexed_version=version)
    return len(versions) - len(missing)


def all_documents() -> Iterator[list[Document]]:
    """Everything, part by part, for an index that is made anew; read while it is sent."""
    return map(documents_of, all_versions())


def all_versions() -> Iterator[dict[int, int]]:
    """All rounds and their versions in the order of their keys, part by part, read when they are asked for."""
    after = 0
    while True:
        rounds = Enrolment.objects.filter(pk__gt=after).order_by("pk")
        versions = dict(rounds.values_list("pk", "version")[:AT_ONCE])
        if not versions:
            return
        after = max(versions)
        yield versions


def renew() -> int | None:
    """Make the index anew if it is missing or made otherwise. How many records it has then.

    Raises `EngineUnavailable`.
    """
    if not is_kept() or learning_index().is_as_asked():
        return None
    return learning_index().rebuild(all_documents())


def tell_index() -> None:
    """Joined to `courses.progress.records.on_records_changed`: after the commit, what is pending is sent."""
    if is_kept():
        from courses.reports.tasks import send_records  # noqa: PLC0415  the tasks stand on this module

        after_commit(send_records.delay)
