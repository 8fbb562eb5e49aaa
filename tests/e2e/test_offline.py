"""A learner loses the network: the server is really stopped, answers wait, a reload works, all arrives when it is back.

And what one person keeps on a phone is neither shown to the next nor sent in their name.
"""

from collections.abc import Callable
from gzip import compress
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from lms.settings.environment import BASE_DIR
from tests.e2e.conftest import Visitor, listens, wait_until, wait_until_kept
from tests.e2e.servers import Server
from tests.make import PASSWORD

SCRIPTS = BASE_DIR / "lms" / "website" / "static" / "js"
PATIENCE = 60_000  # milliseconds; the script tries again after 5, 15 and 60 seconds
NO_QUIZ_IS_KEPT = """async () => {
    for (const name of await caches.keys()) {
        const kept = (await (await caches.open(name)).keys()).map((one) => one.url);
        if (kept.some((url) => url.includes("/attempts/"))) return false;
    }
    return true;
}"""
Visitors = Callable[..., Visitor]


@pytest.fixture(scope="module")
def slug(server: Server) -> str:
    said = server.manage("shell", "-c", "from tests.e2e.taking_a_quiz import prepare; prepare()")
    return said.split()[-1]


@pytest.fixture(autouse=True)
def _server_is_up(server: Server) -> Any:
    yield
    if not server.answers():
        server.start()


def learner(visitors: Visitors, name: str) -> Page:
    """One of `tests.e2e.taking_a_quiz.NAMES`, each of whom has done nothing yet."""
    return sign_in(visitors(locale="en"), name)


def sign_in(visitor: Visitor, name: str) -> Page:
    return visitor.sign_in(f"{name}@example.org", password=PASSWORD, language="en")


def open_quiz(page: Page, slug: str) -> None:
    """To the first question, with the whole quiz kept on the phone."""
    page.goto(f"/en/courses/{slug}/module-1/quiz-1/")
    page.locator("main .acts .btn").first.click()
    page.wait_for_url("**/my/attempts/**")
    wait_until_kept(page, "/1/", "/2/", "/3/", "/4/", "/5/", "/check/")
    listens(page, "quiz-question")


def go_on(page: Page, to: str) -> None:
    """By the main button, to the next question or the check."""
    page.locator("main form .btn").click()
    page.wait_for_url(f"**/{to}/")
    listens(page, "quiz-check" if to == "check" else "quiz-question")


def line(page: Page) -> Any:
    return page.locator("form .saved[role=status]")


def choose(page: Page, text: str) -> None:
    page.locator("main label.choice", has_text=text).click()


def kept(page: Page) -> dict[str, list[str]]:
    """What the phone keeps, by name of the cache."""
    found: dict[str, list[str]] = page.evaluate(
        """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) =>
            [name, (await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)])))"""
    )
    return found


def test_an_answer_is_saved_without_leaving_the_page(visitors: Visitors, server: Server, slug: str):
    page = learner(visitors, "aigul")
    open_quiz(page, slug)
    before = page.url
    choose(page, "да")
    expect(line(page)).to_contain_text("Saved, ")
    assert page.url == before
    page.reload()
    expect(page.get_by_label("да")).to_be_checked()
    expect(line(page)).to_contain_text("Saved, ")


def test_nothing_is_said_of_an_answer_before_it_is_kept(visitors: Visitors, slug: str):
    page = learner(visitors, "aizada")
    open_quiz(page, slug)
    choose(page, "да")
    expect(line(page)).to_contain_text("Saved, ")
    other = page.locator("main label.choice", has_text="нет")
    said = (
        "label => (label.click(), document.querySelector('form .saved[role=status]').textContent)"
    )
    assert other.evaluate(said).strip() == ""  # and not that the one before is saved
    expect(line(page)).to_contain_text("Saved, ")


def test_a_quiz_goes_on_without_network_and_arrives_when_it_is_back(
    visitors: Visitors, server: Server, slug: str
):
    page = learner(visitors, "bakyt")
    open_quiz(page, slug)
    choose(page, "да")
    expect(line(page)).to_contain_text("Saved, ")

    server.stop()
    go_on(page, "2")
    choose(page, "зола")
    choose(page, "навоз")
    expect(line(page)).to_contain_text("Kept on this phone")
    page.reload()
    expect(page.get_by_label("зола")).to_be_checked()
    expect(page.get_by_label("пластик")).not_to_be_checked()
    expect(line(page)).to_contain_text("Kept on this phone")
    go_on(page, "3")
    choose(page, "True")
    go_on(page, "4")
    page.locator("#answer").fill("кенеш")
    go_on(page, "5")
    page.locator("#answer").fill("48")
    go_on(page, "check")
    answers = page.locator("[data-words]")
    expect(answers).to_have_text(["да", "золанавоз", "True", "кенеш", "48"])
    expect(page.locator("[data-without]")).to_be_hidden()

    # A page that was never opened: what is kept, and how much waits.
    page.goto(f"/en/courses/{slug}/")
    expect(page.locator("h1")).to_have_text("There is no network")
    expect(page.locator("queue-note")).to_contain_text("Not sent yet: 4")
    page.get_by_role("link", name="Тест").click()
    page.wait_for_url("**/1/")
    expect(page.get_by_label("да")).to_be_checked()
    listens(page, "quiz-question")
    for to in ("2", "3", "4", "5", "check"):
        go_on(page, to)

    # Handing in waits with the answers, and says so.
    page.get_by_role("button", name="Hand in the answers").click()
    expect(line(page)).to_contain_text("your answers are sent and handed in")
    expect(page.get_by_role("button", name="Hand in the answers")).to_be_disabled()
    server.start()
    page.wait_for_url("**/result/", timeout=PATIENCE)
    expect(page.locator("h1")).to_have_text("Quiz passed: 6 of 6")
    wait_until(page, NO_QUIZ_IS_KEPT)


def test_ticking_much_without_network_does_not_put_off_the_next_try(
    visitors: Visitors, server: Server, slug: str
):
    page = learner(visitors, "indira")
    open_quiz(page, slug)
    page.goto(page.url.replace("/1/", "/2/"))
    listens(page, "quiz-question")
    server.stop()
    for text in ["зола", "навоз", "пластик", "пластик"]:
        with page.expect_event("requestfailed"):
            choose(page, text)
    expect(line(page)).to_contain_text("Kept on this phone")
    server.start()
    expect(line(page)).to_contain_text("Saved, ", timeout=PATIENCE / 3)


def test_what_was_typed_wrongly_is_said_beside_the_field(
    visitors: Visitors, server: Server, slug: str
):
    page = learner(visitors, "cholpon")
    open_quiz(page, slug)
    page.goto(page.url.replace("/1/", "/5/"))
    listens(page, "quiz-question")
    page.locator("#answer").fill("сорок")
    page.get_by_role("button", name="Check answers").click()
    expect(page.locator(".field .err")).to_contain_text("Type one number in digits")
    expect(page.locator("#answer")).to_have_value("сорок")
    page.locator("#answer").fill("48")
    page.get_by_role("button", name="Check answers").click()
    page.wait_for_url("**/check/")
    expect(page.locator("[data-words]").last).to_contain_text("48")


def test_two_phones_answer_and_both_answers_are_shown(
    visitors: Visitors, server: Server, slug: str
):
    phone, other = learner(visitors, "daniyar"), learner(visitors, "daniyar")
    open_quiz(phone, slug)
    question = phone.url.replace("/1/", "/4/")
    phone.goto(question)
    other.goto(question)
    other.locator("#answer").fill("сход")
    other.locator("main form .btn").click()
    other.wait_for_url("**/5/")
    phone.locator("#answer").fill("кенеш")
    phone.locator("main form .btn").click()
    expect(phone.locator(".note.warn")).to_contain_text("сход")
    expect(phone.locator("#answer")).to_have_value("кенеш")
    phone.locator("main form .btn").click()
    phone.wait_for_url("**/5/")
    other.goto(question)
    expect(other.locator("#answer")).to_have_value("кенеш")


def test_a_lesson_that_was_opened_can_be_read_and_completed_without_network(
    visitors: Visitors, server: Server, slug: str
):
    page = learner(visitors, "elmira")
    page.goto(f"/en/courses/{slug}/module-1/lesson-2/")
    page.goto(f"/en/courses/{slug}/module-1/lesson-1/")
    wait_until_kept(page, "/lesson-1/", "/lesson-2/")
    server.stop()
    page.reload()
    expect(page.locator("main")).to_contain_text("Два помощника")
    listens(page, "queue-note")
    page.get_by_role("button", name="I have read it").click()
    expect(page.locator("main .saved")).to_contain_text("Kept on this phone")
    page.get_by_role("button", name="I have read it").click()
    page.wait_for_url("**/lesson-2/")
    expect(page.locator("queue-note")).to_contain_text("Not sent yet: 1")
    server.start()
    expect(page.locator("queue-note")).to_be_hidden(timeout=PATIENCE)
    page.goto(f"/en/courses/{slug}/module-1/lesson-1/")
    expect(page.locator("main")).to_contain_text("Lesson completed")


def test_signing_out_forgets_what_was_kept(visitors: Visitors, server: Server, slug: str):
    page = learner(visitors, "farida")
    page.goto(f"/en/courses/{slug}/module-1/lesson-1/")
    wait_until_kept(page, "/lesson-1/")
    page.reload()
    sign_out(page)
    assert not [name for name in kept(page) if name.startswith("pages ")]
    wait_until(page, "async () => !(await indexedDB.databases()).length")
    server.stop()
    page.goto(f"/en/courses/{slug}/module-1/lesson-1/")
    expect(page.locator("h1")).to_have_text("There is no network")
    expect(page.locator("main")).not_to_contain_text("Два помощника")


def test_what_one_person_kept_is_never_shown_or_sent_as_another(
    visitors: Visitors, server: Server, slug: str
):
    visitor = visitors(locale="en")
    page = sign_in(visitor, "gulnara")
    open_quiz(page, slug)
    address = page.url
    # Somebody else comes in on the same phone without her signing out: the session has ended elsewhere.
    cookies = [one for one in visitor.context.cookies() if one["name"] != "sessionid"]
    visitor.context.clear_cookies()
    visitor.context.add_cookies(cookies)  # type: ignore[arg-type]  # what was read is what is set
    choose(page, "нет")
    expect(line(page)).to_contain_text("Sign in again")
    page = sign_in(visitor, "husein")
    page.goto(f"/en/courses/{slug}/module-1/lesson-1/")
    wait_until_kept(page, "/lesson-1/")
    person = page.locator("meta[name=person]").get_attribute("content")
    assert [name for name in kept(page) if name.startswith("pages ")] == [f"pages {person}"]
    assert page.goto(address).status == 404  # type: ignore[union-attr]  # a page that loads has an answer
    server.stop()
    page.goto(address)
    expect(page.locator("h1")).to_have_text("There is no network")


def test_a_quiz_that_is_the_first_page_of_a_browser_is_kept_as_a_whole(
    visitors: Visitors, slug: str
):
    page = learner(visitors, "jyldyz")
    open_quiz(page, slug)
    other = visitors(locale="en", storage_state=page.context.storage_state()).page()
    other.goto(page.url)
    wait_until_kept(other, "/1/", "/2/", "/3/", "/4/", "/5/", "/check/")


def test_a_page_that_arrives_while_somebody_else_comes_is_not_kept(visitors: Visitors, slug: str):
    visitor = visitors(locale="en")
    page = sign_in(visitor, "aigul")
    page.goto(f"/en/courses/{slug}/module-1/lesson-1/")
    wait_until_kept(page, "/lesson-1/")
    [worker] = visitor.context.service_workers
    worker.evaluate(
        """async (address) => {
            const mine = await (await fetch(address)).text();
            const theirs = mine.replace(/(name="person" content=")[^"]*/, "$1somebody-else");
            const asked = turn;
            const headers = { "Content-Type": "text/html" };
            const arrives = (html) => look(address, new Response(html, { headers }), asked);
            await Promise.all([arrives(theirs), arrives(mine)]);
        }""",
        page.url,
    )
    assert [name for name in kept(page) if name.startswith("pages ")] == ["pages somebody-else"]


def sign_out(page: Page) -> None:
    page.locator("button[popovertarget=menu]").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_function("() => !document.querySelector('meta[name=person]')")


def test_all_scripts_of_the_site_together_are_light():
    """24 KB compressed for everything, the service worker with it."""
    scripts = [(SCRIPTS / name).read_bytes() for name in ["site.js", "quiz.js", "sw.js"]]
    assert sum(len(compress(script, 9)) for script in scripts) < 24 * 1024
