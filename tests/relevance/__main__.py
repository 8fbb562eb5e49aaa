# ruff: noqa: PLC0415, T201  what needs the settings is imported after they have been chosen; this prints a table
"""How well what people look for is found, on each engine: `make relevance`.

`--worst 15` prints the queries that went worst, with what was found instead. `--in FOLDER` keeps the seeded database
there, and uses it again. Exits with 1 where an engine is below a target, or the engines differ.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from tests.relevance import demonstration
from tests.relevance.measures import GOOD, ndcg, recall
from tests.relevance.needs import FORMS, LANGUAGES, Query, read_needs

NDCG, RECALL, ACROSS = 0.80, 0.70, 0.70
APART = 0.03  # between engines
PER_LANGUAGE = (
    "course",
    "module",
    "lesson",
    "quiz",
    "municipality",
)  # documents are in both at once


@dataclass(frozen=True)
class Outcome:
    query: Query
    results: tuple[str, ...]

    @property
    def ndcg(self) -> float:
        return ndcg(self.results, self.query.need.found)

    @property
    def recall(self) -> float:
        return recall(self.results, self.query.need.found)


@dataclass(frozen=True)
class Across:
    """What a query in one language finds among the texts of another."""

    direction: str
    recall: float


def main() -> int:
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="tajryiba-relevance-") as temporary:
        engines = demonstration.prepare(arguments.folder or Path(temporary))
        things = demonstration.Things()
        needs = read_needs()
        queries = [query for need in needs for query in need.queries()]
        missing = things.missing(name for query in queries for name in query.need.found)
        if missing:
            sys.exit(f"Judged, but not to be found in the demonstration: {', '.join(missing)}")
        print(f"{len(needs)} needs, {len(queries)} queries")
        outcomes = {each: [_ask(each, query, things) for query in queries] for each in engines}
        across = {each: list(_ask_across(each, queries, things)) for each in engines}
    _print(outcomes, across)
    for engine in engines if arguments.worst else ():
        _print_worst(engine, outcomes[engine], arguments.worst)
    failures = _failures(outcomes, across)
    print(*failures, sep="\n")
    return 1 if failures else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make relevance", description=__doc__)
    parser.add_argument("--worst", type=int, nargs="?", const=15, default=0, metavar="N")
    parser.add_argument("--in", dest="folder", type=Path, metavar="FOLDER")
    return parser.parse_args()


def _ask(engine: str, query: Query, things: demonstration.Things) -> Outcome:
    return Outcome(query, _search(engine, query, things))


def _search(
    engine: str, query: Query, things: demonstration.Things, of: str | None = None
) -> tuple[str, ...]:
    from search.query import search

    found = search(
        things.reader,
        query.text,
        language=query.language,
        filters={"language": [of]} if of else {},
        engine=engine,
    )
    return tuple(things.named(hit.kind, hit.key) for hit in found.hits)


def _ask_across(
    engine: str, queries: Iterable[Query], things: demonstration.Things
) -> Iterable[Across]:
    """Of what answers a need and has a text in the other language: how much is found when only those are asked for."""
    languages = things.languages()
    for query in queries:
        other = next(each for each in LANGUAGES if each != query.language)
        grades = {
            name: grade
            for name, grade in query.need.found.items()
            if grade >= GOOD and name.partition(":")[0] in PER_LANGUAGE and other in languages[name]
        }
        if query.form in {"keywords", "inflected"} and grades:
            results = _search(engine, query, things, of=other)
            yield Across(f"{query.language} → {other}", recall(results, grades))


def _print(outcomes: Mapping[str, list[Outcome]], across: Mapping[str, list[Across]]) -> None:
    line = "{:14} {:10} {:>6} {:>8} {:>10} {:>8}"
    print(line.format("engine", "form", "", "nDCG@10", "recall@10", "nothing"))
    for engine, all_of in outcomes.items():
        groups: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
        for each in all_of:
            groups[each.query.form, each.query.language].append(each)
            groups["all", each.query.language].append(each)
            groups["all", ""].append(each)
        for form in (*FORMS, "all"):
            for language in (*LANGUAGES, ""):
                some = groups.get((form, language))
                if some:
                    print(line.format(engine, form, language, *_summary(some)))
        for direction, value in _by_direction(across[engine]).items():
            print(line.format(engine, "across", direction, "", f"{value:.3f}", ""))


def _summary(outcomes: list[Outcome]) -> tuple[str, str, str]:
    nothing = mean(not each.results for each in outcomes)
    return (
        f"{mean(each.ndcg for each in outcomes):.3f}",
        f"{mean(each.recall for each in outcomes):.3f}",
        f"{nothing:.1%}",
    )


def _by_direction(across: Iterable[Across]) -> dict[str, float]:
    groups: dict[str, list[float]] = defaultdict(list)
    for each in across:
        groups[each.direction].append(each.recall)
    return {direction: mean(values) for direction, values in groups.items()}


def _print_worst(engine: str, outcomes: list[Outcome], count: int) -> None:
    print(f"\n{engine}: the worst {count}")
    for each in sorted(outcomes, key=lambda outcome: outcome.ndcg)[:count]:
        query = each.query
        print(f"{each.ndcg:.2f} {query.language} {query.form}: {query.text}  ({query.need.about})")
        for name in each.results[:5]:
            print(f"     {query.need.found.get(name, '-')} {name}")
        best = sorted(query.need.found.items(), key=lambda pair: -pair[1])
        print(f"     not found: {', '.join(n for n, _ in best if n not in each.results)}")


def _failures(
    outcomes: Mapping[str, list[Outcome]], across: Mapping[str, list[Across]]
) -> list[str]:
    failures = []
    reached = {engine: mean(each.ndcg for each in all_of) for engine, all_of in outcomes.items()}
    for engine, value in reached.items():
        if value < NDCG:
            failures.append(f"{engine}: nDCG@10 is {value:.3f}, below {NDCG}.")
        found = mean(each.recall for each in outcomes[engine])
        if found < RECALL:
            failures.append(f"{engine}: recall@10 is {found:.3f}, below {RECALL}.")
        failures += [
            f"{engine}: recall@10 of {direction} is {value:.3f}, below {ACROSS}."
            for direction, value in _by_direction(across[engine]).items()
            if value < ACROSS
        ]
    if max(reached.values()) - min(reached.values()) > APART:
        failures.append(f"The engines are more than {APART} apart.")
    return failures


if __name__ == "__main__":
    sys.exit(main())
