"""Pictures of pages in the sizes that readers get, made when a page is published and not while somebody waits."""

from io import BytesIO
from typing import Any

from wagtail.images.image_operations import FilterOperation
from wagtail.images.models import AbstractImage, Filter, Image
from wagtail.models import Page, ReferenceIndex
from willow.plugins.pillow import PillowImage

from lms.uploads.sizes import KILOBYTE

FORMATS = ("avif", "webp")
WIDTHS = (400, 800)  # pixels: a phone, a phone with a fine screen and a computer
HEAVIEST = 60  # KB of one, on a phone with a fine screen, too
SPECS = [f"format-{kind}|width-{width}|atmost-{HEAVIEST}" for kind in FORMATS for width in WIDTHS]
# How good, in per cent: the first that is light enough. The first is what is good for a photograph without grain.
QUALITIES = {"avif": (45, 30, 18, 8), "webp": (60, 40, 20, 5)}
SMALLER = 0.8  # of each side, where the last of these is still too heavy
SMALLEST = 100  # pixels; whatever that weighs


class AtMost(FilterOperation):
    """`atmost-60`: the rendition weighs at most so many KB, and knows nothing of where and with what it was taken.

    Stands after the format. Grain makes a photograph heavy: it is then kept less exactly, and at last smaller.
    """

    def construct(self, kilobytes: str) -> None:
        self.most = int(kilobytes) * KILOBYTE

    def run(self, willow: Any, image: AbstractImage, env: dict[str, Any]) -> PillowImage:
        kind = env["output-format"]
        shown = _without_origin(willow)
        while True:
            for quality in QUALITIES[kind]:
                env[f"{kind}-quality"] = quality
                if _weight(shown, kind, quality) <= self.most:
                    return shown
            sides = [round(side * SMALLER) for side in shown.get_size()]
            if min(sides) < SMALLEST:
                return shown
            shown = shown.resize(sides)


def _without_origin(willow: Any) -> PillowImage:
    """The pixels, and how their colours are meant."""
    pixels = willow.image.copy()
    pixels.info = {key: pixels.info[key] for key in ("icc_profile",) if key in pixels.info}
    if pixels.mode not in {"RGB", "RGBA", "CMYK"}:
        is_clear = pixels.mode in {"LA", "PA"} or "transparency" in willow.image.info
        pixels = willow.image.convert("RGBA" if is_clear else "RGB")
        pixels.info = {}
    return PillowImage(pixels)


def _weight(shown: PillowImage, kind: str, quality: int) -> int:
    """Bytes."""
    out = BytesIO()
    getattr(shown, f"save_as_{kind}")(out, quality=quality)
    return out.tell()


def prepare_pictures(page: Page) -> int:
    """Make what is missing of the renditions that the page shows; returns how many pictures it has."""
    pictures = pictures_of(page)
    for picture in pictures:
        picture.get_renditions(*[Filter(spec) for spec in SPECS])
    return len(pictures)


def pictures_of(page: Page) -> list[AbstractImage]:
    """The pictures that the page as it is stored refers to."""
    ids = [
        int(reference.to_object_id)
        for reference in ReferenceIndex.get_references_for_object(page)
        if reference.to_content_type.model_class() is Image
    ]
    return list(Image.objects.filter(pk__in=ids))
