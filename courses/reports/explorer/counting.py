"""What an answer counts, in SQL: every facet with the filters of the others, and how many records there are in all."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from courses.reports.explorer.engine import FIELDS
from courses.reports.explorer.statement import as_key

# Who a record is of, and what it is about. The facets of each have few combinations beside the records, so that these
# are put into heaps twice and not once for each facet; what a facet counts is then added up from few rows, here.
WHO, WHAT = ("municipality_id", "position_id", "sex"), ("course_key", "module_key", "stage")
WIDTH = 3  # columns of a row, beside its number and its count


@dataclass(frozen=True, slots=True)
class Heap:
    """Records that are put together by some columns."""

    facets: Mapping[str, tuple[str, ...]]  # those that are counted by each column
    but: str = ""  # the one whose own filter is off


class Counting:
    """The counts of a request for these facets. `filters`: the conditions of those that have any, by name."""

    def __init__(self, facets: Iterable[str], filters: Mapping[str, str]) -> None:
        self.facets, self.filters = tuple(facets), filters
        free = [name for name in self.facets if name not in filters]
        # Without a facet of either sort there is one row: how many they are in all.
        heaps = [
            {
                column: tuple(name for name in free if FIELDS[name] == column)
                for column in columns
                if any(FIELDS[name] == column for name in free)
            }
            for columns in (WHO, WHAT)
        ]
        self.heaps = [Heap(heaps[0]), *(Heap(heap) for heap in heaps[1:] if heap)]
        self.heaps += [Heap({FIELDS[n]: (n,)}, but=n) for n in self.facets if n in filters]

    def all_but(self, facet: str = "") -> str:
        """The filters in force, but for one facet's own."""
        conditions = [sql for name, sql in self.filters.items() if name != facet]
        return " AND ".join(conditions) or "1 = 1"

    def selections(self) -> list[str]:
        """Statements of a heap each: its number, its values as text, how many records."""
        return [self._selection(number, heap) for number, heap in enumerate(self.heaps)]

    def _selection(self, number: int, heap: Heap) -> str:
        values = [f"CAST({column} AS text)" for column in heap.facets]
        values += ["CAST(NULL AS text)"] * (WIDTH - len(values))
        together = f" GROUP BY {', '.join(heap.facets)}" if heap.facets else ""
        return (
            f"SELECT {number}, {', '.join(values)}, COUNT(*) FROM counted"  # noqa: S608  our own columns
            f" WHERE {self.all_but(heap.but)}{together}"
        )

    def read(self, rows: Iterable[tuple[Any, ...]]) -> tuple[int, dict[str, dict[Any, int]]]:
        """How many records there are in all, and the counts of each facet, from the rows of all selections."""
        found: dict[str, dict[Any, int]] = {name: defaultdict(int) for name in self.facets}
        total = 0
        for number, *values, count in rows:
            total += 0 if number else count
            heap = self.heaps[number].facets
            for names, value in zip(heap.values(), values, strict=False):
                for name in names:
                    found[name][value] += count
        read = {
            name: {_of_column(FIELDS[name], value): count for value, count in counts.items()}
            for name, counts in found.items()
        }
        return total, read


def _of_column(column: str, value: str | None) -> Any:
    """The value as the facets know it: the selections tell all of them as text."""
    if value is None:
        return None
    if column.endswith("_key"):
        return as_key(value)
    return int(value) if column.endswith("_id") else value
