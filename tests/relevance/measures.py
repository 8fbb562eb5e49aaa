"""How good a list of results is: two numbers between 0 and 1."""

from collections.abc import Mapping, Sequence
from math import log2

AT = 10  # results that people look at
GOOD = 2  # the grade from which a thing answers the need


def ndcg(results: Sequence[str], grades: Mapping[str, int], at: int = AT) -> float:
    """Normalised discounted cumulative gain, with gains of 2^grade - 1.

    Järvelin, Kekäläinen: Cumulated gain-based evaluation of IR techniques (2002); the gain is that of Burges et al.,
    Learning to rank using gradient descent (2005). Counted once is what comes twice.
    """
    found = [grades.get(thing, 0) for thing in dict.fromkeys(results)]
    ideal = sorted(grades.values(), reverse=True)
    best = _gain(ideal[:at])
    return _gain(found[:at]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(float(2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def recall(results: Sequence[str], grades: Mapping[str, int], at: int = AT) -> float:
    """The share of the things that answer the need which are among the first results; of at most so many as fit."""
    good = {thing for thing, grade in grades.items() if grade >= GOOD}
    return len(good.intersection(results[:at])) / min(len(good), at) if good else 0.0
