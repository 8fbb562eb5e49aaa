"""What people write comes out as text, with a little form and no power."""

import time
from html.parser import HTMLParser

import pytest

from exchange.forum.markdown import to_html, words_in

HARMLESS = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](java\tscript:alert(1))",
    "[click](javascript&#58;alert(1))",
    "[click](javascript&colon;alert(1))",
    "[click](&#x6A;avascript:alert(1))",
    "[click]( javascript:alert(1))",
    "[click](<javascript:alert(1)>)",
    "[click](\x01javascript:alert(1))",
    "[click](vbscript:msgbox(1))",
    "[click](feed:javascript:alert(1))",
    "[click](view-source:javascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml;base64,PHN2Zz4=)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://a.example/1)",
    "<javascript:alert(1)>",
    "<vbscript:msgbox(1)>",
    "![x](https://evil.example/a.png)",
    "![x](javascript:alert(1))",
    '![x](https://evil.example/a.png "onerror=alert(1)")',
    '<img src=x onerror="alert(1)">',
    "<img src=x onerror=alert(1)//",
    '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
    "<IMG SRC=javascript:alert(String.fromCharCode(88,83,83))>",
    '<IMG SRC="jav&#x0A;ascript:alert(1);">',
    "<svg/onload=alert(1)>",
    "<svg><script href=data:,alert(1) />",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>",
    '<math><a xlink:href="javascript:alert(1)">x</a></math>',
    "<body onload=alert(1)>",
    "<iframe src=javascript:alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<input autofocus onfocus=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<audio src=x onerror=alert(1)>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=javascript:alert(1)>",
    "<style>@import'javascript:alert(1)';</style>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<base href=javascript:alert(1)//>",
    "<template><script>alert(1)</script></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><script>alert(1)</script></textarea>",
    "<xss style='behavior:url(xss.htc)'>",
    "<!--<img src='--><img src=x onerror=alert(1)//'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><script>alert(1)</script>",
    "\\<script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "    <script>alert(1)</script>",
    '<a href="x" style="position:fixed">x</a>',
    '<a href="javascript:alert(1)">x</a>',
    '[x](https://a.example"onmouseover=alert(1))',
    "[x](https://a.example 'onclick=alert(1)')",
    '[x](https://a.example "><script>alert(1)</script>")',
    "https://a.example/<script>alert(1)</script>",
    'https://a.example/"onmouseover="alert(1)',
    "www.a.example/'><img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    '<https://a.example/"onclick="alert(1)>',
    "[a](https://a.example)<b onclick=alert(1)>",
    "> <script>alert(1)</script>",
    "> [@post:1]<script>alert(1)</script>",
    "> [@post:1](javascript:alert(1))\n> x",
    "@[<script>alert(1)</script>](person:0a37d6cb-6f4d-4b1f-8b8b-0123456789ab)",
    '@["onclick=alert(1)](person:0a37d6cb-6f4d-4b1f-8b8b-0123456789ab)',
    "@[x](person:javascript:alert(1))",
    "[x](person:0a37d6cb-6f4d-4b1f-8b8b-0123456789ab)",
    "- <script>alert(1)</script>\n- [x](javascript:1)",
    "1. <svg onload=alert(1)>",
    "[x]: javascript:alert(1)\n[x]",
    "| a |\n|---|\n| <script>alert(1)</script> |",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "＜script＞alert(1)＜/script＞",
    "<a\u200b href=javascript:alert(1)>",
    "</p></div></article><script>alert(1)</script>",
]
SCHEMES = ("http:", "https:", "mailto:", "tel:")


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
        assert tag in {"p", "a", "br", "pre", "code", "blockquote", "ul", "ol", "li"}
        assert set(attributes) <= {"href", "rel"}
        address = str(attributes.get("href", "https:"))
        assert address.startswith(SCHEMES) or ":" not in address


BOMBS = {
    "quotes": ">" * 20_000,
    "quotes with words": "> " * 9_999 + "x",
    "lists": "- " * 10_000,
    "lists of quotes": "- > " * 5_000,
    "growing lists": "\n".join(" " * n + "- x" for n in range(190)),
    "brackets": "[" * 20_000,
    "closed brackets": "[" * 10_000 + "]" * 10_000,
    "links": "[a](" * 5_000,
    "links in links": "[" * 5_000 + "](a)" * 3_700,
    "stars": "*" * 20_000,
    "stars and letters": "*a " * 6_600,
    "stars and lines": "*a_" * 6_600,
    "code": "`" * 20_000,
    "code of all lengths": " ".join("`" * n for n in range(195)),
    "fences": "```\n" * 5_000,
    "brackets of tags": "<" * 20_000,
    "comments": "<!--" * 5_000,
    "entities": "&" * 20_000,
    "escapes": "\\" * 20_000,
    "addresses": "http://a.kg " * 1_600,
    "one long address": "http://" + "a." * 9_990,
    "half addresses": "www." * 5_000,
    "at signs": "a@" * 10_000,
    "mail addresses": "a@b.kg " * 2_800,
    "mentions": "@[" * 10_000,
    "people": "@[a](person:0a37d6cb-6f4d-4b1f-8b8b-0123456789ab) " * 380,
    "references": "> [@post:1]\n\n" * 1_500,
    "references in references": "".join("> " * n + "[@post:1]\n" for n in range(1, 130)),
    "colons": ":" * 20_000,
    "lines": "\n" * 20_000 + "x",
    "tabs": "\t" * 20_000 + "x",
    "one long word": "а" * 20_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_only_text(name: str):
    text = BOMBS[name]
    began = time.process_time()
    html = to_html(text)
    assert time.process_time() - began < 2  # seconds; the slowest takes a tenth of it
    assert len(html) < 15 * len(text)


def test_lists_and_bold_stay():
    assert "<li>дни</li>" in to_html("Укажите:\n\n1. дни\n2. часы")
    assert "<strong>штраф</strong>" in to_html("**штраф**")


def test_a_bare_address_is_a_link():
    html = to_html("Закон: https://cbd.minjust.gov.kg/112.")
    assert (
        '<a href="https://cbd.minjust.gov.kg/112" rel="nofollow ugc noopener noreferrer">' in html
    )
    assert html.endswith("</a>.</p>\n")


def test_words_are_told_without_their_form():
    assert words_in(to_html("**Дни** и\n\n- часы < 5\n- улицы")) == "Дни и\nчасы < 5\nулицы"
