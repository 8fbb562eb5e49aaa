"""What people write comes out as text, with a little form and no power."""

from html.parser import HTMLParser

import pytest

from exchange.forum.text import to_html

HARMLESS = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](https://evil.example/a.png)",
    '<img src=x onerror="alert(1)">',
    "<svg/onload=alert(1)>",
    '<a href="x" style="position:fixed">x</a>',
    '[x](https://a.example"onmouseover=alert(1))',
]


class Tags(HTMLParser):
    """The tags of a text that a browser would make, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", HARMLESS)
def test_nothing_that_is_typed_gets_power(text: str):
    for tag, attributes in Tags(to_html(text)).found:
        assert tag in {"p", "a", "br"}
        assert set(attributes) <= {"href", "rel"}
        assert str(attributes.get("href", "https:")).startswith("https:")


@pytest.mark.parametrize(
    "text", [">" * 5_000 + " x", "- " * 5_000, "[" * 5_000, "*" * 9_999, "`" * 9_999]
)
def test_a_bomb_is_only_text(text: str):
    assert len(to_html(text)) < 200_000


def test_lists_and_bold_stay():
    assert "<li>дни</li>" in to_html("Укажите:\n\n1. дни\n2. часы")
    assert "<strong>штраф</strong>" in to_html("**штраф**")
