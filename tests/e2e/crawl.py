"""Every kind of page that somebody can reach by following links, one page of each kind."""

from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext

MOST = 400  # requests; far more than there are kinds of pages
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


def kind_of(path: str) -> str | None:
    """The name of the address, and for an activity which kind; None for what is not a page of ours."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return None
    name = match.view_name or ""
    is_foreign = "/admin/" in path or name in NOT_FOLLOWED or name.startswith("wagtail")
    return None if is_foreign else name


def pages_of(request: APIRequestContext, start: str) -> dict[str, str]:
    """A path for each kind of page that links lead to from the start, by kind."""
    found: dict[str, str] = {}
    # Two of a kind are asked for links, one is kept: the first course may have no quiz.
    asked: dict[str, int] = {}
    waiting = deque([start])
    seen = {start}
    while waiting and len(seen) < MOST:
        path = waiting.popleft()
        kind = kind_of(path)
        if kind is None or asked.get(kind, 0) >= 3:
            continue
        asked[kind] = asked.get(kind, 0) + 1
        answer = request.get(path)
        if not answer.ok or "text/html" not in answer.headers.get("content-type", ""):
            continue
        arrived = answer.url
        html = answer.text()
        if 'id="quiz"' in html or "quiz_start" in kind:
            kind = f"{kind} of a quiz"
        found.setdefault(kind_of(arrived) or kind, path)
        for link in Links(html).found:
            target = urlsplit(urljoin(arrived, link))
            if target.netloc == urlsplit(arrived).netloc:
                address = target._replace(scheme="", netloc="", fragment="").geturl()
                if address not in seen:
                    seen.add(address)
                    waiting.append(address)
    return found
