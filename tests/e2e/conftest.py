"""Real Chromium against a real server: what people see and do, on the demonstration content."""

import os
import shutil
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from playwright.sync_api import Error as BrowserError

from tests.e2e import servers
from tests.e2e.servers import Installation, Server

CHROMIUM = shutil.which("chromium")
# Chromium's own services look for hosts that a test has no business with; as root its sandbox cannot be.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]
PHONE = {"width": 360, "height": 740}
PASSWORD = "demo-pass-2026"
PATIENCE = 60_000  # milliseconds; a busy machine is no failure
MOST_WORDS = 1500  # characters of a page, when a test fails
IS_KEPT = """async (ends) => {
    const kept = [];
    for (const name of await caches.keys()) kept.push(...(await (await caches.open(name)).keys()));
    return ["/offline", ...ends].every((end) => kept.some((one) => one.url.endsWith(end)));
}"""
VISITORS = pytest.StashKey[list["Visitor"]]()
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All that is in this folder needs the browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A failure says what stood on each page: an element that was not found tells too little by itself."""
    report = yield
    if report.when == "call" and report.failed:
        for visitor in item.stash.get(VISITORS, []):
            for page in visitor.context.pages:
                report.sections.append((f"Page {page.url}", seen_on(page)))
    return report


def seen_on(page: Page) -> str:
    """The title and the words of a page as it is shown now."""
    try:
        return f"{page.title()}\n{page.locator('body').inner_text(timeout=1000)[:MOST_WORDS]}"
    except BrowserError as error:
        return error.message


def listens(page: Page, element: str) -> None:
    """Wait for the script of an element: what is typed or pressed before it is there is a plain form's."""
    page.locator(f"{element}:defined").first.wait_for(state="attached")


def wait_until(page: Page, is_so: str, arg: Any = None) -> None:
    """Wait until a function of the page, `async` too, says yes: to `wait_for_function` its mere promise is a yes."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(is_so, arg):
        assert time.monotonic() < deadline, f"It did not become so: {is_so}"
        page.wait_for_timeout(50)


def wait_until_kept(page: Page, *ends: str) -> None:
    """Until the phone has the page for no network, and pages whose addresses end so."""
    wait_until(page, IS_KEPT, list(ends))


@pytest.fixture(scope="session")
def demonstration() -> Installation:
    return servers.demonstration()


@pytest.fixture(scope="module")
def server(
    demonstration: Installation,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> Iterator[Server]:
    """A running server on a copy of the demonstration, for one file of tests and the worker that runs them."""
    name = f"{request.module.__name__.rpartition('.')[2]}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    server = Server(demonstration, tmp_path_factory.mktemp(name), name)
    server.start()
    yield server
    server.drop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium: make test installs it")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread, which Django would take for asynchronous code of ours.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser of their own: a context, whose pages may neither fail nor break our policy."""

    def __init__(self, browser: Browser, server: Server, **options: Any) -> None:
        options = {"viewport": PHONE, "locale": "ky", "base_url": server.url} | options
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(PATIENCE)
        self.complaints: list[str] = []
        self.context.on("weberror", lambda failed: self.complaints.append(str(failed.error)))
        self.context.on("console", self._listen)

    def _listen(self, message: Any) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def page(self) -> Page:
        """A new tab."""
        return self.context.new_page()

    def sign_in(self, login: str, *, password: str = PASSWORD, language: str = "ky") -> Page:
        """Come in by the form, as people do; returns the page that follows."""
        page = self.page()
        page.goto(f"/{language}/accounts/login/")
        form = page.locator("main form").filter(has=page.locator("input[type=password]"))
        form.locator("input[name=login]").fill(login)
        form.locator("input[type=password]").fill(password)
        form.locator("button[type=submit], button:not([type])").first.click()
        page.wait_for_url(lambda address: "/accounts/login" not in address)
        return page


@pytest.fixture
def visitors(browser: Browser, server: Server, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Makes visitors: `visitors()` on a phone in Kyrgyz, `visitors(locale="ru", viewport=…)`."""
    made: list[Visitor] = request.node.stash.setdefault(VISITORS, [])

    def make(**options: Any) -> Visitor:
        made.append(Visitor(browser, server, **options))
        return made[-1]

    yield make
    complaints = [complaint for visitor in made for complaint in visitor.complaints]
    for visitor in made:
        visitor.context.close()
    assert complaints == []


@pytest.fixture
def page(visitors: Any) -> Page:
    """A tab of somebody on a phone, in Kyrgyz, signed in nowhere."""
    new: Page = visitors().page()
    return new
