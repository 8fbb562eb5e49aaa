"""People by their names, as coordinators type them: beginnings of words, in any order, with or without ң, ө, ү."""

import re
from functools import lru_cache

from lms.people.models import Person
from search.analysis.normalise import WITHOUT_KYRGYZ_LETTERS, normalised

WORD = re.compile(r"\w+")


@lru_cache(65536)  # names repeat: a country has a few thousand of them
def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in one spelling."""
    plain = (normalised(word).translate(WITHOUT_KYRGYZ_LETTERS) for word in WORD.findall(name))
    return tuple(word for word in plain if word)


def fits(name: str, words: tuple[str, ...]) -> bool:
    """Whether each of the words begins a word of the name."""
    has = words_of(name)
    return all(any(each.startswith(word) for each in has) for word in words)


def people_named(words: tuple[str, ...]) -> frozenset[int]:
    """Everybody whose name has words that begin so. Read and compared here: SQLite knows no Cyrillic capitals."""
    names = Person.objects.order_by().values_list("pk", "family_name", "given_name", "patronymic")
    return frozenset(
        pk for pk, *parts in names.iterator(chunk_size=5000) if fits(" ".join(parts), words)
    )
