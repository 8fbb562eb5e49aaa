"""A reader complains, a moderator looks and hides, and the author reads why; on a phone, by keyboard too."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Visitor
from tests.e2e.moderating import RUDE
from tests.e2e.servers import Server
from tests.make import PASSWORD

Visitors = Callable[..., Visitor]


@pytest.fixture(scope="module")
def topic(server: Server) -> str:
    said = server.manage("shell", "-c", "from tests.e2e.moderating import prepare; prepare()")
    return f"/en/forum/topics/{said.split()[-1]}/"


def come(visitors: Visitors, name: str, path: str, **options: Any) -> Page:
    visitor = visitors(locale="en", **options)
    page = visitor.sign_in(f"{name}@example.org", password=PASSWORD, language="en")
    page.goto(path)
    return page


def test_a_moderator_handles_a_complaint(visitors: Visitors, topic: str):
    reader = come(visitors, "minds", topic)
    reader.locator("article", has_text=RUDE).get_by_role("link", name="Complain").press("Enter")
    assert violations(reader) == []
    reader.get_by_label("It is rude or offends somebody").press("Space")
    reader.get_by_label("In your words").fill("Nobody learns from this.")
    reader.get_by_role("button", name="Send").press("Enter")
    expect(reader.get_by_text("Your complaint waits for a moderator.")).to_be_visible()

    moderator = come(visitors, "keeps", "/admin/")
    moderator.get_by_role("link", name="Look at it").click()
    moderator.get_by_role("link", name="Who pays for the containers?").click()
    expect(moderator.get_by_text("Nobody learns from this.")).to_be_visible()
    moderator.get_by_label("Reason, which the author reads").fill("Write about the matter.")
    moderator.get_by_role("button", name="Hide the post").press("Enter")
    expect(moderator.get_by_text("Nothing waits for a moderator.")).to_be_visible()

    reader.goto(topic)
    expect(reader.get_by_text(RUDE)).to_have_count(0)
    author = come(visitors, "rude", topic)
    expect(author.locator("article", has_text=RUDE)).to_contain_text("Write about the matter.")
    author.goto("/en/my/moderation/")
    expect(author.get_by_role("heading", name="Post hidden")).to_be_visible()
    assert violations(author) == []


def test_a_moderator_puts_a_topic_in_order(visitors: Visitors, topic: str):
    page = come(visitors, "keeps", topic)
    page.get_by_role("link", name="Moderate the topic").press("Enter")
    assert violations(page) == []
    form = page.locator("form", has=page.get_by_role("button", name="Pin it above the others"))
    form.get_by_label("Reason, which the author reads").fill("Asked often.")
    form.get_by_role("button", name="Pin it above the others").press("Enter")
    expect(page.get_by_text("Done, and written down with your reason.")).to_be_visible()
    page.get_by_role("link", name="Moderate the topic").click()
    expect(page.get_by_role("button", name="Do not pin it any more")).to_be_visible()
