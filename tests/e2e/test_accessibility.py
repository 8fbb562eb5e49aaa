"""axe finds nothing on any page that links lead to, for anybody.

In `make test`: Kyrgyz and Russian on a phone in light colours, Russian on a wide screen in dark ones. `AXE=all`
(`make axe`): every language, width and colour scheme.
"""

import os
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.e2e.crawl import pages_of

PHONE, WIDE = 360, 1280
HEIGHT = 800
EVERYWHERE = list(product(("ky", "ru", "en"), (PHONE, WIDE), ("light", "dark")))
IN_CI = [("ky", PHONE, "light"), ("ru", PHONE, "light"), ("ru", WIDE, "dark")]
LOOKS = EVERYWHERE if os.environ.get("AXE") == "all" else IN_CI
# States that no link leads to: what was typed is in their address.
TYPED = {
    "results": "/ky/search/?q=таштанды&kind=lesson&kind=course",
    "no results": "/ky/search/?q=таштанды+щщщщ&kind=person",
}
WHO = ["", "learner", "coordinator", "trainer", "manager"]


def violations(page: Page) -> list[str]:
    """What axe finds on the page, with the elements that it finds it on."""
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"][:3]]


@pytest.mark.slow
@pytest.mark.parametrize("who", WHO, ids=lambda who: who or "visitor")
def test_axe_finds_nothing(visitors: Callable[..., Any], who: str):
    visitor = visitors()
    if who:
        visitor.sign_in(f"{who}@demo.kg")
    pages = pages_of(visitor.context.request, "/ky/") | TYPED
    state = visitor.context.storage_state()
    found = []
    for language, width, scheme in LOOKS:
        reader = visitors(
            locale=language,
            viewport={"width": width, "height": HEIGHT},
            color_scheme=scheme,
            storage_state=state,
        )
        page = reader.page()
        for kind, path in pages.items():
            page.goto(path.replace("/ky/", f"/{language}/", 1))
            found += [f"{kind} {language} {width} {scheme}: {line}" for line in violations(page)]
        reader.context.close()
    assert found == []
