"""A link that opens a page at the passage that was found, in browsers that know text fragments; others open its top.

https://wicg.github.io/scroll-to-text-fragment/: each `text=` is looked for within one block; the first found is shown.
"""

import re
from html import unescape
from urllib.parse import quote

MARKED = re.compile(r"<mark>(.*?)</mark>")
# Words before and after the found ones in the same part of the sentence: most blocks end with a mark.
AROUND = re.compile(r"(?:[\w’'-]+ ){0,3}\Z"), re.compile(r"\A(?: ?[\w’'-]+){0,4}")


def at_passage(url: str, excerpt: str) -> str:
    """The address with the found words of an excerpt (HTML with <mark>) in its fragment."""
    found = MARKED.search(excerpt)
    if not found:
        return url
    word = unescape(found[1])
    before = AROUND[0].search(_plain(excerpt[: found.start()]))
    after = AROUND[1].search(_plain(excerpt[found.end() :]))
    phrase = f"{before[0] if before else ''}{word}{after[0] if after else ''}".strip()
    # The phrase may go on over the end of a block where no mark ends it: then the word alone is found.
    texts = dict.fromkeys([phrase, word])
    fragment = "&".join(f"text={_quoted(text)}" for text in texts)
    return f"{url}{'' if '#' in url else '#'}:~:{fragment}"


def _plain(html: str) -> str:
    return unescape(html.replace("<mark>", "").replace("</mark>", ""))


def _quoted(text: str) -> str:
    """Percent-encoded, the hyphen too: it would be a mark of the fragment's own."""
    return quote(text, safe="").replace("-", "%2D")
