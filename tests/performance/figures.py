"""Figures beside their limits, as every part of `make bench` prints them.

A machine is seldom alone: each line says how many processes wanted to run meanwhile (load, of the last minute), and
what is compared is measured in turn.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

Asked = TypeVar("Asked")
Answered = TypeVar("Answered")
SHARE = 0.95


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def p95(values: Sequence[float]) -> float:
    return quantile(values, SHARE)


@dataclass
class Times:
    """Of one thing that is asked again and again, in milliseconds: by the clock, and of this process's CPU."""

    clock: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def take(self, ask: Callable[[Asked], Answered], question: Asked) -> Answered:
        """Ask once more; the answer."""
        began, cpu_began = time.perf_counter(), time.process_time()
        answer = ask(question)
        self.cpu.append((time.process_time() - cpu_began) * 1000)
        self.clock.append((time.perf_counter() - began) * 1000)
        return answer


def in_turn(
    questions: Sequence[Asked], rounds: int, asks: Sequence[Callable[[Asked], object]]
) -> list[Times]:
    """The times of each way to ask: every question in every round, asked in each way, after a round to warm up."""
    for question in questions:
        for ask in asks:
            ask(question)
    times = [Times() for _ in asks]
    for question in list(questions) * rounds:
        for ask, taken in zip(asks, times, strict=True):
            taken.take(ask, question)
    return times


class Report:
    """What has been printed, and whether any of it is over its limit."""

    def __init__(self) -> None:
        self.is_over = False

    def heading(self, words: str) -> None:
        """What the lines that follow are of."""
        write(
            f"\n{words}\n{'':54} {'p50':>8} {'p95':>8} {'limit':>9}       {'our CPU p95':>11} {'load':>5}"
        )

    def times(self, what: str, taken: Times, limit: float | None = None) -> None:
        """A line for times in milliseconds, of which the p95 has the limit."""
        figure = p95(taken.clock)
        said = self._verdict(limit is not None and figure > limit, limit)
        beside = f"{limit:6.0f} ms" if limit is not None else ""
        write(
            f"{what:54} {quantile(taken.clock, 0.5):8.1f} {figure:8.1f} {beside:>9} {said:5}"
            f" {p95(taken.cpu):8.1f} ms {load():5.1f}"
        )

    def rate(
        self, what: str, figure: float, at_least: float | None = None, cpu: float | None = None
    ) -> None:
        """A line for something that should be many a second; `cpu`: what each takes of this process, in ms."""
        said = self._verdict(at_least is not None and figure < at_least, at_least)
        beside = f"{at_least:7,.0f}/s" if at_least is not None else ""
        ours = f"{cpu:8.2f} ms" if cpu is not None else ""
        write(f"{what:54} {figure:15,.0f}/s {beside:>9} {said:5} {ours:11} {load():5.1f}")

    def amount(
        self,
        what: str,
        figure: float,
        unit: str,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
    ) -> None:
        """A line for one number, of which there should not be more, or not fewer, than the limit."""
        limit = at_least if at_most is None else at_most
        is_over = (at_most is not None and figure > at_most) or (
            at_least is not None and figure < at_least
        )
        said = self._verdict(is_over, limit)
        digits = 0 if float(figure).is_integer() else 1
        beside = f"{limit:,.0f} {unit}".strip() if limit is not None else ""
        write(
            f"{what:54} {figure:15,.{digits}f} {unit:2} {beside:>8} {said:5} {'':11} {load():5.1f}"
        )

    def _verdict(self, is_over: bool, limit: float | None) -> str:
        self.is_over = self.is_over or is_over
        return "OVER" if is_over else "ok" if limit is not None else ""


def load() -> float:
    """How many processes ran or wanted to, on average of the last minute."""
    return os.getloadavg()[0]


def write(line: str) -> None:
    """Print at once: a part takes minutes."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
