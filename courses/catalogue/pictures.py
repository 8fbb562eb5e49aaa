"""Pictures of lessons in the sizes that readers get, made when a page is published and not while somebody waits."""

from wagtail.images.models import AbstractImage, Filter, Image
from wagtail.models import Page, ReferenceIndex

FORMATS = ("avif", "webp")
WIDTHS = (400, 800)  # pixels: a phone, a phone with a fine screen and a computer
SPECS = [f"format-{kind}|width-{width}" for kind in FORMATS for width in WIDTHS]


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
