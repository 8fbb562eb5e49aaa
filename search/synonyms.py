"""Words that mean the same, from the editors' table, as tokens: looked up for each run of typed words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from search.analysis import tokens
from search.models import SynonymGroup
from search.remembered import Remembered

LONGEST = 5  # words of a term
SHORTEST = 5  # letters of a word that is known with a letter wrong

Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """For each term, as its stems, what else it is called."""

    by_phrase: dict[Phrase, tuple[Phrase, ...]]
    by_spelling: dict[str, tuple[str, ...]]  # words, by themselves without one of their letters

    def near(self, stem: str) -> tuple[Phrase, ...]:
        """For a word that is not in the table and that nobody knows: what it was meant for, and what that is called."""
        found: dict[Phrase, None] = {}
        if len(stem) >= SHORTEST and (stem,) not in self.by_phrase:
            for spelling in spellings(stem):
                for meant in self.by_spelling.get(spelling, ()):
                    found |= dict.fromkeys([(meant,), *self.by_phrase[meant,]])
        return tuple(found)

    def of(self, stems: Sequence[tuple[str, ...]]) -> list[tuple[range, tuple[Phrase, ...]]]:
        """The runs of words that are a known term, with what else they are called; longer terms first."""
        found = []
        for length in range(min(LONGEST, len(stems)), 0, -1):
            for start in range(len(stems) - length + 1):
                run = stems[start : start + length]
                if all(run):
                    others = self.by_phrase.get(tuple(each[0] for each in run))
                    if others:
                        found.append((range(start, start + length), others))
        return found


def synonyms() -> Synonyms:
    """The table as it stands, read once in some minutes."""
    return SYNONYMS.get()


def forget_synonyms() -> None:
    """The table has changed."""
    SYNONYMS.forget()


def read_synonyms() -> Synonyms:
    """The table as tokens."""
    by_phrase: dict[Phrase, dict[Phrase, None]] = defaultdict(dict)
    for group in SynonymGroup.objects.all():
        phrases = list(dict.fromkeys(filter(None, map(phrase_of, group.terms()))))
        for phrase in phrases:
            by_phrase[phrase].update(dict.fromkeys(each for each in phrases if each != phrase))
    by_spelling: dict[str, dict[str, None]] = defaultdict(dict)
    for phrase in by_phrase:
        if len(phrase) == 1 and len(phrase[0]) >= SHORTEST:
            for spelling in spellings(phrase[0]):
                by_spelling[spelling][phrase[0]] = None
    return Synonyms(
        {phrase: tuple(others) for phrase, others in by_phrase.items() if others},
        {spelling: tuple(words) for spelling, words in by_spelling.items()},
    )


SYNONYMS = Remembered("search:synonyms", read_synonyms)


def spellings(word: str) -> set[str]:
    """The word, and the word without one of its letters: two that share one are one change apart, or nearly."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def phrase_of(term: str) -> Phrase:
    """The stems of a term, one of each word; none if it is too long to be typed."""
    found = tuple(token.stems[0] for token in tokens(term) if token.stems)
    return found if len(found) <= LONGEST else ()
