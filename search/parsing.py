"""What somebody typed, as readings that an engine understands. Whatever is typed is only words: there is no syntax."""

import re
from collections.abc import Sequence
from dataclasses import replace

from search.analysis import Token, is_known, repairs, tokens
from search.engines.base import Reading, Term
from search.synonyms import synonyms

LONGEST = 400  # characters that are read: more is pasted, not asked
WORDS = 8  # of a query, that are looked for
READINGS = 3  # repaired ones beside what stands there
REPAIRED = 0.7  # what such a reading counts
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")


def clean(text: str) -> str:
    """One line without control characters, at most as long as anybody types."""
    return " ".join(CONTROL.sub(" ", text[: LONGEST * 4]).split())[:LONGEST].rstrip()


def readings_of(text: str) -> tuple[tuple[Reading, ...], tuple[str, ...]]:
    """The readings of a clean query, as it stands first, and the texts of the repaired ones."""
    first = reading_of(text)
    if not first.terms:
        return (), ()
    found, tried = [first], []
    for repaired in repairs(text)[:READINGS]:
        reading = reading_of(repaired)
        tells = reading.terms and all(term.stems for term in reading.terms)
        if tells and all(reading.terms != each.terms for each in found):
            found.append(replace(reading, weight=REPAIRED))
            tried.append(repaired)
    return tuple(found), tuple(tried)


def reading_of(text: str) -> Reading:
    """The words of a query with their synonyms; words that are in every text only if there is nothing else."""
    words = list({token.form: token for token in tokens(text)}.values())
    telling = [word for word in words if word.stems][:WORDS]
    if not telling:
        return Reading(tuple(Term(word.form, ()) for word in words[:WORDS]))
    return Reading(with_synonyms(telling))


def with_synonyms(words: Sequence[Token]) -> tuple[Term, ...]:
    """The words as terms; each word of a known term can be there as that term's synonym."""
    also: list[dict[tuple[str, ...], None]] = [{} for _ in words]
    for run, phrases in synonyms().of([word.stems for word in words]):
        for at in run:
            also[at].update(dict.fromkeys(phrases))
    known = synonyms()
    return tuple(
        Term(
            word.form,
            # The stem of a name is a guess; as it is typed it may stand just so.
            word.stems if is_known(word.form) else tuple(dict.fromkeys((*word.stems, word.form))),
            # What looks like a form of a Russian word may be a Kyrgyz one typed plainly: Туп.
            tuple(dict.fromkeys((*word.loose, word.form))),
            tuple(others),
            () if others or is_known(word.form) else known.near(word.stems[0]),
        )
        for word, others in zip(words, also, strict=True)
    )
