"""Every component of the design in each of its states, for whoever builds a page. Under development settings only."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from courses.progress.rows import Row
from lms.beside import Link

COLOURS = {
    "wool": "ground",
    "surface": "sheet",
    "sunk": "hollow",
    "ink": "text",
    "soft": "quiet text",
    "line": "hairline",
    "rim": "border of a control",
    "lake": "what one can do",
    "lake-wash": "under it",
    "madder": "error, late",
    "madder-wash": "under it",
    "ochre": "the place, the progress",
    "ochre-wash": "under it",
    "juniper": "done, right",
    "juniper-wash": "under it",
}
ICONS = "search bell menu check next prev close filter get play doc alert seal list link clip quote"


class SampleForm(forms.Form):
    """A field of each kind; sent empty or wrong, it shows every error."""

    name = forms.CharField(label="Name", help_text="As it stands on the certificate.")
    phone = forms.CharField(label="Phone number", min_length=9)
    kind = forms.ChoiceField(
        label="Place", widget=forms.RadioSelect, choices=[("here", "In the office"), ("out", "Out")]
    )
    position = forms.ChoiceField(label="Position", choices=[("", "Choose"), ("clerk", "Clerk")])
    consent = forms.BooleanField(label="I agree that this is kept")


@dataclass(frozen=True)
class SampleText:
    """Words in a language that is not the page's."""

    text: str = "Таштандыны ташып чыгуу"
    language: str = "ky"


def gallery(request: HttpRequest) -> HttpResponse:
    """The page; in English, whatever the reader's language is."""
    with override("en"):
        return render(request, "website/gallery.html", samples())


def samples() -> dict[str, Any]:
    """What the components are shown with."""
    rows = [
        Row("Who answers for it by law", "en", "#outline", "done", "Completed", is_tag=True),
        Row("Таштандынын көлөмү", "ky", "#outline", "now", "You are here", is_tag=True),
        Row("What winter changes", "en", "#outline", "", "New", is_tag=True),
        Row("Quiz of the module", "en", "#outline", "", "7 questions", is_tag=False),
    ]
    module = {"title": "Module 1. What we carry", "language": "en", "slug": "m1", "rows": rows}
    return {
        "colours": COLOURS.items(),
        "icons": ICONS.split(),
        "form": SampleForm(),
        "wrong": SampleForm({"phone": "0700"}, prefix="wrong", auto_id="wrong_%s"),
        "modules": [module],
        "page": Paginator(range(120), 20).page(3),
        "said": SampleText(),
        "groups": [
            ("Cases", [Link("Өрттөн коргонуу", "#main", "ky", "Teploklyuchenka, 2025")]),
        ],
        "tones": ["", "done", "now", "new", "late", "good"],
    }
