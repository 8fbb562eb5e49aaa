"""Somebody asks in Kyrgyz on a phone, is answered from another browser, hears of it, and marks the solution."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e.conftest import Visitor

QUESTION = "Таштанды чыгаруу келишимин кантип түзөсүздөр?"
ANSWER = "Күндөрдү жана сааттарды тактап жазыңыз, өткөрүп жиберген рейс үчүн айып коюңуз."
OFFICE = {"width": 1280, "height": 800}
LIST = "/ky/my/notices/"


def test_a_question_is_answered_told_and_solved(visitors: Callable[..., Visitor]):
    phone = visitors().sign_in("learner@demo.kg")
    phone.goto("/ky/forum/waste/new/")
    phone.locator("main input[name=title]").fill(QUESTION)
    phone.locator("main textarea[name=text]").fill("Бизде бир гана жүк ташуучу унаа бар.")
    phone.locator("main .acts button:not([name])").click()
    phone.wait_for_url("**/ky/forum/topics/*/**")
    topic = phone.url.partition("?")[0]

    office = visitors(viewport=OFFICE).sign_in("coordinator@demo.kg")
    office.goto(topic)
    office.locator("#reply textarea").fill(ANSWER)
    office.locator("#reply .acts button:not([name]), #reply button.btn:not([name])").first.click()
    expect(office.locator(".post").filter(has_text="айып коюңуз")).to_have_count(1)

    # On whatever page, the bell says it; the list leads to the answer, and then there is nothing unread of it.
    phone.goto("/ky/help/")
    expect(phone.locator(f".top a[href='{LIST}'] .count")).to_be_visible()
    phone.locator(f".top a[href='{LIST}']").click()
    row = phone.locator("main .items li.fresh").filter(has_text=QUESTION)
    expect(row).to_contain_text("өткөрүп жиберген")
    row.get_by_role("link").click()
    answer = phone.locator(".post").filter(has_text="айып коюңуз")
    expect(answer).to_be_in_viewport()
    phone.goto(LIST)
    expect(phone.locator("main .items li.fresh").filter(has_text=QUESTION)).to_have_count(0)

    phone.goto(topic)
    answer.locator("form[action*='/solution/'] button").click()
    expect(phone.locator(".tag.good").first).to_be_visible()
    office.goto(LIST)
    office.locator("main .items li.fresh").filter(has_text=QUESTION).first.get_by_role(
        "link"
    ).click()
    office.wait_for_url(lambda address: address.startswith(topic))
