"""Search as people do it: typed on a keyboard with suggestions, and without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import ARGUMENTS, CHROMIUM, Visitor
from tests.e2e.servers import Server

DESK = {"width": 1280, "height": 800}
Visitors = Callable[..., Visitor]


def typed(page: Page, text: str) -> Any:
    """The box on top, with that typed into it and its suggestions open."""
    box = page.locator("header").get_by_role("searchbox")
    box.click()
    page.keyboard.type(text)
    box = page.locator("header").get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "true")
    return box


def active(page: Page, box: Any) -> Any:
    return page.locator(f"#{box.get_attribute('aria-activedescendant')}")


def test_suggestions_are_reached_and_left_by_the_keyboard(visitors: Visitors):
    page = visitors(locale="ru", viewport=DESK).page()
    page.goto("/ru/courses/")
    box = typed(page, "вывоз")
    options = page.get_by_role("option")
    expect(options.first).to_be_visible()
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(active(page, box)).to_have_text(options.first.inner_text().replace("\n", ""))
    page.keyboard.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", "find-list-0")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("вывоз")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert violations(page) == []


def test_enter_on_a_suggestion_opens_it_and_on_the_box_searches(visitors: Visitors):
    page = visitors(locale="ru", viewport=DESK).page()
    page.goto("/ru/courses/")
    typed(page, "организация выв")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/courses/waste/")
    typed(page, "тариф")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/search/?q=*")
    expect(page.locator("main mark").first).to_be_visible()


def test_without_javascript_results_are_found_filtered_and_opened(visitors: Visitors):
    page = visitors(java_script_enabled=False).page()
    page.goto("/ky/courses/waste/")
    page.get_by_role("link", name="Издөө").click()
    page.get_by_role("searchbox").fill("таштанды")
    page.locator("main form.find button").click()
    expect(page.locator("main ol mark").first).to_be_visible()
    page.locator("button.phone[popovertarget=filters]").click()
    page.locator("input[name=kind][value=lesson]").check()
    page.locator("#filters .btn.full").click()
    page.wait_for_url("**kind=lesson**")
    with page.expect_request(lambda request: "/search/opened/" in request.url):
        page.locator("main ol h2 a").first.click()
    page.wait_for_url("**/ky/courses/**")


@pytest.mark.parametrize("button", ["left", "middle"])
def test_a_browser_that_sends_no_ping_sends_the_note_by_hand(
    browser: Browser, server: Server, button: str
):
    # As Firefox does: links have a `ping`, which is not sent.
    silent = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, "--no-pings"])
    for is_firefox, notes in ((False, []), (True, ["POST"])):
        visitor = Visitor(silent, server, locale="ru", viewport=DESK)
        if is_firefox:
            visitor.context.add_init_script("window.mozInnerScreenX = 0")
        sent: list[str] = []

        def note(request: Request, sent: list[str] = sent) -> None:
            if "/search/opened/" in request.url:
                sent.append(request.method)

        visitor.context.on("request", note)
        page = visitor.page()
        page.goto("/ru/search/?q=тариф", wait_until="networkidle")
        link = page.locator("main ol h2 a[href*='/courses/']").first
        if button == "middle":
            with visitor.context.expect_page() as opened:
                link.click(button="middle")
            opened.value.wait_for_load_state()
        else:
            link.click()
            page.wait_for_url("**/ru/courses/**")
        assert sent == notes
        assert visitor.complaints == []
        visitor.context.close()
    silent.close()


def test_the_way_back_from_a_course_s_own_search(visitors: Visitors):
    page = visitors(locale="ru", viewport=DESK).page()
    page.goto("/ru/courses/waste/")
    page.get_by_role("searchbox", name="Поиск в этом курсе").fill("тариф")
    page.keyboard.press("Enter")
    page.wait_for_url("**within=**")
    links = page.locator("main ol h2 a").evaluate_all("all => all.map(a => a.pathname)")
    assert links
    assert all(link.startswith("/ru/courses/waste/") or "/documents/" in link for link in links)
