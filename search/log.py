"""What people look for and what they open of it: no word of who it was, and nothing that may be about a person."""

import logging
import re
from collections.abc import Callable, Sequence
from datetime import timedelta

from django.core.signing import BadSignature, Signer
from django.db import DatabaseError, transaction

from lms import clock
from search.analysis import repairs, tokens
from search.models import QueryLog
from search.parsing import READINGS

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=90)
SAME_LOOK = timedelta(hours=1)  # within which later pages and filters belong to the same question
LONGEST = 200  # characters, as the column has it
LAST_RANK = 1000
WORDS = 20  # more are pasted, not asked: who knows what stands there
SIGNER = Signer(salt="search.log")

# A phone, the number of a passport or of a certificate: seven digits or more, with what stands between them.
NUMBERS = re.compile(r"\d(?:[\s().+–-]*\d){6,}")
YEARS = re.compile(r"(?:(?:19|20)\d\d[\s–-]*)+\Z")
# Whoever writes a patronymic means a person, known here or not.
PATRONYMIC = re.compile(r"\w{2}(?:[ое]вич(?:а|у|ем|е)?|[ое]вн[аыеу])\Z|(?:уулу|кызы)\Z")

# The room that knows people joins here: whether these words have somebody's full name among them.
are_names: list[Callable[[Sequence[str]], bool]] = []


def note_query(text: str, *, language: str, total: int) -> str:
    """Keep what was looked for; returns the mark by which a click is counted, empty for what is not kept."""
    words = words_to_keep(text)
    if not words:
        return ""
    try:
        with transaction.atomic():
            entry = QueryLog.objects.create(words=words, language=language, total=total)
    except DatabaseError:  # somebody else writes for long: what was found is shown all the same
        logger.warning("a query could not be kept")
        return ""
    return SIGNER.sign(str(entry.pk))


def mark_of_query(text: str, *, language: str) -> str:
    """The mark of a question whose first page was shown a little before: later pages are no other question."""
    words = words_to_keep(text)
    same = QueryLog.objects.filter(
        words=words, language=language, asked_at__gt=clock.now() - SAME_LOOK
    )
    entry = same.order_by("-asked_at").first() if words else None
    return SIGNER.sign(str(entry.pk)) if entry else ""


def note_click(mark: str, *, rank: int, kind: str) -> None:
    """Keep at which rank stood what was opened first. Marks that are not ours count nothing."""
    try:
        pk = int(SIGNER.unsign(mark))
    except (BadSignature, ValueError):
        return
    if 1 <= rank <= LAST_RANK:
        QueryLog.objects.filter(pk=pk, clicked_rank=None).update(
            clicked_rank=rank, clicked_kind=kind
        )


def words_to_keep(text: str) -> str:
    """The words in one spelling; empty if they may be about a person, or are none."""
    if "@" in text or any(not YEARS.match(found[0]) for found in NUMBERS.finditer(text)):
        return ""
    forms = [token.form for token in tokens(text)]
    if len(forms) > WORDS:
        return ""
    # In the other layout or in Latin letters a name is a name, too.
    if any(_is_about_a_person(reading) for reading in [text, *repairs(text)[:READINGS]]):
        return ""
    return " ".join(forms)[:LONGEST].rstrip()


def _is_about_a_person(text: str) -> bool:
    forms = [token.form for token in tokens(text)]
    return any(PATRONYMIC.search(form) for form in forms) or any(ask(forms) for ask in are_names)


def forget_old_queries() -> int:
    """Returns how many were forgotten."""
    old = QueryLog.objects.filter(asked_at__lt=clock.now() - KEPT_FOR)
    return old.delete()[0]
