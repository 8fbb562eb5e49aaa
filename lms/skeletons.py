"""What stands on a page many times: drawn by its template once for each shape that it has, and then only filled in.

Fifty posts cost the template engine forty milliseconds; filled in, they cost one (decision 0005). The markup stays in
the template: there `shape` is what decides which parts it has, `put` what differs from one to the next.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

SLOT = re.compile("\ue000([a-z_]+)\ue001")  # letters that no text of ours has
A_NUMBER = 70_000_000_000_000_007  # stands for `put.pk`, as addresses take nothing but digits
SHAPES = 2_000  # that are kept, in all templates and languages


class _Slots:
    """Whatever a template asks for is a slot."""

    pk = A_NUMBER

    def __getattr__(self, name: str) -> SafeString:
        if name.startswith("_"):
            raise AttributeError(name)
        return SafeString(f"\ue000{name}\ue001")


Facts = Callable[[Any], Mapping[str, Any]]


def _none(put: object) -> Mapping[str, Any]:
    return {}


def fill(
    template: str, shape: Hashable, values: Mapping[str, str], facts: Facts = _none
) -> SafeString:
    """The template in that shape, with the values, which are escaped unless they are safe.

    `facts`, a function with a name of its own, gives what the template needs beside, made of slots.
    Raises `KeyError` when a value is missing.
    """
    pieces = list(_drawn(template, shape, facts, get_language()))
    safe = {
        name: value if isinstance(value, SafeString) else escape(value)
        for name, value in values.items()
    }
    pieces[1::2] = [safe[name] for name in pieces[1::2]]
    return mark_safe("".join(pieces))  # noqa: S308  the template's own words, and what was escaped


@lru_cache(maxsize=SHAPES)
def _drawn(template: str, shape: Hashable, facts: Facts, language: str | None) -> tuple[str, ...]:
    """What stays, and between it the names of what is put there."""
    put = _Slots()
    html = render_to_string(
        template,
        {
            "shape": shape,
            "put": put,
            "csrf_token": put.csrf_token,
            "LANGUAGE_CODE": language,
            **facts(put),
        },
    )
    return tuple(SLOT.split(html.replace(str(A_NUMBER), "\ue000pk\ue001")))
