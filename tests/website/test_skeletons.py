"""What is filled in is what the template would have drawn."""

from dataclasses import dataclass

import pytest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import override

from lms.skeletons import fill

TEMPLATE = "forum/row.html"


@dataclass(frozen=True)
class Shape:
    is_fresh: bool = False
    language: str = ""
    has_municipality: bool = True
    is_pinned: bool = False
    is_closed: bool = False
    with_place: bool = True
    is_solved: bool = False
    waits: bool = True
    is_shared: bool = False


VALUES = {
    "pk": "12",
    "title": "<b>Ысык-Көл</b> & {{ put.author }}",
    "author": "\ue000title\ue001",
    "municipality": "Нарын",
    "answers": "жооп жок",
    "moment": "2026-11-29T08:00:00+06:00",
    "day": "29-ноябрь",
    "place": SafeString("<i>Суу</i>"),
    "place_url": '/ky/forum/"/',
}


@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.parametrize("shape", [Shape(), Shape(language="ru", is_closed=True, waits=False)])
def test_it_is_filled_with_what_the_template_would_have_drawn(language: str, shape: Shape):
    with override(language):
        drawn = render_to_string(TEMPLATE, {"shape": shape, "put": VALUES | {"pk": 12}})
        assert fill(TEMPLATE, shape, VALUES) == drawn
        assert fill(TEMPLATE, shape, VALUES | {"title": "Суу"}) == drawn.replace(
            "&lt;b&gt;Ысык-Көл&lt;/b&gt; &amp; {{ put.author }}", "Суу"
        )


def test_what_is_missing_is_said():
    with pytest.raises(KeyError):
        fill(TEMPLATE, Shape(is_fresh=True), VALUES)
