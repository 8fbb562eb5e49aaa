"""A trainer pastes a table that was made in Word or Excel into a lesson; and translates one."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from courses.catalogue.table_pasting import MOST_COLUMNS
from tests.e2e import learning, writing
from tests.e2e.conftest import Visitor

DESK = {"width": 1280, "height": 900}
PASTE = """(input, [kind, words]) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData(kind, words);
    const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    return input.dispatchEvent(paste);
}"""
FROM_WORD = """<p>Тариф</p><table>
    <tr><td><p>Кто</p></td><td>Сом</td><td>Как\n часто</td><td>Заметка</td></tr>
    <tr><td rowspan="2"><p>Семья</p><p>(двор)</p></td><td>50</td><td colspan="2">в месяц</td></tr>
    <tr><td>60</td><td>зимой</td><td></td></tr></table>"""
FILLED = [
    ["Кто", "Сом", "Как часто", "Заметка"],
    ["Семья (двор)", "50", "в месяц", ""],
    ["", "60", "зимой", ""],
]


@pytest.fixture
def writer(visitors: Callable[..., Visitor]) -> Page:
    """At a desk, in the editor."""
    return visitors(locale="ru", viewport=DESK).sign_in("trainer@demo.kg", language="ru")


@pytest.fixture
def trainer(writer: Page) -> Page:
    """In a new lesson, with an empty table."""
    feedback = learning.content("feedback")
    writing.open_module(writer, feedback["title"]["ru"], feedback["modules"][-1]["title"]["ru"])
    writing.begin(writer, "lessonpage", "Тарифы")
    writing.add_block(writer, "body", "table")
    expect(head(writer)).to_have_count(3)
    return writer


@pytest.fixture
def asked(trainer: Page) -> Iterator[list[Dialog]]:
    """The questions that the browser puts; each is answered with no."""
    dialogs: list[Dialog] = []

    def refuse(dialog: Dialog) -> None:
        dialogs.append(dialog)
        dialog.dismiss()

    trainer.on("dialog", refuse)
    yield dialogs
    trainer.remove_listener("dialog", refuse)


def head(page: Page) -> Locator:
    return page.locator("input[name^='body-0-value-head-'][name$='-value']")


def cells(page: Page, row: int) -> Locator:
    return page.locator(f"input[name^='body-0-value-rows-{row}-value-cells-'][name$='-value']")


def table(page: Page) -> list[list[str]]:
    values = "inputs => inputs.map(input => input.value)"
    rows = page.locator("input[name^='body-0-value-rows-'][name$='-cells-count']").count()
    return [
        head(page).evaluate_all(values),
        *(cells(page, row).evaluate_all(values) for row in range(rows)),
    ]


def paste(into: Locator, words: str, kind: str = "text/plain") -> bool:
    """Whether the browser went on to paste it as it does by itself."""
    return bool(into.evaluate(PASTE, [kind, words]))


def test_a_table_of_word_fills_the_table_and_grows_it(trainer: Page):
    assert not paste(head(trainer).first, FROM_WORD, "text/html")
    assert table(trainer) == FILLED


def test_cells_of_excel_are_pasted_from_where_one_stands(trainer: Page):
    paste(cells(trainer, 1).nth(1), "50\tв месяц\n60\tзимой\n")
    assert table(trainer) == [
        ["", "", ""],
        ["", "", ""],
        ["", "50", "в месяц"],
        ["", "60", "зимой"],
    ]


def test_words_that_are_no_table_go_where_they_always_went(trainer: Page):
    assert paste(head(trainer).first, "Сом в месяц")
    assert paste(head(trainer).first, "<table><tr><td>Сом</td></tr></table>", "text/html")
    assert paste(trainer.locator("[name='body-0-value-caption']"), "50\t60")


def test_what_is_written_is_not_replaced_unasked(trainer: Page, asked: list[Dialog]):
    paste(head(trainer).first, "Кто\tСом")
    paste(head(trainer).first, "Кто\tСом\tКогда")  # says nothing else where there are words
    assert not asked
    paste(cells(trainer, 0).first, "Семья\t50")
    paste(head(trainer).first, "Кому\tСом")
    assert [dialog.type for dialog in asked] == ["confirm"]
    assert table(trainer)[0] == ["Кто", "Сом", "Когда"]


def test_a_table_too_big_for_a_phone_is_refused_in_words(trainer: Page, asked: list[Dialog]):
    paste(head(trainer).first, "\t".join("ж" * (MOST_COLUMNS + 1)))
    assert [dialog.type for dialog in asked] == ["alert"]
    assert str(MOST_COLUMNS) in asked[0].message
    assert table(trainer)[0] == ["", "", ""]


def test_a_pasted_table_is_saved(trainer: Page):
    paste(head(trainer).first, FROM_WORD, "text/html")
    trainer.locator("[name='body-0-value-caption']").fill("Тариф")
    with trainer.expect_navigation():
        trainer.locator("footer button[type=submit]").first.click()
    assert table(trainer) == FILLED


def test_what_is_translated_is_not_covered_by_the_panel_at_the_side(writer: Page):
    waste = learning.content("waste")
    module = waste["modules"][0]
    writing.open_module(writer, waste["title"]["ru"], module["title"]["ru"])
    writer.locator("main td.title a", has_text=module["activities"][0]["title"]["ru"]).click()
    writer.locator("[data-side-panel-toggle=status]").click()
    writer.locator("[data-side-panel=status] .w-dropdown__toggle").click()
    writer.locator("[data-side-panel=status] .w-dropdown__content a").first.click()
    change = writer.locator(".js-translation-editor section li button").first
    expect(writer.locator("body.side-panel-open")).to_be_attached()
    change.click()
    expect(writer.locator(".js-translation-editor textarea").first).to_be_visible()
    expect(writer.get_by_text(" to ").first).to_be_hidden()  # wagtail-localize's English


def test_names_of_courses_can_be_read_on_a_phone(visitors: Callable[..., Visitor]):
    page = visitors().sign_in("trainer@demo.kg")
    page.goto("/admin/")
    page.locator("main td.title a").first.click()
    page.locator("main td.title a").first.wait_for()
    widths = "cells => cells.map(cell => cell.clientWidth)"
    assert min(page.locator("main td.title").evaluate_all(widths)) >= 110
