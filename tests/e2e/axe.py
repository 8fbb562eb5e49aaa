"""What axe finds on a page, once the page is there as a whole."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def violations(page: Page) -> list[str]:
    """The rules that the page breaks, with the elements that break them."""
    page.wait_for_load_state()  # a click returns when the next page begins
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"][:3]]
