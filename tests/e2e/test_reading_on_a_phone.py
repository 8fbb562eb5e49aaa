"""What a reader meets on a small phone: filters that are longer than it, tables of many lines, and a case to print."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor

SMALL = {"width": 360, "height": 560}


def test_what_shows_the_ticked_filters_is_in_sight_and_closing_takes_the_ticks_back(
    visitors: Callable[..., Visitor],
):
    page = visitors(locale="ru", viewport=SMALL).page()
    page.goto("/ru/cases/")
    page.locator("button[popovertarget=filters].phone").click()
    sheet = page.locator("#filters")
    assert sheet.evaluate("it => it.scrollHeight > it.clientHeight")
    expect(sheet.locator("> .btn.full")).to_be_in_viewport(ratio=1)
    box = sheet.get_by_role("checkbox").first
    box.check()
    sheet.locator(".shut").click()
    expect(sheet).to_be_hidden()
    page.locator("button[popovertarget=filters].phone").click()
    expect(box).not_to_be_checked()
    box.check()
    sheet.locator("> .btn.full").click()
    page.wait_for_url("**service=*")


def test_a_long_table_begins_with_ten_lines_until_one_asks_for_all(
    visitors: Callable[..., Visitor],
):
    page = visitors(viewport=SMALL).sign_in("manager@demo.kg")
    page.goto("/ky/programme/")
    lines = page.locator("#places tbody tr")
    expect(lines.nth(9)).to_be_visible()
    expect(lines.nth(10)).to_be_hidden()
    page.locator("#places a[href='#places']").click()
    expect(lines.last).to_be_visible()
    expect(page.locator("#places a[href='#places']")).to_be_hidden()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto("/ky/programme/flow/")
    expect(page.locator("#places tbody tr").last).to_be_visible()


def test_a_case_is_printed_by_a_button(visitors: Callable[..., Visitor]):
    page = visitors(locale="ru", viewport=SMALL).page()
    page.add_init_script("window.print = () => document.body.setAttribute('data-printed', '')")
    page.goto("/ru/cases/")
    page.locator("#found ~ .grid a").first.click()
    page.locator("[data-print]").click()
    expect(page.locator("body[data-printed]")).to_have_count(1)
