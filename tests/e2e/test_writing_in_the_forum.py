"""Somebody answers in the forum on a phone: tools, drafts, names, files; also without network, and without script."""

from collections.abc import Callable
from gzip import compress
from io import BytesIO
from typing import Any
from urllib.parse import quote_plus

import pytest
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from lms.settings.environment import BASE_DIR
from tests.e2e.axe import violations
from tests.e2e.conftest import IS_KEPT, Visitor, listens, wait_until, wait_until_kept
from tests.e2e.servers import Server
from tests.make import PASSWORD

SCRIPTS = BASE_DIR / "lms" / "website" / "static" / "js"
SAVED, WAITING = "#i-check", "#i-alert"  # the pictures beside what became of a draft
PATIENCE = 60_000  # milliseconds; the script tries again after 5, 15 and 60 seconds
Visitors = Callable[..., Visitor]


@pytest.fixture(scope="module")
def topics(server: Server) -> list[str]:
    said = server.manage(
        "shell", "-c", "from tests.e2e.writing_in_the_forum import prepare; prepare()"
    )
    return [f"/en/forum/topics/{key}/" for key in said.split()[-2:]]


@pytest.fixture(scope="module")
def topic(topics: list[str]) -> str:
    return topics[-1]


@pytest.fixture(autouse=True)
def _server_is_up(server: Server) -> Any:
    yield
    if not server.answers():
        server.start()


def writer(visitors: Visitors, name: str, topic: str, **options: Any) -> Page:
    visitor = visitors(locale="en", **options)
    page = visitor.sign_in(f"{name}@example.org", password=PASSWORD, language="en")
    page.goto(topic)
    if options.get("java_script_enabled", True) and "/topics/" in topic:
        listens(page, "write-box")
    return page


def text(page: Page) -> Any:
    return page.locator("write-box textarea")


def draft_is(page: Page, picture: str) -> None:
    line = page.locator(f"write-box .saved use[href='{picture}']")
    expect(line).to_have_count(1, timeout=PATIENCE)


def arrives(page: Page, words: str) -> Any:
    """Within it, the server takes a draft with these words: that it took one before is said already."""
    return page.expect_response(
        lambda answer: answer.ok and quote_plus(words) in (answer.request.post_data or "")
    )


def test_a_draft_comes_back_on_another_device(visitors: Visitors, topic: str):
    phone = writer(visitors, "aigul", topic)
    with arrives(phone, "Our contract"):
        text(phone).press_sequentially("Our contract")
    draft_is(phone, SAVED)
    office = writer(visitors, "aigul", topic, viewport={"width": 1280, "height": 800})
    expect(text(office)).to_have_value("Our contract")
    with arrives(office, "Something else"):
        text(office).fill("Something else")
    draft_is(office, SAVED)
    expect(office.locator("[data-other]")).to_be_hidden()
    text(phone).press_sequentially(" has a plan")
    expect(phone.locator("[data-other]")).to_contain_text("Something else")


def test_a_draft_without_network_stays_on_the_phone_and_goes_up_later(
    visitors: Visitors, topic: str, server: Server
):
    page = writer(visitors, "aizada", topic)
    server.stop()
    text(page).press_sequentially("Written in a tunnel")
    draft_is(page, WAITING)
    with arrives(page, "Written in a tunnel"):
        server.start()
        page.evaluate("dispatchEvent(new Event('online'))")
    draft_is(page, SAVED)
    other = writer(visitors, "aizada", topic)
    expect(text(other)).to_have_value("Written in a tunnel")


def test_what_was_sent_is_no_draft_any_more(visitors: Visitors, topic: str):
    page = writer(visitors, "bakyt", topic)
    text(page).press_sequentially("It is done")
    page.locator("#reply button.btn:not(.plain)").click()
    expect(page.locator(".post .said").last).to_have_text("It is done")
    page.reload()
    expect(text(page)).to_have_value("")


def test_a_question_that_is_changed_is_kept_as_a_draft_too(visitors: Visitors, topic: str):
    page = writer(visitors, "jyldyz", "/en/forum/new/")
    page.locator("main .items a").first.click()
    page.locator("[name=title]").fill("Who pays for snow?")
    text(page).fill("Last winter nobody did.")
    page.locator("main .btn:not(.plain)").last.click()
    page.locator(".post a[href$='/edit/']").first.click()
    listens(page, "write-box")
    text(page).press_sequentially("Really. ")
    draft_is(page, SAVED)


def test_tools_write_at_the_cursor(visitors: Visitors, topic: str):
    page = writer(visitors, "cholpon", topic)
    text(page).fill("days and hours")
    text(page).press("ControlOrMeta+a")
    page.locator("[data-tool=bold]").click()
    expect(text(page)).to_have_value("**days and hours**")
    page.locator("#reply button[name=preview]").click()
    expect(page.locator("[data-shown] strong")).to_have_text("days and hours")


def test_a_marked_passage_is_quoted_where_one_writes(visitors: Visitors, topic: str):
    page = writer(visitors, "daniyar", topic)
    page.evaluate(
        """() => {
            const words = document.querySelector(".post .said p").firstChild;
            getSelection().setBaseAndExtent(words, 0, words, "Укажите дни и часы.".length);
        }"""
    )
    page.locator(".post [data-quote]").first.click()
    expect(text(page)).to_have_value(
        "> [@post:1]\n> Укажите дни и часы.\n\n".replace("1", _post(page))
    )
    text(page).press("ControlOrMeta+End")
    text(page).press_sequentially("Yes.")
    page.locator("#reply button.btn:not(.plain)").click()
    expect(page.locator(".post blockquote .by").last).to_be_visible()


def _post(page: Page) -> str:
    return page.locator(".post [data-quote]").first.get_attribute("data-quote") or ""


def test_a_colleague_is_called_by_keyboard(visitors: Visitors, topic: str):
    page = writer(visitors, "elmira", topic)
    text(page).press_sequentially("Ask @Gul")
    options = page.locator("write-box [role=option]")
    expect(options).to_have_count(1)
    text(page).press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert violations(page) == []
    text(page).press("Enter")
    assert "(person:" in text(page).input_value()
    expect(options.first).to_be_hidden()


def test_a_file_is_kept_as_it_is_chosen(visitors: Visitors, topic: str):
    page = writer(visitors, "farida", topic)
    file: FilePayload = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"1"}
    page.locator("input[type=file]").set_input_files([file])
    expect(page.locator("[data-files] a")).to_have_text("plan.txt")
    page.reload()
    expect(page.locator("[data-files] a")).to_have_text("plan.txt")


def test_a_photograph_is_not_kept_by_the_browser(visitors: Visitors, topic: str):
    page = writer(visitors, "husein", topic)
    page.evaluate("navigator.serviceWorker.ready")
    out = BytesIO()
    Image.new("RGB", (40, 30), "olive").save(out, "PNG")
    file: FilePayload = {"name": "street.png", "mimeType": "image/png", "buffer": out.getvalue()}
    page.locator("input[type=file]").set_input_files([file])
    expect(page.locator("[data-files] a")).to_have_text("street.webp")
    text(page).fill("Like this.")
    page.locator("#reply button.btn:not(.plain)").click()
    photo = page.locator(".post details.photo").last
    photo.locator("summary").click()
    expect(photo.locator("img")).to_have_js_property("naturalWidth", 40)
    assert page.evaluate(
        """async () => {
            for (const name of await caches.keys()) {
                const kept = await (await caches.open(name)).keys();
                if (kept.some((one) => one.url.includes("/attachments/"))) return false;
            }
            return true;
        }"""
    )


def test_what_was_sent_without_network_is_in_the_form_again(
    visitors: Visitors, topic: str, server: Server
):
    page = writer(visitors, "indira", topic)
    wait_until_kept(page)
    page.reload()  # so that the worker has the page, and answers when nobody else does
    listens(page, "write-box")
    server.stop()
    text(page).fill("Sent from a tunnel")
    page.locator("#reply button.btn:not(.plain)").click()
    page.wait_for_url("**/answer/")
    server.start()
    page.goto(topic)
    expect(text(page)).to_have_value("Sent from a tunnel")


def test_all_of_it_works_without_script(visitors: Visitors, topic: str):
    page = writer(visitors, "gulnara", topic, java_script_enabled=False)
    text(page).fill("With a **file**")
    file: FilePayload = {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"<html>"}
    page.locator("input[type=file]").set_input_files([file])
    page.locator("#reply button[name=preview]").click()
    expect(page.locator("[data-shown] strong")).to_have_text("file")
    expect(page.locator(".field.attach .err")).to_contain_text("x.pdf")
    expect(text(page)).to_have_value("With a **file**")
    page.locator("#reply button.btn:not(.plain)").click()
    expect(page.locator(".post .said strong").last).to_have_text("file")


def test_scripts_of_a_topic_are_light():
    sizes = [len(compress((SCRIPTS / name).read_bytes())) for name in ("site.js", "forum.js")]
    assert sum(sizes) <= 24 * 1024


def test_a_topic_that_was_opened_is_read_without_network_and_what_is_typed_there_arrives(
    visitors: Visitors, topic: str, server: Server
):
    page = writer(visitors, "kanat", topic)
    page.evaluate("async () => (await navigator.serviceWorker.ready).scope")
    page.goto(topic)
    wait_until_kept(page, topic)
    listens(page, "write-box")
    text(page).press_sequentially("Typed before")
    draft_is(page, SAVED)
    server.stop()
    page.reload()
    listens(page, "write-box")
    expect(page.locator(".post .said").first).to_contain_text("Штраф за пропущенный рейс.")
    expect(text(page)).to_have_value("Typed before")
    text(page).press("ControlOrMeta+End")
    text(page).press_sequentially(", and in a tunnel")
    draft_is(page, WAITING)
    page.goto("/en/forum/")
    expect(page.locator("h1")).to_have_text("There is no network")
    page.locator("kept-pages a").click()
    expect(text(page)).to_have_value("Typed before, and in a tunnel")
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    draft_is(page, SAVED)
    other = writer(visitors, "kanat", topic)
    expect(text(other)).to_have_value("Typed before, and in a tunnel")
    page.locator("#reply button.btn:not(.plain)").click()
    expect(page.locator(".post .said").last).to_have_text("Typed before, and in a tunnel")
    expect(text(page)).to_have_value("")


def test_a_topic_that_is_closed_to_somebody_is_kept_no_longer(
    visitors: Visitors, topics: list[str], server: Server
):
    other, _topic = topics
    page = writer(visitors, "lira", other)
    page.evaluate("async () => (await navigator.serviceWorker.ready).scope")
    page.goto(other)
    wait_until_kept(page, other)
    key = other.split("/")[-2]
    server.manage("shell", "-c", f"from tests.e2e.writing_in_the_forum import hide; hide({key})")
    page.goto(other)
    wait_until(page, f"async (ends) => !(await ({IS_KEPT})(ends))", [other])
