"""Where cases are: the regions as a drawing without exact borders, the darker the more cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from search.facets import words_of

# How a region is drawn, by the first five digits of its official code: what the map has room to call it, its outline,
# and where its name stands. A region without cases is drawn grey, without a name.
OUTLINES: dict[str, tuple[str | Promise, str, tuple[int, int]]] = {
    "41707": (_("Talas"), "M65 51 72 29 151 18 158 44 137 54z", (110, 38)),
    "41708": (
        _("Chui"),
        "M151 18 180 7 209 21 245 18 238 47 194 61 169 59 137 54 158 44z",
        (196, 38),
    ),
    "41702": (
        _("Issyk-Kul"),
        "M245 18 299 24 353 29 396 59 367 81 328 98 302 108 288 78 248 64 238 47z",
        (335, 64),
    ),
    "41704": (
        _("Naryn"),
        "M238 47 248 64 288 78 302 108 266 127 241 145 205 145 184 118 180 91 158 71 169 59 194 61z",
        (227, 96),
    ),
    "41703": (
        _("Jalal-Abad"),
        "M65 51 137 54 169 59 158 71 180 91 184 118 151 118 133 127 108 113 83 96 47 100 36 83z",
        (119, 86),
    ),
    "41706": (
        _("Osh"),
        "M184 118 205 145 173 167 166 189 119 196 108 184 112 154 122 140 133 127 151 118z",
        (148, 157),
    ),
    "41705": (_("Batken"), "M108 184 112 154 86 154 50 165 7 159 7 184 50 181 83 191z", (58, 168)),
}
STEPS = 4  # of the colour
LINE = 17  # between a name and its number
CODE = 5  # digits of an official code that say the region
MAPS = 30  # that are kept as they were drawn: ten states of the library, in each language


@dataclass(frozen=True)
class Drawn:
    """A region on the map and in the table beside it. `tone`: how dark, 0 for none; the map's name is the short one.

    `taken_up`: how often others took its cases up.
    """

    code: str
    name: str
    short_name: str | Promise
    count: int
    outline: str
    x: int
    y: int
    tone: int
    taken_up: int

    @property
    def under(self) -> int:
        """Where the number stands, below the name."""
        return self.y + LINE


def short_name(code: str) -> str:
    """What a drawing or a narrow table has room to call the region; empty for one that the map does not know."""
    return str(OUTLINES[code[:CODE]][0]) if code[:CODE] in OUTLINES else ""


def map_of(counts: Mapping[str, int], taken_up: Mapping[str, int], language: str) -> list[Drawn]:
    """The regions, those with most cases first; regions without any are drawn too."""
    most = max(counts.values(), default=0)
    words = words_of("region", counts, language)
    names = {code: str(words[code]) for code in counts if code in words}
    codes = {code[:CODE]: code for code in names}
    drawn = []
    for begin, (short, outline, (x, y)) in OUTLINES.items():
        code = codes.pop(begin, "")
        count, taken = counts.get(code, 0), taken_up.get(code, 0)
        tone = -(-STEPS * count // most) if count else 0
        name = names.get(code, "")
        drawn.append(Drawn(code, name, short, count, outline, x, y, tone, taken))
    # What the drawing does not know stands in the table all the same.
    drawn += [
        Drawn(code, names[code], "", counts[code], "", 0, 0, 0, taken_up.get(code, 0))
        for code in codes.values()
    ]
    return sorted(drawn, key=lambda each: (-each.count, each.name))


def drawn_map(counts: Mapping[str, int], taken_up: Mapping[str, int], language: str) -> SafeString:
    """The map and the table beside it."""
    return _drawn(language, tuple(map_of(counts, taken_up, language)))


@lru_cache(maxsize=MAPS)
def _drawn(language: str, regions: tuple[Drawn, ...]) -> SafeString:
    facts = {
        "regions": regions,
        "total": sum(each.count for each in regions),
        "total_taken_up": sum(each.taken_up for each in regions),
    }
    return render_to_string("cases/map.html", facts)
