"""A case is written on a phone: in two sittings, with a lost connection, by two at once, and without script."""

from collections.abc import Callable
from gzip import compress
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from lms.settings.environment import BASE_DIR
from tests.e2e.axe import violations
from tests.e2e.conftest import Visitor, listens, wait_until_kept
from tests.e2e.servers import Server
from tests.files import photograph

SCRIPT = BASE_DIR / "lms" / "website" / "static" / "js" / "cases.js"
SAVED, WAITING = "#i-check", "#i-alert"  # the pictures beside what became of a part
PATIENCE = 60_000  # milliseconds; the script tries again after 5, 15 and 60 seconds
Visitors = Callable[..., Visitor]


@pytest.fixture(autouse=True)
def _server_is_up(server: Server) -> Any:
    yield
    if not server.answers():
        server.start()


def fill(page: Page, name: str, text: str) -> None:
    page.locator(f"[name='{name}']").fill(text)


def part_is(page: Page, picture: str) -> None:
    expect(page.locator(f"case-part .saved use[href='{picture}']")).to_have_count(
        1, timeout=PATIENCE
    )


def begin(page: Page, *, has_script: bool = True) -> None:
    page.goto("/ky/cases/")
    page.locator("main a[href='/ky/cases/write/']").click()
    if has_script:
        listens(page, "case-part")


def open_part(page: Page, part: str, *, has_script: bool = True) -> None:
    """From the list of the parts."""
    page.locator(f".tasks a[href$='/parts/{part}/']").click()
    if has_script:
        listens(page, "case-part")


def fill_basics(page: Page, title: str) -> None:
    fill(page, "title", title)
    fill(page, "summary", "Ар бир көчө чырактарга жооптуу адамды тандады.")
    page.locator("[name=services]").first.check()
    fill(page, "problem", "Чырактар күндүз күйүп, түнкүсүн көчө караңгы болчу.")
    fill(page, "done", "Жыйында жооптуулар тандалып, таймерлер коюлду.")


def test_a_case_is_written_on_a_phone_in_two_sittings_and_sent(visitors: Visitors):
    page = visitors().sign_in("learner@demo.kg")
    begin(page)
    assert violations(page) == []
    fill(page, "title", "Чырактарды коңшулар карайт")
    part_is(page, SAVED)
    page.context.close()

    page = visitors().sign_in("learner@demo.kg")
    page.goto("/ky/my/cases/")
    assert violations(page) == []
    page.get_by_role("link", name="Чырактарды коңшулар карайт").click()
    assert violations(page) == []
    open_part(page, "basics")
    expect(page.locator("[name=title]")).to_have_value("Чырактарды коңшулар карайт")
    fill_basics(page, "Чырактарды коңшулар карайт")
    page.locator("form .acts button").first.click()
    open_part(page, "files")
    photo = FilePayload(name="IMG_1.jpg", mimeType="image/jpeg", buffer=photograph())
    page.locator("[name=uploads]").set_input_files(photo)
    expect(page.locator("main form fieldset a")).to_have_text("IMG_1.webp")
    fill(page, "photos-0-alt", "Мектептин жанындагы чырак")
    assert violations(page) == []
    page.locator("form .acts button").first.click()
    open_part(page, "costs")
    fill(page, "costs-0-what", "Таймерлер")
    page.locator("[name='costs-0-kind']").select_option("once")
    fill(page, "costs-0-amount", "отуз миң")
    page.locator("form .acts button").first.click()
    expect(page.locator(".errors")).to_be_visible()
    expect(page.locator("[name='costs-0-amount']")).to_have_value("отуз миң")
    assert violations(page) == []
    fill(page, "costs-0-amount", "38 400")
    page.locator("button[name=more][value=costs]").click()
    expect(page.locator("[name='costs-1-what']")).to_be_visible()
    page.locator("form .acts button").first.click()
    page.locator("a[href$='/check/']").first.click()
    expect(page.locator("main")).to_contain_text("38 400")
    assert violations(page) == []
    page.locator("main form button").click()
    expect(page.locator(".kind")).to_contain_text("Каралып жатат")
    page.goto("/ky/my/cases/")
    expect(page.locator(".tag.now")).to_have_count(1)


def test_without_network_a_part_stays_on_the_phone_and_goes_up_later(
    visitors: Visitors, server: Server
):
    page = visitors().sign_in("coordinator@demo.kg")
    begin(page)
    fill(page, "title", "Тоннелде жазылган")
    part_is(page, SAVED)
    server.stop()
    fill(page, "problem", "Байланыш жок.")
    part_is(page, WAITING)
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    part_is(page, SAVED)
    other = visitors().sign_in("coordinator@demo.kg")
    other.goto("/ky/my/cases/")
    other.get_by_role("link", name="Тоннелде жазылган").click()
    open_part(other, "basics")
    expect(other.locator("[name=problem]")).to_have_value("Байланыш жок.")


def test_saved_without_network_the_page_stays_and_says_that_the_phone_keeps_it(
    visitors: Visitors, server: Server
):
    page = visitors().sign_in("coordinator@demo.kg")
    begin(page)
    server.stop()
    fill(page, "title", "Тармаксыз басылган")
    for _ in range(2):  # who reads that it is kept presses once more
        page.locator("form .acts button").first.click()
        part_is(page, WAITING)
        expect(page.locator("[name=title]")).to_have_value("Тармаксыз басылган")
    server.start()
    page.locator("form .acts button").first.click()
    page.wait_for_url("**/my/cases/*/")  # the parts; the first one alone has a longer address
    page.goto("/ky/my/cases/")
    expect(page.get_by_role("link", name="Тармаксыз басылган")).to_have_count(1)


def test_a_part_that_cannot_be_opened_without_network_says_what_the_phone_keeps_of_it(
    visitors: Visitors, server: Server
):
    page = visitors().sign_in("coordinator@demo.kg")
    begin(page)
    fill(page, "title", "Байланышсыз ачылган")
    page.locator("form .acts button").first.click()
    open_part(page, "lessons")
    wait_until_kept(page)
    server.stop()
    fill(page, "lessons-0-line", "Жыйындан баштаңыз.")
    part_is(page, WAITING)
    page.reload()
    kept = page.locator("kept-typed")
    expect(kept).to_contain_text("Жыйындан баштаңыз.")
    expect(kept.locator("li")).to_have_count(1)  # no keys, no numbers of versions
    server.start()
    page.reload()
    expect(page.locator("[name='lessons-0-line']")).to_have_value("Жыйындан баштаңыз.")


def type_and_leave(page: Page, name: str, text: str) -> None:
    """As a hand on the keys: a key each tenth of a second, no pause, and away."""
    box = page.locator(f"[name='{name}']")
    box.press_sequentially(text, delay=100)
    page.locator("main a.back").click()
    page.wait_for_url(lambda address: "/parts/" not in address and "/write/" not in address)


def test_who_types_and_leaves_at_once_finds_each_word_again(visitors: Visitors):
    page = visitors().sign_in("coordinator@demo.kg")
    begin(page)
    fill(page, "title", "Токтобой жазылган")
    page.locator("form .acts button").first.click()
    open_part(page, "people")
    written = page.url
    words = "Аялдар жыйында биринчи сүйлөштү, анан жаштар."
    type_and_leave(page, "participation.women", words)
    page.goto(written)
    expect(page.locator("[name='participation.women']")).to_have_value(words)
    listens(page, "case-part")
    page.locator("[name='participation.youth']").press_sequentially("Жаштар келди", delay=50)
    page.reload()
    expect(page.locator("[name='participation.youth']")).to_have_value("Жаштар келди")
    expect(page.locator(".note.warn")).to_have_count(0)
    listens(page, "case-part")
    page.locator("[name='participation.heard']").press_sequentially("Суралды", delay=50)
    page.goto(written.replace("/ky/", "/ru/"))
    expect(page.locator("[name='participation.heard']")).to_have_value("Суралды")
    expect(page.locator("[name='participation.women']")).to_have_value(words)


def test_what_is_typed_before_the_language_is_changed_is_there_after(visitors: Visitors):
    page = visitors().sign_in("coordinator@demo.kg")
    page.goto("/ru/cases/write/")
    listens(page, "case-part")
    page.locator("[name=title]").press_sequentially("Тилди алмаштырдым", delay=50)
    page.goto("/ky/cases/write/")
    expect(page.locator("[name=title]")).to_have_value("Тилди алмаштырдым")
    part_is(page, SAVED)
    page.reload()
    expect(page.locator("[name=title]")).to_have_value("Тилди алмаштырдым")
    page.goto("/ky/cases/write/")
    expect(page.get_by_role("link", name="Тилди алмаштырдым")).to_have_count(1)
    page.goto("/ky/my/cases/")
    begun = page.get_by_role("link", name="Тилди алмаштырдым")
    expect(begun).to_have_count(1)
    expect(begun).not_to_have_attribute("lang", "ru")


def test_two_at_once_on_one_part_see_both_texts(visitors: Visitors):
    phone = visitors().sign_in("coordinator@demo.kg")
    begin(phone)
    fill(phone, "title", "Экөө бир жерде")
    part_is(phone, SAVED)
    office = visitors(viewport={"width": 1280, "height": 800}).sign_in("coordinator@demo.kg")
    office.goto("/ky/my/cases/")
    office.get_by_role("link", name="Экөө бир жерде").click()
    open_part(office, "basics")
    fill(office, "done", "Кеңседен")
    part_is(office, SAVED)
    fill(phone, "done", "Телефондон")
    phone.locator("form .acts button").first.click()
    expect(phone.locator(".note.warn")).to_contain_text("Кеңседен")
    expect(phone.locator("[name=done]")).to_have_value("Телефондон")
    assert violations(phone) == []
    phone.locator("button[name=take]").click()
    expect(phone.locator("[name=done]")).to_have_value("Кеңседен")
    expect(phone.locator(".note.warn")).to_have_count(0)


def test_a_row_is_taken_away_while_others_are_typed(visitors: Visitors):
    page = visitors().sign_in("coordinator@demo.kg")
    begin(page)
    fill(page, "title", "Саптар")
    page.locator("form .acts button").first.click()
    open_part(page, "steps")
    fill(page, "steps-0-title", "Биринчи")
    page.locator("button[name=more]").click()
    fill(page, "steps-1-title", "Экинчи")
    page.locator("button[name=less]").first.click()
    expect(page.locator("[name='steps-0-title']")).to_have_value("Экинчи")
    expect(page.locator(".note.warn")).to_have_count(0)
    page.reload()
    expect(page.locator("[name='steps-0-title']")).to_have_value("Экинчи")


def open_start(page: Page, title: str, *, has_script: bool = True) -> None:
    """A new draft, at the part that names where it comes from."""
    begin(page, has_script=has_script)
    fill(page, "title", title)
    page.locator("form .acts button").first.click()
    open_part(page, "start", has_script=has_script)


def test_what_a_case_builds_on_is_chosen_by_its_title_from_the_keyboard(visitors: Visitors):
    page = visitors().sign_in("coordinator@demo.kg")
    open_start(page, "Башкалардан үйрөндүк")
    box = page.locator("[name='builds_on-words']")
    box.press_sequentially("суу")
    expect(box).to_have_attribute("aria-expanded", "true")
    option = page.get_by_role("option").first
    title = option.locator("span").first.inner_text()
    assert violations(page) == []
    box.press("ArrowDown")
    box.press("Enter")
    chosen = page.locator("page-chooser[data-name=builds_on] .items li")
    expect(chosen).to_have_count(1)
    expect(chosen).to_contain_text(title)
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    part_is(page, SAVED)
    assert violations(page) == []
    page.reload()
    expect(chosen).to_contain_text(title)
    chosen.get_by_role("button").click()
    expect(chosen).to_have_count(0)
    expect(box).to_be_focused()
    page.locator("form .acts button").first.click()
    open_part(page, "start")
    expect(chosen).to_have_count(0)


def test_what_was_chosen_before_the_network_went_is_brought_back(
    visitors: Visitors, server: Server
):
    page = visitors().sign_in("coordinator@demo.kg")
    open_start(page, "Тармаксыз тандалган")
    box = page.locator("[name='related.courses-words']")
    box.press_sequentially("таш")
    option = page.get_by_role("option").first
    title = option.locator("span").first.inner_text()
    server.stop()
    option.click()
    part_is(page, WAITING)
    chosen = page.locator("page-chooser[data-name='related.courses'] .items li")
    expect(chosen).to_contain_text(title)
    server.start()
    page.evaluate("dispatchEvent(new Event('online'))")
    part_is(page, SAVED)
    page.reload()
    expect(chosen).to_contain_text(title)


def test_without_script_a_course_is_found_and_ticked(visitors: Visitors):
    page = visitors(java_script_enabled=False).sign_in("learner@demo.kg")
    open_start(page, "Скриптсиз тандалган", has_script=False)
    page.locator("[name='related.courses-words']").fill("таш")
    page.locator("[name='related.courses-words']").press("Enter")
    page.locator("[name='related.courses-0-line']").first.check()
    page.locator("form .acts button").first.click()
    open_part(page, "start", has_script=False)
    expect(page.locator("page-chooser[data-name='related.courses'] .items li")).to_have_count(1)


def test_without_script_rows_are_added_and_all_is_saved(visitors: Visitors):
    page = visitors(java_script_enabled=False).sign_in("learner@demo.kg")
    begin(page, has_script=False)
    fill_basics(page, "Скриптсиз телефондо")
    page.locator("form .acts button").first.click()
    open_part(page, "lessons", has_script=False)
    fill(page, "lessons-0-line", "Жыйындан баштаңыз.")
    page.locator("button[name=more][value=lessons]").click()
    fill(page, "lessons-1-line", "Таймерди эрте алыңыз.")
    page.locator("form .acts button").first.click()
    expect(page.locator(".tasks > .done")).to_have_count(2)


def test_the_script_is_small():
    assert len(compress(SCRIPT.read_bytes(), 9)) < 3000
