"""What the engine beside the database has not seen is sent to it; safe to repeat, and to run twice at once."""

import logging

from celery import shared_task

from search.engines import index
from search.engines.base import EngineUnavailable
from search.indexing import TEXTS
from search.log import forget_old_queries
from search.models import SearchOutbox
from search.outbox import take_off, waiting_for
from search.vocabulary import learn_new_entries

logger = logging.getLogger(__name__)

AT_ONCE = 500  # entries of one request


@shared_task
def drain() -> int:
    """Send what is pending. Returns how many entries left; none when nothing keeps a copy, or it is away."""
    copy = index()
    if copy is None:
        return 0
    sent = 0
    after = 0
    # The texts themselves stay in the database.
    while some := waiting_for(SearchOutbox, AT_ONCE, after=after, without=TEXTS):
        after = some[-1].pk
        try:
            arrived = set(copy.send(some))
        except EngineUnavailable:
            # The rows stay pending; the sweep comes back for them.
            logger.warning("the search engine could not be reached", extra={"waiting": len(some)})
            break
        take_off(SearchOutbox, {entry.pk: entry.version for entry in some if entry.pk in arrived})
        sent += len(arrived)
    return sent


@shared_task
def learn_words() -> int:
    """Take the words of new and changed entries into the vocabulary. Returns how many words were new."""
    return learn_new_entries()


@shared_task
def forget_queries() -> int:
    """What was looked for is kept for 90 days. Returns how many queries were forgotten."""
    return forget_old_queries()
