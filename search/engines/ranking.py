"""The order of what was found: BM25F in Python, over candidates that the database has chosen.

Robertson, Zaragoza: The Probabilistic Relevance Framework (2009), section 3.6: frequencies of the fields are weighed
before they saturate. How rare a word is, is told by the candidates themselves, so that SQLite and PostgreSQL, which
keep no such number, rank alike.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import exp, log

from search.analysis import tokens as words_of
from search.engines.base import Term
from search.engines.fulltext import Wanted
from search.models import SearchEntry

# What a word counts by where it stands, and how far a long text is held against it (0 not, 1 in full).
FIELDS = {"title_tokens": (5.0, 0.3), "extra_tokens": (1.5, 0.3), "body_tokens": (1.0, 0.6)}
LOOSE = 0.25  # a loose reading beside an exact one
# Higher than the usual 1.2, so that a title says more than a word that a long text repeats.
SATURATION = 2.0
RECENT = timedelta(days=365)  # after which the bonus for what is new has shrunk to a third
RECENCY_BONUS = 0.1
SYNONYM = 0.5  # a synonym beside the word itself
NEARLY = 0.4  # a word that is only nearly it
NEAREST = 2  # words that may be meant by one that nobody wrote
OWN_LANGUAGE = 1.15  # the reader's, where a thing is found in several


@dataclass(frozen=True)
class Weighed:
    """One typed word for ranking: each alternative with what it counts beside the word itself."""

    words: tuple[tuple[tuple[str, ...], float], ...]
    loose: tuple[str, ...]

    def wanted(self) -> Wanted:
        return Wanted(tuple(tokens for tokens, _ in self.words), self.loose)

    def tokens(self) -> Iterable[str]:
        for tokens, _ in self.words:
            yield from tokens


def weigh(term: Term, nearly: Iterable[str] = ()) -> Weighed:
    """The alternatives of a typed word, with those of words that may be meant by it."""
    alternatives: dict[tuple[str, ...], float] = {(stem,): 1.0 for stem in term.stems}
    for synonym in term.synonyms:
        alternatives.setdefault(synonym, SYNONYM)
    for guess in term.guesses:
        alternatives.setdefault(guess, NEARLY)
    for form in nearly:
        for stem in stems_of(form):
            alternatives.setdefault((stem,), NEARLY)
    # Who types Kyrgyz without ң, ө and ү types the loose reading itself.
    loose = tuple(dict.fromkeys([*term.stems, *term.loose]))
    return Weighed(tuple(alternatives.items()), loose)


def by_itself(term: Term) -> Weighed:
    """What shows that somebody wrote the word: not five letters alone, which are of many words."""
    return replace(weigh(replace(term, guesses=())), loose=term.stems)


def stems_of(form: str) -> tuple[str, ...]:
    """How a word is indexed."""
    return tuple(stem for token in words_of(form) for stem in token.stems)


@dataclass(frozen=True)
class WeighedReading:
    """A reading with what each of its words may be found by."""

    terms: tuple[Weighed, ...]
    weight: float
    needed: int = 1  # of the terms


@dataclass
class _Text:
    """The sought tokens of one entry, by field, and how long its fields are."""

    counts: dict[str, Counter[str]]
    lengths: dict[str, int]
    loose: Counter[str]


def ranked(
    entries: Sequence[SearchEntry],
    readings: Sequence[WeighedReading],
    *,
    language: str,
    now: datetime,
) -> dict[int, float]:
    """The score of each entry, by its primary key."""
    sought = {token for r in readings for t in r.terms for token in t.tokens()}
    sought_loose = {token for r in readings for t in r.terms for token in t.loose}
    texts = {entry.pk: _read(entry, sought, sought_loose) for entry in entries}
    average = {
        name: max(1.0, sum(t.lengths[name] for t in texts.values()) / max(1, len(texts)))
        for name in FIELDS
    }
    best: dict[int, float] = dict.fromkeys(texts, 0.0)
    for reading in readings:
        for pk, score in _scores(texts, reading, average).items():
            best[pk] = max(best[pk], score * reading.weight)
    return {
        entry.pk: best[entry.pk] * entry.weight * _fits(entry, language=language, now=now)
        for entry in entries
    }


def _read(entry: SearchEntry, sought: set[str], sought_loose: set[str]) -> _Text:
    fields = {name: getattr(entry, name).split() for name in FIELDS}
    return _Text(
        {name: Counter(filter(sought.__contains__, found)) for name, found in fields.items()},
        {name: len(found) for name, found in fields.items()},
        Counter(filter(sought_loose.__contains__, entry.loose_tokens.split())),
    )


def _scores(
    texts: Mapping[int, _Text], reading: WeighedReading, average: Mapping[str, float]
) -> dict[int, float]:
    scores: dict[int, float] = dict.fromkeys(texts, 0.0)
    matched: Counter[int] = Counter()
    for term in reading.terms:
        frequencies = {pk: _frequency(text, term, average) for pk, text in texts.items()}
        found = {pk: frequency for pk, frequency in frequencies.items() if frequency}
        # Never nothing: where all candidates have all words, it is where they stand that decides.
        rarity = 1 + log(1 + (len(texts) - len(found)) / (len(found) + 1))
        for pk, frequency in found.items():
            scores[pk] += rarity * frequency / (SATURATION + frequency)
            matched[pk] += 1
    # What lacks a word stands below what has them all.
    return {pk: score * matched[pk] / len(reading.terms) for pk, score in scores.items()}


def _frequency(text: _Text, term: Weighed, average: Mapping[str, float]) -> float:
    """How often the word is in the entry, each time weighed by its place and its reading."""
    total = 0.0
    for name, (weight, by_length) in FIELDS.items():
        counts = text.counts[name]
        if not counts:
            continue
        times = 0.0
        for tokens, counted in term.words:
            times += counted * min(counts[token] for token in tokens)
        if times:
            total += (
                weight * times / (1 - by_length + by_length * text.lengths[name] / average[name])
            )
    if total == 0.0 and text.loose:
        total = LOOSE * sum(min(2, text.loose[token]) for token in term.loose)
    return total


def _fits(entry: SearchEntry, *, language: str, now: datetime) -> float:
    own = OWN_LANGUAGE if entry.language in {language, ""} else 1.0
    if entry.moment is None:
        return own
    age = max(timedelta(0), now - entry.moment)
    return own * (1 + RECENCY_BONUS * exp(-(age / RECENT)))
