"""A case is reviewed in Wagtail's admin, given back with words, mended on a phone, and published by another."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.axe import violations
from tests.e2e.conftest import Visitor
from tests.e2e.reviewing import TITLE
from tests.e2e.servers import Server
from tests.make import PASSWORD

Visitors = Callable[..., Visitor]
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def key(server: Server) -> str:
    said = server.manage("shell", "-c", "from tests.e2e.reviewing import prepare; prepare()")
    return said.split()[-1]


def come(visitors: Visitors, name: str, **options: Any) -> Page:
    visitor = visitors(locale="ru", **options)
    return visitor.sign_in(f"{name}@example.org", password=PASSWORD, language="ru")


def press(page: Page, label: str) -> None:
    """A button at the foot of the editor."""
    page.locator("footer").get_by_role("button", name=label).click()


def read_from_queue(page: Page) -> None:
    page.goto("/admin/case-review/")
    page.get_by_role("link", name=TITLE).click()


def open_from_queue(page: Page) -> None:
    read_from_queue(page)
    page.get_by_role("link", name="Поправить в редакторе").click()


def test_a_case_goes_back_with_words_and_comes_out_published(visitors: Visitors, key: str):
    first = come(visitors, "first", viewport=DESK)
    open_from_queue(first)
    press(first, "Попросить правок")
    first.get_by_label("Что изменить").fill("Сколько это стоило? И кто платил?")
    first.get_by_label("В какой части").select_option("costs")
    first.get_by_role("dialog").get_by_role("button", name="Попросить правок").click()
    first.wait_for_url("**/admin/case-review/")

    author = come(visitors, "writes")
    author.goto("/ru/my/notices/")
    author.get_by_role("link", name=f"Нужны правки: {TITLE}").click()
    expect(author.get_by_text("Сколько это стоило? И кто платил?")).to_be_visible()
    assert violations(author) == []
    author.get_by_text("Ответить").first.click()
    author.get_by_label("Ваши слова").first.fill("Платил аймак, суммы дописали.")
    author.get_by_role("button", name="Ответить").click()
    expect(author.get_by_text("Платил аймак, суммы дописали.")).to_be_visible()
    author.get_by_role("button", name="Это решено").click()
    expect(author.get_by_text("Решено", exact=True)).to_be_visible()
    author.get_by_role("link", name="Изменить части").click()
    author.get_by_role("link", name="Коротко о главном").first.click()
    author.locator("[name=done]").fill("Купили контейнеры на деньги аймака.")
    author.get_by_role("button", name="Проверить и отправить").click()
    author.get_by_role("button", name="Отправить на проверку").click()
    author.get_by_role("link", name="Что говорят проверяющие").click()
    expect(author.get_by_text("Его читают два модератора, один за другим.")).to_be_visible()

    open_from_queue(first)
    first.get_by_label("Доказанность").select_option("2")
    first.get_by_label("Почему такой уровень").fill("Есть журнал замеров.")
    press(first, "Передать другому модератору")
    first.wait_for_url("**/admin/case-review/")

    second = come(visitors, "second")
    read_from_queue(second)
    expect(second.get_by_text("Купили контейнеры на деньги аймака.")).to_be_visible()
    second.get_by_role("link", name="К решению").click()
    why = second.get_by_label("Почему такой уровень")
    expect(why).to_be_in_viewport()
    expect(why).to_have_value("Есть журнал замеров.")
    second.get_by_role("button", name="Принять и опубликовать").click()
    second.wait_for_url("**/admin/case-review/#decide")

    author.goto("/ru/my/notices/")
    expect(author.get_by_text(f"Опубликовано: {TITLE}")).to_be_visible()
    reader = visitors(locale="ru").page()
    reader.goto("/ru/cases/?q=контейнеры")
    reader.get_by_role("link", name=TITLE).first.click()
    expect(reader.get_by_text("Купили контейнеры на деньги аймака.")).to_be_visible()
