"""The main job, from a phone number to a paper that anybody can check; and the work of those around it."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e import learning, writing
from tests.e2e.conftest import Visitor, wait_until_kept
from tests.e2e.learning import SAVED, WAITING
from tests.e2e.servers import Server

TEPLOKLYUCHENKA = "Теплоключенка айыл аймагы"
LESSON, QUIZ = "Стена ответов", "Проверьте себя: где висят ответы"
TEXT = "Повесьте ответы там, где их видят все, кто входит."
SHOWN = "Стена у входа в айыл окмоту с листами ответов"
DESK = {"width": 1280, "height": 900}
RIGHT = learning.right_answers("waste")
Visitors = Callable[..., Visitor]


def test_a_clerk_takes_the_course_in_kyrgyz_and_earns_a_certificate_that_anybody_can_check(
    visitors: Visitors, server: Server
):
    page = visitors().page()
    learning.register(
        page,
        family_name="Сыдыкова",
        given_name="Бурул",
        phone="0700 555 777",
        municipality=TEPLOKLYUCHENKA,
    )
    page.goto("/ky/courses/waste/")
    learning.join(page, "waste")
    learning.read_lesson(page)
    learning.read_lesson(page)
    take_the_quiz_while_the_server_is_away(page, server)
    learning.finish_course(page, RIGHT)
    the_certificate_waits(page)

    coordinator = visitors(locale="ru").sign_in("coordinator@demo.kg", language="ru")
    confirm(coordinator, "Сыдыкова Бурул")
    assert "Сыдыкова Бурул" in names_in_the_list_for_the_office(coordinator)

    address = open_the_certificate(page)
    stranger = visitors(locale="ru").page()
    stranger.goto(address)
    expect(stranger.locator("section.verdict")).to_have_class("verdict")  # no tone: it is genuine
    expect(stranger.locator("main")).to_contain_text("Сыдыкова Бурул")


def take_the_quiz_while_the_server_is_away(page: Page, server: Server) -> None:
    """In mid-quiz the server is gone; the reload works, and so does answering; then all arrives."""
    learning.start_quiz(page)
    learning.answer(page, RIGHT)
    expect(learning.became_of(page, SAVED)).to_be_attached()
    learning.go_on(page)
    wait_until_kept(page, "/check/")
    server.stop()
    page.reload()
    learning.answer(page, RIGHT)
    expect(learning.became_of(page, WAITING)).to_be_attached()
    learning.go_on(page)
    learning.answer(page, RIGHT)
    expect(learning.became_of(page, WAITING)).to_be_attached()
    server.start()
    expect(learning.became_of(page, SAVED)).to_be_attached(timeout=60_000)
    learning.go_on(page)
    learning.answer_the_rest(page, RIGHT)


def the_certificate_waits(page: Page) -> None:
    """Nobody has confirmed where the learner works."""
    page.goto("/ky/my/certificates/")
    expect(page.locator("main .tag.now")).to_be_visible()
    expect(page.locator("main a[download]")).to_have_count(0)


def confirm(coordinator: Page, name: str) -> None:
    coordinator.goto("/ru/municipality/waiting/")
    item = coordinator.locator("main li").filter(has_text=name)
    item.locator("form[action*='/confirm/'] button").click()
    expect(item).to_have_count(0)


def names_in_the_list_for_the_office(coordinator: Page) -> str:
    coordinator.goto("/ru/municipality/")
    with coordinator.expect_download() as download:
        coordinator.locator("main a[href*='as=xlsx']").click()
    book = load_workbook(BytesIO(download.value.path().read_bytes()))
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row
    )


def open_the_certificate(page: Page) -> str:
    """It is there at once, its paper bears the name; returns the address that is printed on it."""
    page.goto("/ky/my/certificates/")
    page.locator("main h2 a").first.click()
    paper = page.context.request.get(str(page.locator("main a[download]").get_attribute("href")))
    assert "Сыдыкова Бурул" in PdfReader(BytesIO(paper.body())).pages[0].extract_text()
    address = page.locator("main a[href*='/verify/']").get_attribute("href")
    return urlsplit(str(address)).path


def test_a_trainer_adds_a_lesson_and_a_quiz_to_a_course_that_is_being_learnt(
    visitors: Visitors, server: Server, tmp_path: Path
):
    learner = visitors(locale="ru").sign_in("learner@demo.kg", language="ru")
    learner.goto("/ru/courses/feedback/")
    learning.join(learner, "feedback")

    trainer = visitors(locale="ru", viewport=DESK).sign_in("trainer@demo.kg", language="ru")
    feedback = learning.content("feedback")
    writing.open_module(trainer, feedback["title"]["ru"], feedback["modules"][-1]["title"]["ru"])
    write_a_lesson(trainer, tmp_path)
    write_a_quiz(trainer)

    learner.goto("/ru/courses/feedback/")
    outline = learner.locator("ol.tasks").last
    expect(outline.locator("li").filter(has_text=QUIZ)).to_have_count(1)
    outline.get_by_role("link", name=LESSON).click()
    expect(learner.locator(".prose p").first).to_have_text(TEXT)
    picture = learner.get_by_role("img", name=SHOWN)
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", value=True)
    assert picture.evaluate("each => each.naturalWidth") > 0
    learning.read_lesson(learner)  # leads to the quiz
    expect(learner.locator("h1")).to_have_text(QUIZ)
    take_the_new_quiz(learner)


def write_a_lesson(trainer: Page, folder: Path) -> None:
    writing.begin(trainer, "lessonpage", LESSON)
    body = writing.add_block(trainer, "body", "pilcrow")
    body.locator("[role=textbox]").click()
    trainer.keyboard.insert_text(TEXT)
    writing.add_block(trainer, "body", "image")
    photograph = folder / "wall.jpg"
    Image.new("RGB", (1200, 800), "olive").save(photograph)
    writing.upload_picture(trainer, body, photograph)
    body.locator("input[name$='-value-alt']").fill(SHOWN)
    writing.publish(trainer, binds="all")


def write_a_quiz(trainer: Page) -> None:
    writing.begin(trainer, "quizpage", QUIZ)
    questions = writing.add_block(trainer, "questions", "radio-full")
    questions.locator("[name='questions-0-value-text']").fill("Где висят ответы жителям?")
    for option, text in enumerate(["На стене у входа", "В сейфе"]):
        questions.locator(f"[name$='options-{option}-value-text']").fill(text)
    questions.locator("[name$='options-0-value-is_right']").check()
    writing.publish(trainer, binds="new")


def take_the_new_quiz(learner: Page) -> None:
    learning.start_quiz(learner)
    learner.get_by_label("На стене у входа").check()
    learning.go_on(learner)
    learner.locator("form[data-save=quiz] button").click()
    learner.wait_for_url("**/result/")
    expect(learner.locator("section.verdict:not(.late)")).to_be_visible()


def test_a_coordinator_confirms_one_refuses_another_and_invites_a_third(
    visitors: Visitors, server: Server
):
    newcomers = {"Асанова": visitors().page(), "Токтоналиева": visitors().page()}
    for number, (family_name, page) in enumerate(newcomers.items()):
        learning.register(
            page,
            family_name=family_name,
            given_name="Гүлзат",
            phone=f"0700 555 80{number}",
            municipality=TEPLOKLYUCHENKA,
        )
    coordinator = visitors(locale="ru").sign_in("coordinator@demo.kg", language="ru")
    confirm(coordinator, "Асанова Гүлзат")
    refuse(coordinator, "Токтоналиева Гүлзат", because="В нашей управе такой нет")
    link = invite(coordinator, "Бакиров, водоканал")

    for page in newcomers.values():
        page.goto("/ky/my/profile/")
    expect(newcomers["Асанова"].locator("main .tag.good").first).to_be_visible()
    expect(newcomers["Токтоналиева"].locator("main")).to_contain_text("В нашей управе такой нет")

    invited = visitors().page()
    invited.goto(f"/ky{link}")
    learning.press(invited, invited.locator("main a.btn").first)
    expect(invited.locator("[name=municipality]")).to_have_count(0)  # known from the invitation
    learning.register(invited, family_name="Бакирова", given_name="Нуриза", phone="0700 555 809")
    invited.goto("/ky/my/profile/")
    expect(invited.locator("main")).to_contain_text(TEPLOKLYUCHENKA)
    expect(invited.locator("main .tag.good").first).to_be_visible()

    again = visitors().page().goto(f"/ky{link}")
    assert again
    assert again.status == 404  # it worked once


def refuse(coordinator: Page, name: str, *, because: str) -> None:
    coordinator.goto("/ru/municipality/waiting/")
    item = coordinator.locator("main li").filter(has_text=name)
    learning.press(coordinator, item.locator("a[href*='/refuse/']"))
    coordinator.fill("[name=because]", because)
    learning.press(coordinator, coordinator.locator("main form button.btn").first)
    expect(item).to_have_count(0)


def invite(coordinator: Page, for_whom: str) -> str:
    """Make an invitation; returns the path of its link, without the language."""
    coordinator.goto("/ru/municipality/invitations/")
    coordinator.fill("[name=for_whom]", for_whom)
    coordinator.locator("main form button.btn").first.click()
    link = coordinator.locator("main p a[href*='/invitation/']").get_attribute("href")
    return str(re.sub(r"^/(ru|ky|en)/", "/", urlsplit(str(link)).path))
