"""Where cases are: the regions as a drawing without exact borders, the darker the more cases."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.people.models import Region

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


def map_of(counts: Mapping[str, int], taken_up: Mapping[str, int]) -> list[Drawn]:
    """The regions, those with most cases first; regions without any are drawn too."""
    most = max(counts.values(), default=0)
    known = {region.code[:5]: region for region in Region.objects.filter(code__in=counts)}
    drawn = []
    for begin, (short_name, outline, (x, y)) in OUTLINES.items():
        region = known.pop(begin, None)
        count = counts.get(region.code, 0) if region else 0
        name = region.name if region else ""
        tone = -(-STEPS * count // most) if count else 0
        code = region.code if region else ""
        taken = taken_up.get(code, 0)
        drawn.append(Drawn(code, name, short_name, count, outline, x, y, tone, taken))
    # What the drawing does not know stands in the table all the same.
    drawn += [
        Drawn(r.code, r.name, "", counts[r.code], "", 0, 0, 0, taken_up.get(r.code, 0))
        for r in known.values()
    ]
    return sorted(drawn, key=lambda each: (-each.count, each.name))
