"""Every word that was ever written in an entry, found by words that are nearly it.

The words alone tell nothing: whoever offers one first asks whether the reader may open an entry that has it.
"""

from collections.abc import Iterable, Iterator

from search.analysis.normalise import LONGEST
from search.indexing import forms_of
from search.models import SearchWord, SearchWordSpelling, WordsToLearn
from search.outbox import take_off, waiting_for
from search.shelves import number_of

SHORTEST = 4  # letters; a shorter word is near to far too many
SPELT = 10  # letters of which one may be missing: the end of a long word is its endings
AT_ONCE = 400  # SQLite takes 999 values


def learn_new_entries() -> int:
    """Take in the words of entries that are new or have changed. Returns how many words were new.

    Not in the transaction that writes an entry: two of those that bring the same new words would wait for each other.
    """
    count = 0
    after = 0
    while some := waiting_for(WordsToLearn, AT_ONCE, after=after):
        after = some[-1].pk
        count += learn(form for entry in some for form in forms_of(entry))
        take_off(WordsToLearn, {entry.pk: entry.version for entry in some})
    return count


def learn(forms: Iterable[str]) -> int:
    """Keep the words that are new. Returns how many."""
    wanted = sorted({form for form in forms if is_word(form)})
    new: list[str] = []
    for start in range(0, len(wanted), AT_ONCE):
        some = wanted[start : start + AT_ONCE]
        known = set(SearchWord.objects.filter(form__in=some).values_list("form", flat=True))
        new += [form for form in some if form not in known]
    if not new:
        return 0
    # Sorted, so that two transactions that learn the same words do not wait for each other in a circle.
    SearchWord.objects.bulk_create(
        [SearchWord(form=form) for form in new], ignore_conflicts=True, batch_size=AT_ONCE
    )
    for start in range(0, len(new), AT_ONCE):
        words = SearchWord.objects.filter(form__in=new[start : start + AT_ONCE], spellings=None)
        SearchWordSpelling.objects.bulk_create(
            [
                SearchWordSpelling(word=word, spelling=spelling)
                for word in words
                for spelling in spellings(word.form)
            ],
            batch_size=AT_ONCE,
        )
    return len(new)


def near(form: str, limit: int = 12) -> list[str]:
    """Words at one or two changes from this one, the nearest first; never the word itself."""
    if not is_word(form):
        return []
    farthest = 1 if len(form) < 6 else 2
    found = SearchWord.objects.filter(spellings__spelling__in=spellings(form)).exclude(form=form)
    measured = sorted(
        (distance(form, word, farthest), word)
        for word in found.values_list("form", flat=True).distinct()[:1000]
    )
    return [word for far, word in measured if far <= farthest][:limit]


def is_word(form: str) -> bool:
    """Whether a word has a spelling that can be mistaken: numbers and short words have none."""
    return SHORTEST <= len(form) <= LONGEST and form.isalpha()


def spellings(form: str) -> set[int]:
    """The word, and the word without one of its letters, as numbers."""
    begin = form[:SPELT]
    return {number_of(begin), *(number_of(each) for each in without_a_letter(begin))}


def without_a_letter(word: str) -> Iterator[str]:
    """The word once for each of its letters, without it."""
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]


def distance(one: str, other: str, farthest: int) -> int:
    """How many letters are added, missing, changed or swapped with their neighbour; no further than `farthest`."""
    if abs(len(one) - len(other)) > farthest:
        return farthest + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, with_letter in enumerate(other, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != with_letter))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == with_letter:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > farthest:
            return farthest + 1
        before, last = last, row
    return last[-1]
