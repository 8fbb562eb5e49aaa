"""Geometry of the charts that templates draw as SVG; the same numbers always stand in a table beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 320  # units of a drawing; phones are about as wide
ROW = 58
BAR_ROOM = 280  # the widest bar, with room for its number behind it


@dataclass(frozen=True, slots=True)
class Bars:
    """Two bars under a name: upper and lower, each with its number behind it."""

    name: str
    y: int
    upper: int
    upper_width: int
    lower: int
    lower_width: int


def bars(rows: Sequence[tuple[str, int, int]]) -> tuple[list[Bars], int]:
    """The bars of each row, and the drawing's height. The largest number fills the width."""
    most = max((max(upper, lower) for _name, upper, lower in rows), default=0) or 1
    drawn = [
        Bars(name, ROW * place, upper, BAR_ROOM * upper // most, lower, BAR_ROOM * lower // most)
        for place, (name, upper, lower) in enumerate(rows)
    ]
    return drawn, ROW * len(rows)


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    name: str
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """All its points, as a polyline has them, and the dots that are named."""

    points: str
    named: list[Dot]


LINE_TOP, LINE_BOTTOM = 24, 124  # where the largest number and zero stand
SIDE = 20
MOST_NAMES = 6  # along the width; more would touch


def line(points: Sequence[tuple[str, int]]) -> Line:
    """A line through the numbers, from left to right; of many points not all are named."""
    most = max((number for _name, number in points), default=0) or 1
    step = (WIDTH - 2 * SIDE) / max(1, len(points) - 1)
    every = -(-len(points) // MOST_NAMES)
    dots = [
        Dot(
            x=round(SIDE + step * place),
            y=round(LINE_BOTTOM - (LINE_BOTTOM - LINE_TOP) * number / most),
            name=name,
            number=number,
        )
        for place, (name, number) in enumerate(points)
    ]
    named = [dot for place, dot in enumerate(dots) if (len(dots) - 1 - place) % every == 0]
    return Line(" ".join(f"{dot.x},{dot.y}" for dot in dots), named)
