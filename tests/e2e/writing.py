"""What trainers do in the editor. Wagtail's own marks lead the way: names of fields, pictures of blocks, actions."""

from pathlib import Path

from playwright.sync_api import Locator, Page, expect


def open_module(page: Page, course: str, module: str) -> None:
    """From the editor's first page down to the list of what a module consists of."""
    page.goto("/admin/")
    page.locator("main td.title a", has_text=course).click()
    page.wait_for_load_state()
    page.locator("main tr", has_text=module).locator("td.children a").click()
    page.wait_for_load_state()


def begin(page: Page, kind: str, title: str) -> None:
    """A new lesson or quiz in the module whose list is on the screen."""
    page.locator(f"main p a[href*='/{kind}/']").click()
    page.fill("#id_title", title)
    page.press("#id_title", "Tab")


def add_block(page: Page, field: str, picture: str) -> Locator:
    """Add a block to a stream, chosen by its picture in the list of kinds; returns the field of the stream."""
    stream = page.locator(f"[id$='-child-{field}-wrapper']")
    stream.locator(".c-sf-add-button").last.click()
    page.locator("[role=option]").filter(has=page.locator(f"use[href='#icon-{picture}']")).click()
    return stream


def upload_picture(page: Page, stream: Locator, file: Path) -> None:
    """Through the chooser, as somebody does who has the file on their own computer."""
    stream.locator("[data-chooser-action-choose]").first.click()
    page.locator(".modal [role=tab]").last.click()
    page.set_input_files("#id_image-chooser-upload-file", file)
    expect(page.locator("#id_image-chooser-upload-title")).not_to_have_value("")  # the file's name
    page.locator(".modal #tab-upload [type=submit]").click()
    page.locator(".modal").wait_for(state="detached")


def publish(page: Page, *, binds: str) -> None:
    """Publish, and say whom it binds: `all` who learn now, or only those who are `new`."""
    page.locator("footer .w-dropdown__toggle").click()
    page.locator("footer [name=action-publish]").click()
    page.check(f"main [name=binds][value={binds}]")
    page.locator("main form button[type=submit]").last.click()
    page.locator("main [name=binds]").first.wait_for(state="detached")
