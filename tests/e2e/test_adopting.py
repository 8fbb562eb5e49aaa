"""A case is taken up from another municipality: they talk, and how it goes is told in steps and figures."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests import make
from tests.e2e.axe import violations
from tests.e2e.conftest import Visitor
from tests.e2e.servers import Server

OFFICE = {"width": 1280, "height": 800}
QUESTION = "Унаа канча турду?"
ANSWER = "Токсон миң сом, эски унаа."


def test_a_case_is_taken_up_talked_over_and_reported(
    visitors: Callable[..., Visitor], server: Server
):
    said = server.manage("shell", "-c", "from tests.e2e.adopting import prepare; prepare()")
    slug = said.split()[-1]
    visitor = visitors()
    phone = visitor.sign_in("taker@example.org", password=make.PASSWORD)
    phone.goto(f"/ky/cases/{slug}/")
    phone.locator("main a[href$='/adopt/']").click()
    phone.locator("main textarea[name=words]").fill(QUESTION)
    assert violations(phone) == []
    phone.locator("main .acts button").click()
    phone.wait_for_url("**/adoptions/*/")
    adoption = phone.url
    assert violations(phone) == []

    # In the talk, which the other side opens from its side of the adoption.
    phone.locator("main a[href*='/forum/topics/']").click()
    expect(phone.locator(".post").first).to_contain_text(QUESTION)
    office = visitors(viewport=OFFICE).sign_in("giver@example.org", password=make.PASSWORD)
    office.goto("/ky/my/adoptions/")
    assert violations(office) == []
    office.locator("#given ~ ul a").first.click()
    office.locator("main a[href*='/forum/topics/']").click()
    office.locator("#reply textarea").fill(ANSWER)
    office.locator("#reply .acts button:not([name]), #reply button.btn:not([name])").first.click()
    expect(office.locator(".post").filter(has_text=ANSWER)).to_have_count(1)
    phone.reload()
    expect(phone.locator(".post").filter(has_text=ANSWER)).to_have_count(1)

    # The talk leads back to how it goes.
    phone.locator("main a.back").click()
    phone.locator("main a[href$='/step/']").click()
    assert violations(phone) == []
    phone.locator("input[name=status][value=stopped]").check()
    phone.locator("main .acts button").click()
    expect(phone.locator("main .errors")).to_be_visible()  # a stop says why
    phone.locator("input[name=status][value=working]").check()
    phone.locator("main textarea[name=note]").fill("Бир унаа, эки айыл.")
    phone.locator("main .acts button").click()
    expect(phone.locator("main .steps li").last).to_contain_text("эки айыл")
    phone.locator("main a[href$='/figure/']").click()
    assert violations(phone) == []
    phone.locator("main select[name=indicator]").select_option(index=0)
    phone.locator("main input[name=before]").fill("21")
    phone.locator("main input[name=after]").fill("8,5")
    phone.locator("main .acts button").click()
    row = phone.locator("main table tbody tr")
    for figure in ("17", "6,5", "21", "8,5"):
        expect(row).to_contain_text(figure)
    assert violations(phone) == []

    # Everybody reads that; nobody else the talk.
    stranger = visitors(locale="ru").page()
    stranger.goto(adoption.replace("/ky/", "/ru/"))
    expect(stranger.locator("main")).to_contain_text("эки айыл")
    expect(stranger.locator("main a[href*='/forum/topics/']")).to_have_count(0)
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= 360
