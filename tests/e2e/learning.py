"""What learners do on the screen: register, read lessons, answer questions. By names and marks, never by words."""

import re
from typing import Any

import yaml
from playwright.sync_api import Locator, Page, expect

from lms.people.phones import to_e164
from lms.website.demo.courses import FOLDER
from lms.website.demo.streams import key

PASSWORD = "узун-сырсөз-2026"
SAVED, WAITING = "#i-check", "#i-alert"  # the pictures beside what became of an answer


def content(course: str) -> dict[str, Any]:
    """A course of the demonstration, as its content file has it."""
    written: dict[str, Any] = yaml.safe_load(
        (FOLDER / "courses" / f"{course}.yaml").read_text(encoding="utf-8")
    )
    return written


def right_answers(course: str) -> dict[str, list[str]]:
    """Of every question by its id: what is typed, or the values of the options to choose."""
    answers = {}
    for module in content(course)["modules"]:
        for quiz in (each for each in module["activities"] if each["kind"] == "quiz"):
            place = (course, module["key"], quiz["key"])
            for question in quiz["questions"]:
                if not question.get("later"):  # of a kind that quizzes do not ask yet
                    answers[str(key(*place, question["key"]))] = _right(place, question)
    return answers


def _right(place: tuple[str, ...], question: dict[str, Any]) -> list[str]:
    if question["type"] == "number":
        return [str(question["answer"]).replace(".", ",")]
    if question["type"] == "short":
        return [question["answers"].get("ky", question["answers"]["ru"])[0]]
    right = [option["key"] for option in question["options"] if option.get("right")]
    if question["type"] == "true_false":
        return right
    return [str(key(*place, question["key"], each)) for each in right]


def register(
    page: Page, *, family_name: str, given_name: str, phone: str, municipality: str = ""
) -> None:
    """By phone number, with the code that came by SMS; who is invited names no municipality."""
    if "/signup/" not in page.url:
        page.goto("/ky/accounts/signup/")
    page.fill("[name=family_name]", family_name)
    page.fill("[name=given_name]", given_name)
    page.fill("[name=phone]", phone)
    if municipality:
        page.select_option("[name=municipality]", label=municipality)
    page.select_option("[name=position]", index=3)
    page.check("[name=sex][value=f]")
    page.fill("[name=password1]", PASSWORD)
    page.check("[name=consent]")
    page.locator("main form button.btn").first.click()
    page.wait_for_selector("[name=code]")
    page.fill("[name=code]", sms_code(page, phone))
    page.locator("main form button.btn").first.click()
    page.wait_for_url(lambda address: "/accounts/" not in address)


def sms_code(page: Page, phone: str) -> str:
    """What the latest SMS to this number asks to type."""
    outbox = page.context.new_page()
    outbox.goto(f"/dev/outbox?to=%2B{to_e164(phone).removeprefix('+')}")
    text = outbox.locator("ul.items li div").first.inner_text()
    outbox.close()
    code = re.search(r"\b(\d{6}|[A-Z0-9]{3,4}-?[A-Z0-9]{3,4})\b", text)
    assert code, text
    return code.group(1)


def join(page: Page, course: str) -> None:
    """From the page of the course, in the language of the page before."""
    page.locator("form[action*='/enrol/'] button").click()
    page.wait_for_url(lambda address: f"/courses/{course}/" in address)


def answer(page: Page, right: dict[str, list[str]]) -> None:
    """Answer the question on the screen rightly, without going on."""
    question = page.locator("quiz-question:defined")
    values = right[str(question.get_attribute("data-question"))]
    if question.locator("input#answer").count():
        question.locator("input#answer").fill(values[0])
        question.locator("input#answer").blur()
    else:
        for value in values:
            question.locator(f"input[name=answer][value='{value}']").check()


def became_of(page: Page, picture: str) -> Locator:
    """The line below the question, with this picture."""
    return page.locator(f"quiz-question .saved use[href='{picture}']")


def press(page: Page, button: Locator) -> None:
    """Press a button and wait for where it leads."""
    before = page.url
    button.click()
    page.wait_for_url(lambda address: address != before)


def go_on(page: Page) -> None:
    press(page, page.locator("quiz-question form button.btn"))


def read_lesson(page: Page) -> None:
    press(page, page.locator("form[data-save=lesson] button"))


def start_quiz(page: Page) -> None:
    page.locator("form[action*='/start/'] button").click()
    page.wait_for_selector("quiz-question")


def answer_the_rest(page: Page, right: dict[str, list[str]]) -> None:
    """From the question on the screen to the check, and hand in."""
    while page.locator("quiz-question").count():
        answer(page, right)
        go_on(page)
    page.locator("form[data-save=quiz] button").click()
    page.wait_for_url("**/result/")
    expect(page.locator("section.verdict:not(.late)")).to_be_visible()


def finish_course(page: Page, right: dict[str, list[str]]) -> None:
    """Do what the main button of each page leads to, until it leads to nothing but the course itself."""
    while not page.locator(".next progress[value='100']").count():
        if page.locator("form[data-save=lesson]").count():
            read_lesson(page)
        elif page.locator("form[action*='/start/'] .btn:not(.quiet)").count():
            start_quiz(page)
            answer_the_rest(page, right)
        else:
            press(page, page.locator("main .acts a.btn, main .next a.btn").first)
