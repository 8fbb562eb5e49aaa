"""Markdown in, safe HTML out: nothing that a person types reaches a page in any other way.

Beside what CommonMark has: bare addresses are links; a quote may begin with a line `[@post:123]`, which says whose
words it has; `@[Name](person:UUID)` names a colleague; an address of our own, alone in a paragraph, is a card. Who and
what these are is said by `Known`, which `rendering.py` fills: whoever reads this file alone gets none of them.
"""

import re
from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import nh3
from django.conf import settings
from django.utils.html import escape
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

DEPTH = 12  # quotes and lists within each other; deeper ones stay text
TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "blockquote", "code", "pre", "a"}
CLASSES = {"p": {"by", "card"}, "blockquote": {"gone"}, "a": {"person"}}
REFERENCE = re.compile(r"\[@post:([0-9]{1,18})\][ \t]*(?:\n|$)")
MENTION = re.compile(r"@\[([^\[\]\n]{1,200})\]\(person:([0-9a-fA-F-]{36})\)")
OURS = re.compile(r"/(?:ky|ru|en)(?=/)")  # the language of an address; a card is of none


@dataclass(frozen=True)
class Known:
    """What a text may name. `authors`: of each post that can be quoted, the author's name, or None if it is not shown
    any more; `words`: what it has said, which a quote must have; `people`: names by key.
    """

    authors: Mapping[int, str | None] = field(default_factory=dict)
    words: Mapping[int, str] = field(default_factory=dict)
    people: Mapping[UUID, str] = field(default_factory=dict)

    def only(self, posts: Collection[int]) -> "Known":
        """The same for a text that can quote no others than these."""
        authors = {pk: name for pk, name in self.authors.items() if pk in posts}
        return Known(authors, self.words, self.people)


NOTHING = Known()


def parse(text: str) -> list[Token]:
    """The text taken apart."""
    return _markdown().parse(text, {})


def to_html(text: str, known: Known = NOTHING) -> str:
    """The text as it is shown. Sanitised here, and once more where it is put into a page (`safe`)."""
    return html_of(parse(text), known)


def html_of(tokens: list[Token], known: Known) -> str:
    """The same of a text that has been taken apart already, and is not needed so any more."""
    rules = _markdown()
    shown = _without_what_is_gone(tokens, known)
    return safe(str(rules.renderer.render(shown, rules.options, {"known": known})))


def safe(html: str) -> str:
    """HTML with nothing in it but what our Markdown makes."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
        allowed_classes=CLASSES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="nofollow ugc noopener noreferrer",
    )


def words_in(html: str) -> str:
    """The words of HTML that `to_html` made, for the search and for mail: what is not shown is not among them."""
    spaced = re.sub(r"<(?:br|/p|/li|/pre)[^>]*>", "\n", html)
    lines = unescape(nh3.clean(spaced, tags=set())).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


# What a text names


def quoted_in(tokens: Sequence[Token]) -> list[int]:
    """The keys of the posts that it refers to, each once, in order."""
    return list(dict.fromkeys(token.meta["post"] for token in tokens if "post" in token.meta))


def named_in(tokens: Sequence[Token]) -> list[UUID]:
    """The people it names, each once, in order."""
    inline = (child for token in tokens for child in token.children or [])
    return list(dict.fromkeys(each.meta["person"] for each in inline if each.type == "mention"))


def called_in(tokens: Sequence[Token]) -> list[UUID]:
    """The people it names outside the quotes of named posts: who quotes a call does not call again."""
    return named_in(list(_own(tokens)))


def own_words(text: str) -> str:
    """What a post says itself, without its form and without what it quotes of others by name."""
    return " ".join(_words_between(parse(text)))


def says(words: str, quote: Sequence[Token]) -> bool:
    """Whether every paragraph of a quote stands in these words."""
    paragraphs = list(_words_between(quote))
    return bool(paragraphs) and all(paragraph in words for paragraph in paragraphs)


def _words_between(tokens: Sequence[Token]) -> Iterator[str]:
    """The words of each paragraph that is not in a quote of a named post."""
    for token in _own(tokens):
        if token.type == "inline":
            words = "".join(_words_of(child) for child in token.children or [])
            yield from filter(None, [" ".join(words.split())])
        elif token.type in {"fence", "code_block"}:
            yield from filter(None, [" ".join(token.content.split())])


def _own(tokens: Sequence[Token]) -> Iterator[Token]:
    """What stands in no quote of a named post."""
    at = 0
    while at < len(tokens):
        if "post" in tokens[at].meta:
            at = _end_of(tokens, at)
        else:
            yield tokens[at]
        at += 1


def _words_of(inline: Token) -> str:
    if inline.type in {"softbreak", "hardbreak"}:
        return " "
    if inline.type == "mention":
        return f"@{inline.content}"
    return inline.content if inline.type in {"text", "text_special", "code_inline"} else ""


# Quotes


def _end_of(tokens: Sequence[Token], start: int) -> int:
    """Where the quote that begins at `start` closes."""
    level = tokens[start].level
    return next(
        at
        for at in range(start + 1, len(tokens))
        if tokens[at].type == "blockquote_close" and tokens[at].level == level
    )


def _without_what_is_gone(tokens: list[Token], known: Known) -> list[Token]:
    """Named quotes as they are to be shown: with the author's name, empty, or as quotes of nobody."""
    shown: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        post: int | None = token.meta.get("post")
        if post is not None and post in known.authors:
            end = _end_of(tokens, at)
            if known.authors[post] is None:
                shown.append(Token("quote_gone", "", 0, block=True))
                at = end + 1
                continue
            if says(known.words[post], tokens[at + 1 : end]):
                token.meta["by"] = known.authors[post]
        shown.append(token)
        at += 1
    return shown


def _name_quotes(state: StateCore) -> None:
    """Take the reference out of the first line of a quote, and note it on the quote."""
    tokens = state.tokens
    for at in range(len(tokens) - 2, 0, -1):
        is_first = tokens[at - 1].type == "blockquote_open" and tokens[at].type == "paragraph_open"
        found = REFERENCE.match(tokens[at + 1].content) if is_first else None
        if found is None:
            continue
        tokens[at - 1].meta["post"] = int(found[1])
        rest = tokens[at + 1].content[found.end() :]
        if rest.strip():
            tokens[at + 1].content = rest
        else:
            del tokens[at : at + 3]


def _quote_open(
    _self: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    _options: OptionsDict,
    _env: MutableMapping[str, Any],
) -> str:
    by, post = tokens[at].meta.get("by"), tokens[at].meta.get("post")
    if by is None:
        return "<blockquote>\n"
    return f'<blockquote>\n<p class="by"><a href="/forum/posts/{post}/">{escape(by)}</a></p>\n'


def _quote_gone(*_facts: object) -> str:
    return '<blockquote class="gone"></blockquote>\n'


# Mentions


def _mention(state: StateInline, silent: bool) -> bool:
    found = MENTION.match(state.src, state.pos)
    if found is None:
        return False
    try:
        person = UUID(found[2])
    except ValueError:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content, token.meta = found[1], {"person": person}
    state.pos = found.end()
    return True


def _mention_shown(
    _self: RendererHTML,
    tokens: Sequence[Token],
    at: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    known: Known = env["known"]
    person = tokens[at].meta["person"]
    name = known.people.get(person)
    if name is None:
        return f"@{escape(tokens[at].content)}"
    return f'<a class="person" href="/people/{person}/">@{escape(name)}</a>'


# Cards


def path_of_ours(address: str) -> str | None:
    """The path of an address of this site, without its language; None of any other."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.netloc != urlsplit(settings.SITE_URL).netloc or parts.query:
        return None
    path = OURS.sub("", parts.path, count=1)
    return (
        None if path.startswith("//") else path
    )  # browsers would take what follows for another site


def _mark_cards(state: StateCore) -> None:
    for at, token in enumerate(state.tokens):
        inline = token.children or []
        if len(inline) != 3 or inline[0].markup not in {"linkify", "autolink"} or token.level != 1:
            continue
        path = path_of_ours(str(inline[0].attrGet("href")))
        if path and path != "/":
            state.tokens[at - 1].attrSet("class", "card")
            inline[0].attrSet("href", path)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    options = {"html": False, "breaks": True, "maxNesting": DEPTH, "linkify": True}
    rules = MarkdownIt("commonmark", options).enable("linkify")
    rules.disable(["image", "heading", "lheading", "hr", "reference"])
    rules.core.ruler.after("block", "name_quotes", _name_quotes)
    rules.core.ruler.after("linkify", "mark_cards", _mark_cards)
    rules.inline.ruler.before("link", "mention", _mention)
    rules.add_render_rule("blockquote_open", _quote_open)
    rules.add_render_rule("quote_gone", _quote_gone)
    rules.add_render_rule("mention", _mention_shown)
    return rules
