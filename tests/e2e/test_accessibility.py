"""axe finds nothing on any page that links lead to, for anybody.

In `make test`: Kyrgyz and Russian on a phone in light colours, Russian on a wide screen in dark ones. `AXE=all`
(`make axe`): every language, width and colour scheme.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.e2e.axe import violations
from tests.e2e.conftest import PASSWORD, Visitor
from tests.e2e.crawl import pages_of
from tests.e2e.half_done import KEEPS, WRITES
from tests.e2e.servers import Server
from tests.make import PASSWORD as THEIRS
from tests.security.table import POSTED, TABLE

pytestmark = pytest.mark.slow
PHONE, WIDE = 360, 1280
HEIGHT = 800
EVERYWHERE = list(product(("ky", "ru", "en"), (PHONE, WIDE), ("light", "dark")))
IN_CI = [("ky", PHONE, "light"), ("ru", PHONE, "light"), ("ru", WIDE, "dark")]
LOOKS = EVERYWHERE if os.environ.get("AXE") == "all" else IN_CI
# Whoever may do most comes first: a page is looked at once, with all its buttons.
WHO = {
    WRITES: THEIRS,
    KEEPS: THEIRS,
    "coordinator@demo.kg": PASSWORD,
    "manager@demo.kg": PASSWORD,
    "trainer@demo.kg": PASSWORD,
    "learner@demo.kg": PASSWORD,
    "": "",
}
# States that no link leads to: what was typed is in their address.
TYPED = {
    "search results": "/ky/search/?q=таштанды&kind=lesson&kind=course",
    "search without results": "/ky/search/?q=таштанды+щщщщ&kind=person",
    "no such certificate": "/verify/TJ-0000-0000",
    "no such page": "/ky/forum/topics/0/",
    "invitation": "/ky/invitation/AAAA-AAAA/",
    "offline": "/ky/offline/",
    "unsubscribe": "/unsubscribe/nothing",
    "dev_gallery": "/dev/gallery",
}
OF_THE_EDITOR = {
    *("case_in_review", "case_withdraw", "cases_in_review", "cases_to_keep"),
    *("forum_review", "forum_review_post", "quiz_regrade", "searches"),
    *("translations_of_courses", "whom_it_binds"),
}
NO_PAGE_OF_ITS_OWN = {
    *("attempt", "forum_post", "module", "my_notice"),  # lead on to another
    "municipality_about_one",  # of whoever coordinates several: the page of the first
    *("forum_people", "forum_similar", "my_case_choices", "suggest"),  # pieces of a page
    *("certificate_pdf", "forum_attachment", "media", "my_case_file"),
    *("case_feed", "forum_category_feed", "forum_topic_feed"),
    *("dev_outbox", "dev_outbox_mail", "healthz", "service_worker"),
    "new_password",  # only with the code that was typed before
}


@dataclass
class Reader:
    """Somebody's session, and the pages that are looked at in it, by kind."""

    session: Any
    pages: dict[str, str]


@pytest.fixture(scope="module")
def readers(browser: Browser, server: Server) -> list[Reader]:
    """All kinds of pages that there are, each at the first of those who come to it."""
    said = server.manage("shell", "-c", "from tests.e2e.half_done import prepare; prepare()")
    attempt = f"/ky/my/attempts/{said.split()[-1]}"
    by_hand = TYPED | {
        "attempt_question 1": f"{attempt}/1/",
        "attempt_check": f"{attempt}/check/",
    }
    made: list[Reader] = []
    seen: set[str] = set()
    for login, password in WHO.items():
        visitor = Visitor(browser, server)
        if login:
            visitor.sign_in(login, password=password)
        pages = by_hand | pages_of(visitor.context.request, "/ky/")
        session = visitor.context.storage_state()
        visitor.context.close()
        made.append(Reader(session, {k: path for k, path in pages.items() if k not in seen}))
        seen |= set(pages)
    return made


def test_every_page_is_looked_at(readers: list[Reader]):
    names = {line.split()[0] for line in TABLE.splitlines() if line} - set(POSTED)
    looked_at = {kind.split()[0] for reader in readers for kind in reader.pages}
    assert names - OF_THE_EDITOR - NO_PAGE_OF_ITS_OWN - looked_at == set()


@pytest.mark.parametrize(("language", "width", "scheme"), LOOKS)
def test_axe_finds_nothing(
    visitors: Callable[..., Visitor],
    readers: list[Reader],
    language: str,
    width: int,
    scheme: str,
):
    found = []
    for reader in readers:
        visitor = visitors(
            locale=language,
            viewport={"width": width, "height": HEIGHT},
            color_scheme=scheme,
            storage_state=reader.session,
        )
        page = visitor.page()
        for kind, path in reader.pages.items():
            page.goto(path.replace("/ky/", f"/{language}/", 1))
            found += [f"{kind}: {line}" for line in violations(page)]
        visitor.context.close()
    assert found == []
