"""How well the stemmer brings the forms of a Kyrgyz lemma together: `python -m tests.performance.kyrgyz_stems PATH`.

PATH names a table of tab-separated columns: form, lemma, and whatever else; none is part of Tajryiba. Recall: the share
of the pairs of forms of one lemma that get one stem. Precision: the share of the pairs of forms with one stem that are
of one lemma. F1 is their harmonic mean; what the first five letters alone would reach stands beside it. --mistakes adds
the lemmas and stems that cost most.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from search.analysis import stem

Score = tuple[float, float, float]


def pairs(number: int) -> int:
    return number * (number - 1) // 2


def pairs_within(groups: Iterable[object]) -> int:
    """How many pairs there are of things that are equal."""
    return sum(pairs(number) for number in Counter(groups).values())


def score(lemmas: Sequence[str], stems: Sequence[str]) -> Score:
    """Recall, precision and F1 of stems, one for each form, as are the lemmas."""
    both = pairs_within(zip(lemmas, stems, strict=True))
    recall = both / (pairs_within(lemmas) or 1)
    precision = both / (pairs_within(stems) or 1)
    return recall, precision, 2 * recall * precision / (recall + precision or 1)


def forms_in(path: Path) -> dict[str, str]:
    """The lemma of each distinct form; of a form that has several, the first."""
    found: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        form, lemma, *_ = line.split("\t")
        if form != "form":
            found.setdefault(form, lemma)
    return found


def first_five(form: str) -> str:
    return form[:5]


def kyrgyz_stem(form: str) -> str:
    return stem(form, "ky")


def scores(path: Path) -> dict[str, Score]:
    """What five letters reach, and what the stemmer does."""
    lemma_of = forms_in(path)
    ways: dict[str, Callable[[str], str]] = {
        "first five letters": first_five,
        "the stemmer": kyrgyz_stem,
    }
    return {
        name: score(list(lemma_of.values()), [way(form) for form in lemma_of])
        for name, way in ways.items()
    }


def mistakes(path: Path) -> list[str]:
    """Lemmas whose forms get several stems, then stems that several lemmas get; the costliest first."""
    stems_of: dict[str, defaultdict[str, list[str]]] = {}
    lemmas_of: dict[str, defaultdict[str, list[str]]] = {}
    for form, lemma in forms_in(path).items():
        its = kyrgyz_stem(form)
        stems_of.setdefault(lemma, defaultdict(list))[its].append(form)
        lemmas_of.setdefault(its, defaultdict(list))[lemma].append(form)
    lines = []
    for groups in (stems_of, lemmas_of):
        costs = {
            name: pairs(sum(map(len, parts.values()))) - sum(pairs(len(p)) for p in parts.values())
            for name, parts in groups.items()
        }
        for name in sorted(costs, key=lambda name: -costs[name])[:150]:
            if costs[name]:
                parts = "; ".join(f"{part}: {' '.join(of)}" for part, of in groups[name].items())
                lines.append(f"{costs[name]:4} {name} = {parts}")
        lines.append("")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path)
    parser.add_argument("--mistakes", action="store_true")
    arguments = parser.parse_args()
    for name, (recall, precision, f1) in scores(arguments.path).items():
        sys.stdout.write(f"{name:20} R {recall:.3f}  P {precision:.3f}  F1 {f1:.3f}\n")
    if arguments.mistakes:
        sys.stdout.write("\n" + "\n".join(mistakes(arguments.path)) + "\n")


if __name__ == "__main__":
    main()
