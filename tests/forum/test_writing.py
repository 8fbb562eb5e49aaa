"""While somebody writes: drafts of two devices, a preview, what is similar, and a form that is sent twice."""

from http import HTTPStatus
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from exchange.forum.choices import Audience
from exchange.forum.drafts import MOST_DRAFTS, draft_of, save_draft
from exchange.forum.editing import delete_post
from exchange.forum.models import Draft, Post, Topic
from exchange.forum.posting import answer
from exchange.forum.refusals import SentAlready
from lms.people.models import Person
from tests import make, make_courses
from tests.forum import talk

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return make.learner()


@pytest.fixture
def browser(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def save(person: Person, text: str, writer: UUID, base: str = "") -> Draft | None:
    return save_draft(
        person=person, place="new:waste", title="", text=text, writer=writer, base=base
    )


def moment(draft: Draft | None) -> str:
    assert draft is not None
    return draft.saved_at.isoformat()


def test_a_page_goes_on_with_its_own_draft(person: Person):
    page = uuid4()
    save(person, "Как", page)
    draft = save(person, "Как быть", page)
    assert draft
    assert (draft.text, draft.other_text) == ("Как быть", "")


def test_a_person_keeps_a_hundred_drafts_and_what_is_typed_then_stands_on_the_page(
    browser: Client, person: Person
):
    talk.category()
    for number in range(MOST_DRAFTS):
        place = f"topic:{number + 1}"
        facts: dict[str, Any] = {"person": person, "place": place, "title": "", "writer": None}
        save_draft(**facts, text="Начал")
    save_draft(**facts, text="Начал и пишу дальше")
    kept = {"place": "new:waste", "title": "", "text": "Сто первый"}
    answer = browser.post("/ru/forum/draft/", kept, headers={"Accept": "application/json"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert str(MOST_DRAFTS) in answer.json()["message"]
    typed = {"title": "Вопрос", "text": "Сто первый", "kind": "question", "client_id": uuid4()}
    page = browser.post("/ru/forum/waste/new/", typed | {"preview": "1"}).content.decode()
    assert "Сто первый" in page
    assert answer.json()["message"] in page
    assert Draft.objects.filter(person=person).count() == MOST_DRAFTS
    save_draft(**facts, text="")  # emptied
    assert save(person, "Сто первый", uuid4())


def test_another_device_goes_on_with_the_draft_that_it_was_shown(person: Person):
    base = moment(save(person, "Как", uuid4()))
    draft = save(person, "Что", uuid4(), base)
    assert draft
    assert (draft.text, draft.other_text) == ("Что", "")


def test_a_newer_draft_of_another_device_is_kept_beside(person: Person):
    phone, office = uuid4(), uuid4()
    base = moment(save(person, "Как", phone))
    save(person, "Как быть", phone)
    draft = save(person, "Что делать", office, base)
    assert draft
    assert (draft.text, draft.other_text) == ("Что делать", "Как быть")


def test_a_page_that_is_emptied_takes_no_draft_of_another_device_along(person: Person):
    save(person, "Как быть", uuid4())
    draft = save(person, "", uuid4())
    assert draft
    assert draft.text == "Как быть"


def test_what_is_emptied_is_no_draft(person: Person):
    page = uuid4()
    save(person, "Как быть", page)
    assert save(person, " ", page) is None
    assert draft_of(person, "new:waste") is None


def test_what_has_arrived_is_no_draft_any_more(person: Person):
    topic, key = talk.topic(), uuid4()
    answer(author=person, topic=topic, text="Так.", client_id=key)
    late = save_draft(
        person=person, place=f"topic:{topic.pk}", title="", text="Так.", writer=key, base=""
    )
    assert late is None
    assert draft_of(person, f"topic:{topic.pk}") is None


def keep(browser: Client, place: str) -> int:
    fields = {"place": place, "text": "Как", "writer": uuid4()}
    return browser.post(reverse("forum_draft"), fields).status_code


def test_a_draft_is_kept_only_where_somebody_may_write(browser: Client):
    own = talk.topic(category=talk.category("own", Audience.MUNICIPALITY))
    talk.category("staff", Audience.TRAINERS)
    open_topic, course = talk.topic(), make_courses.course()
    for place in (f"topic:{open_topic.pk}", "new:waste", f"new:course:{course.key}"):
        assert keep(browser, place) == HTTPStatus.OK
    foreign = open_topic.posts.get().pk
    for place in (
        f"topic:{own.pk}",
        "new:staff",
        f"edit:{foreign}",
        "new:nowhere",
        f"new:course:{uuid4()}",
        "",
    ):
        assert keep(browser, place) == HTTPStatus.NOT_FOUND


def test_a_draft_comes_back_in_the_form(browser: Client, person: Person):
    topic = talk.topic()
    keep(browser, f"topic:{topic.pk}")
    page = browser.get(reverse("forum_topic", args=[topic.pk])).content.decode()
    assert ">\nКак</textarea>" in page


def test_an_empty_form_has_nothing_to_mend(browser: Client):
    talk.category()
    topic = talk.topic()
    for address in (reverse("forum_new", args=["waste"]), reverse("forum_topic", args=[topic.pk])):
        assert b'class="err' not in browser.get(address).content


def test_a_preview_without_script_keeps_form_and_draft(browser: Client, person: Person):
    talk.category()
    form = {"kind": "question", "title": "Как?", "text": "Так **вот**.", "client_id": uuid4()}
    page = browser.post(reverse("forum_new", args=["waste"]), form | {"preview": "1"})
    html = page.content.decode()
    assert "<strong>вот</strong>" in html
    assert 'value="Как?"' in html
    assert not Topic.objects.exists()
    assert (draft := draft_of(person, "new:waste"))
    assert draft.text == "Так **вот**."


def test_a_preview_of_nothing_says_so(browser: Client):
    talk.category()
    fields = {"place": "new:waste", "text": " "}
    assert b'class="err"' in browser.post(reverse("forum_preview"), fields).content


def test_lessons_that_answer_are_shown_before_the_question_is_sent(browser: Client):
    talk.category()
    make_courses.course(title="Договор на вывоз мусора")
    found = browser.get(reverse("forum_similar"), {"q": "договор на вывоз"}).content.decode()
    assert "Договор на вывоз мусора" in found
    form = {"kind": "question", "title": "договор на вывоз", "text": "", "similar": "1"}
    page = browser.post(reverse("forum_new", args=["waste"]), form | {"client_id": uuid4()})
    assert "Договор на вывоз мусора" in page.content.decode()
    assert b'class="err"' not in page.content


def test_a_link_to_a_course_is_a_card(browser: Client, settings: Any):
    course = make_courses.course(title="Договор на вывоз мусора").page
    address = f"{settings.SITE_URL}/ky/courses/{course.slug}/"
    post = talk.post(talk.topic(), text=f"Вот:\n\n{address}\n\nа здесь {address} нет")
    page = browser.get(reverse("forum_topic", args=[post.topic_id])).content.decode()
    assert page.count('<div class="media ours">') == 1
    assert f'href="/ru/courses/{course.slug}/"' in page
    course.unpublish()
    page = browser.get(reverse("forum_topic", args=[post.topic_id])).content.decode()
    assert "Договор на вывоз мусора" not in page


def test_a_link_to_what_not_all_may_read_is_only_a_link(browser: Client, settings: Any):
    own = talk.topic(title="Наша тайна", category=talk.category("members", Audience.MEMBERS))
    post = talk.post(talk.topic(), text=f"{settings.SITE_URL}/ru/forum/topics/{own.pk}/")
    page = browser.get(reverse("forum_topic", args=[post.topic_id])).content.decode()
    assert "Наша тайна" not in page


def test_a_post_is_quoted_into_the_form_below_the_draft(browser: Client):
    topic = talk.topic()
    keep(browser, f"topic:{topic.pk}")
    pk = topic.posts.get().pk
    page = browser.get(reverse("forum_topic", args=[topic.pk]), {"quote": pk}).content.decode()
    assert f"Как\n\n&gt; [@post:{pk}]\n&gt; У нас один предприниматель" in page
    foreign = talk.topic(category=talk.category("own", Audience.MUNICIPALITY)).posts.get()
    answer = browser.get(reverse("forum_topic", args=[topic.pk]), {"quote": foreign.pk})
    assert f"@post:{foreign.pk}" not in answer.content.decode()


def test_colleagues_are_found_as_their_name_is_typed(browser: Client):
    place = make.municipality()
    own = talk.category("own", Audience.MUNICIPALITY)
    reader = make.learner(place, given_name="Нурбек", family_name="Токтосунов")
    make.learner(given_name="Нурлан", family_name="Чужой")
    topic = talk.topic(reader, category=own)
    browser.force_login(make.learner(place))
    for typed in ("нур", "Ток", "нурбек т", ""):
        fields = {"q": typed, "place": f"topic:{topic.pk}"}
        found = browser.get(reverse("forum_people"), fields).content.decode()
        assert "Токтосунов" in found
        assert "Чужой" not in found


# The same form with other words: the answer to the first was lost


def test_other_words_of_the_same_form_change_the_post(person: Person):
    topic, key = talk.topic(), uuid4()
    first = answer(author=person, topic=topic, text="Так.", client_id=key)
    again = answer(author=person, topic=topic, text="Не так.", client_id=key)
    assert (again.pk, again.text, again.version) == (first.pk, "Не так.", 2)
    assert again.revisions.get().text == "Так."
    asked = uuid4()
    talk.topic(person, title="Как?", client_id=asked)
    assert talk.topic(person, title="Что?", client_id=asked).title == "Что?"


def test_other_words_come_back_in_the_form_when_the_post_cannot_be_changed(
    browser: Client, person: Person
):
    topic, key = talk.topic(), uuid4()
    post = answer(author=person, topic=topic, text="Так.", client_id=key)
    delete_post(by=person, post=post)
    with pytest.raises(SentAlready):
        answer(author=person, topic=topic, text="Не так.", client_id=key)
    address = reverse("forum_answer", args=[topic.pk])
    page = browser.post(address, {"text": "Не так.", "client_id": key})
    html = page.content.decode()
    assert "Не так." in html
    assert str(key) not in html
    renewed = html.split('name="client_id" value="')[1][:36]
    browser.post(address, {"text": "Не так.", "client_id": renewed})
    assert Post.objects.get(client_id=renewed).text == "Не так."


def test_an_edit_conflict_shows_both_texts(browser: Client, person: Person):
    post = talk.post(talk.topic(), person, "Первый текст.")
    address = reverse("forum_edit", args=[post.pk])
    browser.post(address, {"text": "С телефона.", "version": 1, "client_id": uuid4()})
    fields = {"text": "С компьютера.", "version": 1, "client_id": uuid4()}
    page = browser.post(address, fields).content.decode()
    assert "С телефона." in page
    assert "С компьютера.</textarea>" in page
    browser.post(address, fields | {"version": 2})
    post.refresh_from_db()
    assert post.text == "С компьютера."
