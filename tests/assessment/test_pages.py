"""A quiz as pages: everything works without scripts, in each language, and says what is wrong."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from courses.assessment.attempts import finish_overdue, start_attempt, submit
from courses.assessment.models import Answer, Attempt, LateAnswer, Result
from courses.progress.enrolment import leave
from lms import clock
from lms.people.models import Person
from tests import make, make_courses
from tests.assessment.answering import RIGHT, WRONG, answer, answer_all
from tests.make_courses import MadeCourse, id_of


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def browser(learner: Person) -> Client:
    client = Client()
    client.force_login(learner)
    return client


@pytest.fixture
def attempt(learner: Person, course: MadeCourse) -> Attempt:
    return start_attempt(person=learner, quiz_key=course.quiz.translation_key)


def at(attempt: Attempt, rest: str = "", language: str = "ru") -> str:
    return f"/{language}/my/attempts/{attempt.pk}/{rest}"


def quiz_address(course: MadeCourse, language: str = "ru") -> str:
    return f"/{language}/courses/{course.page.slug}/module-1/quiz-1/"


def page(response) -> str:
    assert response.status_code == 200, response
    return str(response.content.decode())


def test_the_first_page_says_the_rules(browser: Client, course: MadeCourse) -> None:
    make_courses.publish_again(course.quiz, wait_minutes=90, finish_after_days=7)
    text = page(browser.get(quiz_address(course, "en")))
    assert "4.2 points of 6" in text
    assert "1 hour 30 minutes" in text
    assert "handed in by itself after 7 days" in text
    assert "each wrong one takes a part away" in text
    assert "Start the quiz" in text


def test_a_visitor_is_asked_to_sign_in_and_a_guest_to_join(course: MadeCourse) -> None:
    assert "Sign in to take the quiz" in page(Client().get(quiz_address(course, "en")))
    guest = Client()
    guest.force_login(make.person())
    assert "then you can take the quiz" in page(guest.get(quiz_address(course, "en")))


def test_a_whole_quiz_without_scripts(browser: Client, course: MadeCourse, learner: Person) -> None:
    started = browser.post(f"/ru/my/quizzes/{course.quiz.translation_key}/start/", follow=True)
    attempt = Attempt.objects.get()
    assert started.redirect_chain[-1][0] == at(attempt, "1/")
    for number, question in enumerate(attempt.asked.questions, 1):
        sent = browser.post(
            at(attempt, f"{number}/"), {"answer": RIGHT[question.id], "sequence": 1}
        )
        assert sent.status_code == 302
    assert sent["Location"] == at(attempt, "check/")
    assert "кенеш" in page(browser.get(at(attempt, "check/")))
    result = browser.post(at(attempt, "submit/"), follow=True)
    assert result.redirect_chain[-1][0] == at(attempt, "result/")
    assert Result.objects.get().passed


def test_one_goes_on_where_one_stopped(browser: Client, attempt: Attempt, learner: Person) -> None:
    answer(learner, attempt, "single", RIGHT[id_of("single")])
    assert browser.get(at(attempt))["Location"] == at(attempt, "2/")
    answer_all(learner, attempt, RIGHT)
    assert browser.get(at(attempt))["Location"] == at(attempt, "check/")


def test_a_question_left_out_is_left_out(browser: Client, attempt: Attempt) -> None:
    assert browser.post(at(attempt, "1/"), {"sequence": "1"})["Location"] == at(attempt, "2/")
    assert not Answer.objects.exists()


def test_coming_from_the_check_one_goes_back_to_it(browser: Client, attempt: Attempt) -> None:
    assert 'name="check"' in page(browser.get(at(attempt, "1/?check")))
    sent = browser.post(at(attempt, "1/"), {"answer": RIGHT[id_of("single")], "check": "1"})
    assert sent["Location"] == at(attempt, "check/")


@pytest.mark.parametrize(
    ("number", "value", "words"),
    [
        (5, "сорок", "Type one number in digits"),
        (4, "к" * 300, "Shorten the answer to 200 characters"),
        (1, "nonsense", "This cannot be an answer"),
    ],
)
def test_what_is_wrong_is_said_twice_and_what_was_typed_stays(
    browser: Client, attempt: Attempt, number: int, value: str, words: str
) -> None:
    response = browser.post(at(attempt, f"{number}/", "en"), {"answer": value})
    text = response.content.decode()
    assert response.status_code == 422
    assert text.count(words) == 2
    assert number == 1 or f'value="{value}"' in text
    assert not Answer.objects.exists()


def test_an_older_answer_shows_both(browser: Client, attempt: Attempt, learner: Person) -> None:
    answer(learner, attempt, "short", "сход", sequence=3)
    form = {"answer": "кенеш", "sequence": "2"}
    response = browser.post(at(attempt, "4/", "en"), form)
    text = response.content.decode()
    assert response.status_code == 422
    assert "Saved at" in text
    assert "сход" in text
    assert 'value="кенеш"' in text
    # The form that shows both has the next sequence: pressed again, it counts.
    assert 'name="sequence" value="4"' in text
    browser.post(at(attempt, "4/"), form | {"sequence": "4"})
    assert Answer.objects.get().value == "кенеш"


def test_sending_a_form_twice_is_once(browser: Client, attempt: Attempt) -> None:
    form = {"answer": "кенеш", "sequence": "1"}
    assert browser.post(at(attempt, "4/"), form).status_code == 302
    assert browser.post(at(attempt, "4/"), form).status_code == 302
    assert Answer.objects.get().sequence == 1


def test_after_the_end_an_answer_changes_nothing_and_is_shown(
    browser: Client, attempt: Attempt, learner: Person
) -> None:
    submit(person=learner, attempt_id=attempt.pk, language="ru")
    response = browser.post(at(attempt, "4/", "en"), {"answer": "кенеш"}, follow=True)
    assert "Came after the end, kept but not graded" in page(response)
    assert LateAnswer.objects.get().value == "кенеш"
    assert Result.objects.get().points == 0


def test_anothers_attempt_is_nowhere(attempt: Attempt) -> None:
    other = Client()
    other.force_login(make.person())
    for rest in ["", "1/", "check/", "result/"]:
        assert other.get(at(attempt, rest)).status_code == 404
    for rest in ["1/", "submit/", "answers/"]:
        assert other.post(at(attempt, rest), {"answer": "x"}).status_code == 404
    assert not Answer.objects.exists()


def test_an_attempt_of_nobody_asks_to_sign_in(attempt: Attempt) -> None:
    for rest in ["", "1/", "check/", "result/"]:
        assert "/accounts/login/" in Client().get(at(attempt, rest))["Location"]


@pytest.mark.parametrize("number", ["0", "6", "999999999999"])
def test_a_question_that_is_not_there_is_nowhere(
    browser: Client, attempt: Attempt, number: str
) -> None:
    assert browser.get(at(attempt, f"{number}/")).status_code == 404


def test_what_is_right_is_shown_only_when_it_helps_nobody_to_pass(
    browser: Client, attempt: Attempt, learner: Person, course: MadeCourse
) -> None:
    answer_all(learner, attempt, WRONG)
    submit(person=learner, attempt_id=attempt.pk, language="ru")
    text = page(browser.get(at(attempt, "result/", "en")))
    assert "Right is:" not in text
    assert "Пояснение к short" not in text
    assert "О выборе «нет»" in text  # why the chosen one is wrong
    last = start_attempt(person=learner, quiz_key=course.quiz.translation_key)
    submit(person=learner, attempt_id=last.pk, language="ru")
    text = page(browser.get(at(attempt, "result/", "en")))
    assert "Right is:" in text
    assert "Пояснение к short" in text
    assert "You have used up all attempts" in text


def test_who_has_passed_sees_what_is_right_and_where_to_go(
    browser: Client, attempt: Attempt, learner: Person, course: MadeCourse
) -> None:
    answer_all(learner, attempt, RIGHT | {id_of("single"): WRONG[id_of("single")]})
    submit(person=learner, attempt_id=attempt.pk, language="ru")
    text = page(browser.get(at(attempt, "result/", "en")))
    assert "Quiz passed: 5 of 6" in text
    assert "Right is:" in text
    assert "Урок 1" in text
    assert "Take it again" in text


def test_the_best_attempt_counts_and_says_so(
    browser: Client, attempt: Attempt, learner: Person, course: MadeCourse
) -> None:
    answer_all(learner, attempt, RIGHT)
    submit(person=learner, attempt_id=attempt.pk, language="ru")
    worse = start_attempt(person=learner, quiz_key=course.quiz.translation_key)
    submit(person=learner, attempt_id=worse.pk, language="ru")
    text = page(browser.get(at(worse, "result/", "en")))
    assert "Your best attempt counts: 6 of 6" in text
    assert "The quiz stays passed" in text


def test_time_that_ran_out_is_said(browser: Client, learner: Person, course: MadeCourse) -> None:
    make_courses.publish_again(course.quiz, finish_after_days=1)
    attempt = start_attempt(person=learner, quiz_key=course.quiz.translation_key)
    with clock.at(attempt.started_at + timedelta(days=1)):
        finish_overdue()
    response = browser.get(at(attempt, "2/", "en"), follow=True)
    assert response.redirect_chain == [(at(attempt, "result/", "en"), 302)]
    assert "The time of the attempt was over" in page(response)


def test_handing_in_after_leaving_the_course_says_to_join(
    browser: Client, attempt: Attempt, learner: Person, course: MadeCourse
) -> None:
    leave(person=learner, course_key=course.key)
    response = browser.post(at(attempt, "submit/", "en"), follow=True)
    assert "first, then your progress is kept" in page(response)
    assert not Result.objects.exists()


def test_the_language_may_change_inside_an_attempt(
    browser: Client, learner: Person, course: MadeCourse
) -> None:
    kyrgyz = [
        block | {"value": block["value"] | {"text": "Суроо"}} for block in [make_courses.short()]
    ]
    kyrgyz[0]["value"]["answers"] = [{"type": "item", "id": id_of("short", "ky"), "value": "кеңеш"}]
    make_courses.publish_again(course.quiz, questions=[make_courses.short()])
    make_courses.translate(course.quiz, "ky", title="Тест (кыргызча)", questions=kyrgyz)
    attempt = start_attempt(person=learner, quiz_key=course.quiz.translation_key)
    russian = page(browser.get(at(attempt, "1/")))
    assert "Вопрос short" in russian
    assert '<label for="answer">Суроо' in page(browser.get(at(attempt, "1/", "ky")))
    english = page(browser.get(at(attempt, "1/", "en")))
    assert '<h1 lang="ru"' in english
    assert "not translated yet" in english
    browser.post(at(attempt, "1/", "ky"), {"answer": "КЕҢЕШ", "sequence": "1"})
    browser.post(at(attempt, "submit/"))
    assert Result.objects.get().passed


def test_any_text_comes_through_as_text(browser: Client, attempt: Attempt, learner: Person) -> None:
    answer(learner, attempt, "short", '<script>alert(1)</script> 🙂 "')
    escaped = "&lt;script&gt;alert(1)&lt;/script&gt; 🙂 &quot;"
    for rest in ["4/", "check/"]:
        text = page(browser.get(at(attempt, rest)))
        assert "<script>alert" not in text
        assert escaped in text


@pytest.mark.parametrize("rest", ["1/", "5/", "check/"])
def test_a_page_of_an_attempt_takes_few_queries(
    browser: Client, attempt: Attempt, learner: Person, rest: str
) -> None:
    answer_all(learner, attempt, RIGHT)
    browser.get(at(attempt, rest))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        browser.get(at(attempt, rest))
    assert len(queries) <= 8, [query["sql"] for query in queries]


def test_the_first_page_and_the_result_take_few_queries(
    browser: Client, attempt: Attempt, learner: Person, course: MadeCourse
) -> None:
    answer_all(learner, attempt, RIGHT)
    submit(person=learner, attempt_id=attempt.pk, language="ru")
    for address in [quiz_address(course), at(attempt, "result/")]:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        assert len(queries) <= 13, [query["sql"] for query in queries]


def test_pages_of_an_attempt_say_whose_they_are_and_what_to_keep(
    browser: Client, attempt: Attempt, learner: Person
) -> None:
    text = page(browser.get(at(attempt, "1/")))
    assert f'<meta name="person" content="{learner.uuid}">' in text
    assert f'<meta name="keep" content="quiz {attempt.pk}">' in text
    assert at(attempt, "5/") in text
    assert at(attempt, "check/") in text


def test_the_page_for_no_network_names_nobody(browser: Client, learner: Person) -> None:
    with translation.override("en"):
        text = page(browser.get("/en/offline/"))
    assert learner.short_name not in text
    assert 'name="person"' not in text
    assert "There is no network" in text
