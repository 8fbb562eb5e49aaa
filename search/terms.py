"""Words of the editors' table as they are written: to suggest while somebody types, and to say what was also tried."""

from collections import defaultdict
from dataclasses import dataclass

from search.analysis import tokens
from search.analysis.normalise import without_kyrgyz_letters
from search.models import SynonymGroup
from search.remembered import Remembered
from search.synonyms import LONGEST, Phrase, phrase_of


@dataclass(frozen=True, slots=True)
class Term:
    """A word or term in its language. `forms`: its words as they are compared with what is typed."""

    words: str
    language: str
    forms: tuple[str, ...]
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Terms:
    """The groups of terms that mean the same, and those that each term stands in."""

    groups: list[list[Term]]
    by_phrase: dict[Phrase, list[list[Term]]]


def terms_beginning(text: str, language: str, *, limit: int) -> list[Term]:
    """Terms that go on as typed: those that begin so first, and of these the reader's language."""
    typed = _forms(text)
    if not typed:
        return []
    found = []
    for group in TERMS.get().groups:
        for term in group:
            at = _place(term.forms, typed)
            if at is not None:
                found.append((at, term.language != language, len(term.words), term))
    return list(
        {term.words: term for *_, term in sorted(found, key=lambda each: each[:3])}.values()
    )[:limit]


def same_as(text: str, language: str, *, limit: int) -> list[Term]:
    """What else the terms in a query are called: an engine looks for these too. English is told to its readers only."""
    stems = [token.stems[0] for token in tokens(text) if token.stems]
    # In the order in which they are typed.
    runs = dict.fromkeys(
        tuple(stems[start : start + length])
        for start in range(len(stems))
        for length in range(1, min(LONGEST, len(stems) - start) + 1)
    )
    by_phrase = TERMS.get().by_phrase
    found: dict[Phrase, Term] = {}
    for run in runs:
        for group in by_phrase.get(run, ()):
            found.update({term.phrase: term for term in group if term.phrase not in runs})
    told = [term for term in found.values() if term.language in {"ky", "ru", language}]
    return told[:limit]


def forget_terms() -> None:
    """The table has changed."""
    TERMS.forget()


def _read_terms() -> Terms:
    groups = [_terms_of(group) for group in SynonymGroup.objects.order_by("pk")]
    by_phrase: dict[Phrase, list[list[Term]]] = defaultdict(list)
    for group in groups:
        for phrase in {term.phrase for term in group}:
            by_phrase[phrase].append(group)
    return Terms(groups, dict(by_phrase))


TERMS = Remembered("search:terms", _read_terms)


def _terms_of(group: SynonymGroup) -> list[Term]:
    by_language = {"ru": group.words_ru, "ky": group.words_ky, "en": group.words_en}
    return [
        Term(words, language, _forms(words), phrase)
        for language, lines in by_language.items()
        for words in map(str.strip, lines.splitlines())
        if words and (phrase := phrase_of(words))
    ]


def _forms(text: str) -> tuple[str, ...]:
    """The words as compared; whoever types н о у for ң ө ү is understood."""
    return tuple(without_kyrgyz_letters(token.form) for token in tokens(text))


def _place(forms: tuple[str, ...], typed: tuple[str, ...]) -> int | None:
    """At which word of the term it goes on as typed."""
    *whole, begun = typed
    for at in range(len(forms) - len(typed) + 1):
        end = at + len(whole)
        if forms[at:end] == tuple(whole) and forms[end].startswith(begun):
            return at
    return None
