"""The server of the browser tests is a real one: it stops, and comes back with what it knew."""

import pytest
from playwright.sync_api import Error, Page, expect

from tests.e2e.servers import Server


def test_a_visitor_is_greeted_in_the_language_of_their_browser(page: Page, server: Server):
    page.goto("/")
    assert page.url == f"{server.url}/ky/"
    expect(page.locator("html")).to_have_attribute("lang", "ky")


def test_a_stopped_server_answers_nobody_until_it_is_back(page: Page, server: Server):
    server.stop()
    with pytest.raises(Error, match="ERR_CONNECTION_REFUSED"):
        page.goto("/ky/")
    server.start()
    assert page.goto("/ky/").status == 200  # type: ignore[union-attr]  # a page that loads has an answer
