"""Ribbons from the regions that gave to those that took; the table beside them says the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from courses.reports.charts import WIDTH
from courses.reports.flow.reading import Regions

ROOM = 220  # units of height that all adoptions together fill
NAME = 24  # above each block, for its name
BLOCK = 12  # the width of a block
LEAST = 2  # the height of what is little, so that it is seen


@dataclass(frozen=True, slots=True)
class Block:
    """A region at one side: where its block stands, and its name with its number."""

    x: int
    y: int
    height: int
    name: str
    number: int

    @property
    def above(self) -> int:
        """Where the name stands."""
        return self.y - 6


@dataclass(frozen=True, slots=True)
class Ribbons:
    """The drawing: blocks at the left, blocks at the right, outlines between them, and its height."""

    left: list[Block]
    right: list[Block]
    outlines: list[str]
    height: int


def ribbons(regions: Regions) -> Ribbons:
    """The drawing of what went from region to region."""
    total = sum(regions.counts.values()) or 1
    heights = {
        pair: max(LEAST, round(ROOM * count / total))
        for pair, count in regions.counts.items()
        if count
    }
    gave = {
        code: sum(h for (giver, _), h in heights.items() if giver == code) for code in regions.names
    }
    took = {
        code: sum(h for (_, taker), h in heights.items() if taker == code) for code in regions.names
    }
    left = _stack(gave, regions, 0, regions.gave)
    right = _stack(took, regions, WIDTH - BLOCK, regions.took)
    outlines = _outlines(heights, left, right)
    bottom = max((each.y + each.height for each in [*left.values(), *right.values()]), default=0)
    return Ribbons(list(left.values()), list(right.values()), outlines, bottom + LEAST)


def _stack(
    heights: Mapping[str, int], regions: Regions, x: int, number: Callable[[str], int]
) -> dict[str, Block]:
    """The blocks of one side, from top to bottom."""
    blocks, y = {}, 0
    for code, height in heights.items():
        if height:
            y += NAME
            blocks[code] = Block(x, y, height, regions.names[code], number(code))
            y += height
    return blocks


def _outlines(
    heights: Mapping[tuple[str, str], int], left: Mapping[str, Block], right: Mapping[str, Block]
) -> list[str]:
    """A ribbon for each pair; at each block they lie below each other, and do not cross more than they must."""
    free_left = {code: block.y for code, block in left.items()}
    free_right = {code: block.y for code, block in right.items()}
    outlines = []
    for giver in left:
        for taker in right:
            height = heights.get((giver, taker), 0)
            if height:
                outlines.append(_outline(free_left[giver], free_right[taker], height))
                free_left[giver] += height
                free_right[taker] += height
    return outlines


def _outline(begins: int, ends: int, height: int) -> str:
    """From the left block to the right one, as high at both ends."""
    near, far, middle = BLOCK, WIDTH - BLOCK, WIDTH // 2
    return (
        f"M{near} {begins}C{middle} {begins} {middle} {ends} {far} {ends}v{height}"
        f"C{middle} {ends + height} {middle} {begins + height} {near} {begins + height}z"
    )
