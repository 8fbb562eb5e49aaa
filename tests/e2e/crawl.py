"""Every kind of page that somebody can reach by following links, one page of each kind."""

from collections import Counter, deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import APIRequestContext

MOST_OF_A_KIND = 6  # are asked for links: the first course may have no quiz
# What of an address decides what stands on the page: a part of a case, a question of a quiz.
DECIDES = {"my_case_part": "part", "attempt_question": "number"}
# Links that do something else than show a page of ours.
NOT_FOLLOWED = {"set_language", "account_logout", "media"}


class Links(HTMLParser):
    """The addresses that a page links to, in their order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href:
            self.found.append(href)


def kind_of(path: str, language: str) -> str | None:
    """The name of the address, which of its kind, and whether it narrows the page.

    None for what is not a page of ours in the language.
    """
    address = urlsplit(path)
    try:
        # Addresses are those of the language that is active, and no others.
        with translation.override(language):
            match = resolve(address.path)
    except Resolver404:
        return None
    name = match.view_name or ""
    if "/admin/" in path or name in NOT_FOLLOWED or name.startswith("wagtail"):
        return None
    which = [str(match.kwargs[DECIDES[name]])] if name in DECIDES else []
    return " ".join([name, *which, *(["narrowed"] if address.query else [])])


def pages_of(request: APIRequestContext, start: str) -> dict[str, str]:
    """A path for each kind of page that links lead to from the start, by kind."""
    language = start.split("/")[1]
    found: dict[str, str] = {}
    asked: Counter[str] = Counter()
    waiting = deque([start])
    seen = {start}
    while waiting:
        path = waiting.popleft()
        kind = kind_of(path, language)
        if kind is None or asked[kind] >= MOST_OF_A_KIND:
            continue
        asked[kind] += 1
        answer = request.get(path)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        arrived = answer.url
        html = answer.text()
        kind = kind_of(arrived, language) or kind
        found.setdefault(f"{kind} of a quiz" if "/my/quizzes/" in html else kind, path)
        for link in Links(html).found:
            target = urlsplit(urljoin(arrived, link))
            if target.netloc == urlsplit(arrived).netloc:
                address = target._replace(scheme="", netloc="", fragment="").geturl()
                if address not in seen:
                    seen.add(address)
                    waiting.append(address)
    return found
