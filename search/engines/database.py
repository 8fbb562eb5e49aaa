"""The engine of a fresh machine, and the stand-in while another is away: SQLite or PostgreSQL chooses, Python ranks."""

from collections.abc import Collection, Sequence
from typing import Any

from lms import clock
from search.engines.base import Answer, Hit, Question, Sort, Term
from search.engines.counting import Counted, may_read
from search.engines.fulltext import SCANNED, Dialect, Row, dialect, expression_of, forms_of
from search.engines.ranking import (
    NEAREST,
    Weighed,
    WeighedReading,
    by_itself,
    ranked,
    stems_of,
    weigh,
)
from search.models import SearchEntry
from search.shelves import KNOWN
from search.vocabulary import near

CANDIDATES = 600  # entries whose words are read and ranked
GLANCED = 50  # entries that are looked at to see whether a reader meets a word
BEGUN = 300  # titles that go on as typed, of which the best are offered
READ = [
    "kind",
    "object_key",
    "language",
    "thing",
    "moment",
    "weight",
    "title_tokens",
    "extra_tokens",
    "body_tokens",
    "loose_tokens",
]


class DatabaseEngine:
    name = "database"

    def search(self, question: Question) -> Answer:
        if not question.readings:
            return self._everything(question)
        if not any(term.stems for reading in question.readings for term in reading.terms):
            return self._by_forms(question)
        speak = dialect()
        readings, corrections = _weighed(speak, question)
        rows = speak.rows(_expression(speak, readings), SCANNED, question.sort)
        counted = Counted(rows, question)
        answer = _counts(counted)
        answer.corrections = corrections
        found = counted.found
        if question.sort != "relevance":
            answer.hits = _in_order(found, question)
        else:
            chosen = _candidates(speak, found, readings)
            scores = ranked(chosen, readings, language=question.language, now=clock.now())
            answer.hits = _best(chosen, scores, question)
        return answer

    def suggest(
        self,
        forms: Sequence[str],
        tokens: frozenset[str],
        language: str,
        limit: int,
        kinds: Collection[str] = (),
    ) -> list[Hit]:
        """Things whose title has all the words, the last of which may be only begun; if kinds are said, of these."""
        if not forms:
            return []
        speak = dialect()
        # What is of other kinds is passed over: there may be far more of it.
        scanned = SCANNED if kinds else BEGUN
        rows = speak.rows_by_form(speak.begun(forms, is_begun=True), scanned)
        shelves = {
            number: shelf
            for number, shelf in KNOWN.named({row[2] for row in rows}).items()
            if may_read(shelf, tokens) and (not kinds or shelf.kind in kinds)
        }
        mine = [row[0] for row in rows if row[2] in shelves][:BEGUN]
        entries = SearchEntry.objects.filter(pk__in=mine).only(
            "kind", "object_key", "language", "thing", "weight", "title_forms"
        )
        scored = [(_completes(entry, forms, language), entry) for entry in entries]
        scored.sort(key=lambda each: (-each[0], len(each[1].title_forms), each[1].pk))
        hits: dict[int, Hit] = {}
        for score, entry in scored:
            hits.setdefault(entry.thing, Hit(entry.kind, entry.object_key, entry.language, score))
        return list(hits.values())[:limit]

    def _everything(self, question: Question) -> Answer:
        """Without words: what the filters let through, newest first."""
        rows: list[Row] = list(
            SearchEntry.objects.living()
            .order_by("-moment", "-pk")
            .values_list("pk", "thing", "shelf", "moment")[:SCANNED]
        )
        counted = Counted(rows, question)
        answer = _counts(counted)
        answer.hits = _in_order(counted.found, question)
        return answer

    def _by_forms(self, question: Question) -> Answer:
        """Words that are in every text are looked for in titles, as they are written."""
        speak = dialect()
        forms = forms_of(question.readings[0])
        sort: Sort = "often" if question.sort == "often" else "date"
        rows = speak.rows_by_form(speak.begun(forms, is_begun=False), SCANNED, sort)
        counted = Counted(rows, question)
        answer = _counts(counted)
        answer.hits = _in_order(counted.found, question)
        return answer


def _counts(counted: Counted) -> Answer:
    return Answer(hits=[], total=counted.total(), facets=counted.facets())


def _weighed(speak: Dialect, question: Question) -> tuple[list[WeighedReading], dict[str, str]]:
    """The readings with what each alternative counts; for words that this reader meets nowhere, the nearest."""
    corrections: dict[str, str] = {}
    readings = []
    for reading in question.readings:
        if not all(term.stems for term in reading.terms):
            continue
        terms = []
        for term in reading.terms:
            nearly: list[str] = []
            if reading.weight == 1 and not _meets(speak, term, question.tokens):
                nearly = _nearest(speak, term.form, question.tokens)
                if nearly:
                    corrections[term.form] = nearly[0]
            terms.append(weigh(term, nearly))
        readings.append(WeighedReading(tuple(terms), reading.weight, reading.needed))
    return readings, corrections


def _meets(speak: Dialect, term: Term, tokens: frozenset[str]) -> bool:
    """Whether the reader may open an entry with this word."""
    alone = WeighedReading((by_itself(term),), 1.0)
    return _is_met(speak, _expression(speak, [alone]), tokens)


def _nearest(speak: Dialect, form: str, tokens: frozenset[str]) -> list[str]:
    """The words nearest to this one that stand in something the reader may open."""
    found: list[str] = []
    for word in near(form):
        stems = stems_of(word)
        if not stems:
            continue
        weighed = WeighedReading((Weighed(tuple(((stem,), 1.0) for stem in stems), ()),), 1.0)
        if _is_met(speak, _expression(speak, [weighed]), tokens):
            found.append(word)
        if len(found) == NEAREST:
            break
    return found


def _is_met(speak: Dialect, expression: str, tokens: frozenset[str]) -> bool:
    for limit in (GLANCED, SCANNED):
        rows = speak.rows(expression, limit)
        shelves = KNOWN.named({row[2] for row in rows})
        if any(may_read(shelf, tokens) for shelf in shelves.values()):
            return True
        if len(rows) < limit:
            return False
    return False


def _expression(
    speak: Dialect,
    readings: Sequence[WeighedReading],
    *,
    is_title: bool = False,
    is_all: bool = False,
) -> str:
    parts = []
    for reading in readings:
        wanted = [term.wanted() for term in reading.terms]
        needed = len(wanted) if is_all else reading.needed
        parts.append(expression_of(speak, wanted, needed, "title" if is_title else "anywhere"))
    return speak.one_of(parts)


def _candidates(
    speak: Dialect, found: Sequence[Row], readings: Sequence[WeighedReading]
) -> list[SearchEntry]:
    """Those worth ranking: all, or of very many those with the words in the title, then those with all words."""
    keys = [row[0] for row in found]
    if len(keys) > CANDIDATES:
        title = speak.keys(_expression(speak, readings, is_title=True), SCANNED)
        is_partial = any(reading.needed < len(reading.terms) for reading in readings)
        whole = (
            speak.keys(_expression(speak, readings, is_all=True), SCANNED)
            if is_partial
            else set(keys)
        )
        keys.sort(key=lambda pk: (pk not in title, pk not in whole, -pk))
        keys = keys[:CANDIDATES]
    return list(SearchEntry.objects.filter(pk__in=keys).only(*READ).order_by("pk"))


def _best(
    entries: Sequence[SearchEntry], scores: dict[int, float], question: Question
) -> list[Hit]:
    """The asked page of things, each in the language in which it fits best."""
    best: dict[int, SearchEntry] = {}
    for entry in sorted(entries, key=lambda each: (-scores[each.pk], -each.pk)):
        best.setdefault(entry.thing, entry)
    page = list(best.values())[question.offset : question.offset + question.limit]
    return [
        Hit(each.kind, each.object_key, each.language, scores[each.pk], each.moment)
        for each in page
    ]


def _in_order(found: Sequence[Row], question: Question) -> list[Hit]:
    """The asked page of things in the order of their last column: newest first, what has no date last, or most often.

    In the reader's language where there is one.
    """
    shelves = KNOWN.named({row[2] for row in found})
    own = {row[0] for row in found if shelves[row[2]].language == question.language}

    def place(row: Row) -> tuple[bool, Any, bool, int]:
        return row[3] is not None, row[3] or 0, row[0] in own, row[0]

    newest: dict[int, Row] = {}
    read: dict[int, int] = {}
    for row in sorted(found, key=place, reverse=True):
        thing = row[1]
        newest.setdefault(thing, row)
        if row[0] in own or thing not in read:
            read[thing] = row[0]
    page = [row[:2] for row in newest.values()][question.offset : question.offset + question.limit]
    wanted = {pk for top, thing in page for pk in (top, read[thing])}
    entries = SearchEntry.objects.only("kind", "object_key", "language", "moment").in_bulk(wanted)
    return [
        Hit(shown.kind, shown.object_key, shown.language, 0.0, entries[top].moment)
        for top, thing in page
        if top in entries and (shown := entries.get(read[thing]))
    ]


def _completes(entry: SearchEntry, forms: Sequence[str], language: str) -> float:
    """How well a title goes on as typed: from its first word on, and in the reader's language, is best."""
    from_the_first = 2.0 if entry.title_forms.startswith(" ".join(forms)) else 1.0
    return from_the_first * entry.weight * (1.3 if entry.language == language else 1.0)
