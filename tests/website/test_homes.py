"""Home says what to do next: to a visitor, a learner, a coordinator, a manager, a trainer."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from courses.assessment.attempts import start_attempt, submit
from courses.certificates.forgeries import report_forgery
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol, leave
from lms.people.membership import refuse_membership
from lms.people.models import Person
from tests import make, make_courses
from tests.assessment.answering import WRONG, answer
from tests.cases import reviews
from tests.make_courses import MadeCourse, id_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_kept")]


def page_of(client: Client, person: Person, address: str = "/en/") -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def learn(person: Person, course: MadeCourse, lessons: int = 0) -> None:
    """Join, and complete the first lessons."""
    enrol(person=person, course_key=course.key)
    for lesson in course.lessons[:lessons]:
        complete_lesson(
            person=person,
            activity_key=lesson.translation_key,
            language="ru",
            revision_id=lesson.live_revision_id,
        )


# A visitor


def test_a_visitor_reads_what_this_is_and_which_courses_there_are(client: Client):
    course = make_courses.course()
    html = client.get("/en/").content.decode()
    assert f'<a href="/en/courses/{course.page.slug}/" lang="ru">{course.page.title}</a>' in html
    assert 'href="/en/accounts/signup/"' in html
    assert 'action="/verify/"' in html


def test_the_figures_are_counted_from_rows_and_absent_while_there_are_none(client: Client):
    course = make_courses.course()
    assert "The programme in figures" not in client.get("/en/").content.decode()
    learn(make.learner(), course, lessons=1)
    learn(make.person(), course)  # not confirmed: the programme's report does not count them either
    cache.clear()
    html = client.get("/en/").content.decode()
    figures = html.partition("The programme in figures")[2].partition("</dl>")[0]
    assert figures.count("<dd>1</dd>") == 3  # a municipality, a person, a certificate


def test_who_is_signed_in_still_finds_what_this_is(client: Client):
    html = page_of(client, make.person(), "/en/about/")
    assert "signup" not in html


# A learner


def test_who_has_begun_nothing_is_invited_to_the_courses(client: Client):
    course = make_courses.course()
    html = page_of(client, make.learner())
    assert course.page.title in html
    assert "Begin with a course" in html


def test_the_next_step_is_in_the_course_touched_last(client: Client):
    person = make.learner()
    first, second = make_courses.course(lessons=3), make_courses.course(lessons=3)
    learn(person, first, lessons=1)
    learn(person, second)
    learn(person, first, lessons=2)
    html = page_of(client, person)
    step = html.partition('<section class="next"')[2].partition("</section>")[0]
    assert f'href="/en/courses/{first.page.slug}/module-1/lesson-3/"' in step
    assert "2 of 3 done" in step
    assert 'value="66"' in step
    assert f'href="/en/courses/{second.page.slug}/"' in html.partition("My courses")[2]


def test_a_course_that_was_left_is_not_among_mine(client: Client):
    person, course = make.learner(), make_courses.course(lessons=2)
    learn(person, course, lessons=1)
    leave(person=person, course_key=course.key)
    assert "Begin with a course" in page_of(client, person)


def test_a_completed_course_shows_its_certificate(client: Client):
    person = make.learner()
    learn(person, make_courses.course(), lessons=1)
    for address in ("/en/", "/en/my/"):
        html = page_of(client, person, address)
        assert '<section class="next"' not in html
        assert f'href="/en/my/certificates/{person.certificates.get().number}/"' in html


def test_who_waits_reads_whom_to_ask(client: Client):
    coordinator = make.coordinator()
    assert coordinator.membership
    person = make.person(municipality=coordinator.membership.municipality)
    learn(person, make_courses.course(), lessons=1)
    for address in ("/en/", "/en/my/"):
        html = page_of(client, person, address)
        assert coordinator.full_name in html
        assert "The certificate waits for your place of work to be confirmed" in html


def test_who_was_refused_reads_why(client: Client):
    coordinator = make.coordinator()
    assert coordinator.membership
    person = make.person(municipality=coordinator.membership.municipality)
    assert person.membership
    refuse_membership(by=coordinator, membership=person.membership, because="Nobody <knows> you.")
    assert "Nobody &lt;knows&gt; you." in page_of(client, Person.objects.get(pk=person.pk))


def test_who_learns_nothing_yet_sees_what_my_learning_is_for(client: Client):
    assert "Choose a course" in page_of(client, make.learner(), "/en/my/")


def test_my_learning_is_for_who_is_signed_in(client: Client):
    assert client.get("/en/my/")["Location"] == "/en/accounts/login/?next=/en/my/"


# Roles


def test_a_coordinator_sees_who_waits_and_how_the_staff_fares(client: Client):
    coordinator = make.coordinator()
    assert coordinator.membership
    place = coordinator.membership.municipality
    course = make_courses.course()
    learn(make.learner(place), course, lessons=1)
    learn(make.learner(place), course)
    make.person(municipality=place)
    make.person(municipality=make.municipality())  # waits elsewhere
    learn(make.learner(), course, lessons=1)  # learns elsewhere
    html = page_of(client, coordinator)
    panel = html.partition('aria-labelledby="coordinator"')[2].partition("</section>")[0]
    assert "1 person waits for your confirmation." in panel
    assert [part.partition("</dd>")[0] for part in panel.split("<dd>")[1:]] == ["3", "2", "1"]


def test_a_manager_sees_what_waits_for_the_managers(client: Client):
    manager = make.manager()
    coordinator = make.coordinator()
    assert coordinator.membership
    make.person(municipality=make.municipality())  # nobody coordinates there
    make.person(municipality=coordinator.membership.municipality)  # the coordinator has 7 days
    report_forgery(code_as_typed="", text="Another name.")
    html = page_of(client, manager)
    panel = html.partition('aria-labelledby="manager"')[2].partition("</section>")[0]
    assert "1 report of a forged certificate is open." in panel
    waiting = client.get("/en/programme/waiting/").content.decode()
    assert f"{waiting.count('/confirm/')} people wait for the managers" in panel


def test_a_trainer_sees_how_learners_fare_in_their_own_courses(client: Client):
    trainer = make.trainer()
    course = make_courses.course(lessons=1, quizzes=[{"questions": [make_courses.single()]}])
    other = make_courses.course()
    course.page.owner = trainer
    course.page.save()
    learner = make.learner()
    learn(learner, course, lessons=1)
    attempt = start_attempt(person=learner, quiz_key=course.quiz.translation_key)
    submit(person=learner, attempt_id=attempt.pk, language="ru")
    html = page_of(client, trainer)
    panel = html.partition('aria-labelledby="trainer"')[2].partition("</section>")[0]
    assert [part.partition("</dd>")[0] for part in panel.split("<dd>")[1:]] == ["1", "0", "1"]
    assert other.page.title not in panel


def test_a_trainer_reads_what_was_missed_in_the_language_of_the_page(client: Client):
    trainer, learner = make.trainer(), make.learner()
    course = make_courses.course(lessons=0, quizzes=[{"questions": [make_courses.single()]}])
    kyrgyz = make_courses.single()
    kyrgyz["value"] |= {"text": "Бир суроо"}
    make_courses.translate(course.quiz, "ky", questions=[kyrgyz])
    course.page.owner = trainer
    course.page.save()
    learn(learner, course)
    attempt = start_attempt(person=learner, quiz_key=course.quiz.translation_key)
    answer(learner, attempt, "single", WRONG[id_of("single")])
    submit(person=learner, attempt_id=attempt.pk, language="ru")
    for address, words in (("/ru/", "Вопрос single"), ("/ky/", "Бир суроо")):
        assert words in page_of(client, trainer, address), address


@pytest.mark.parametrize(
    ("somebody", "sees"), [(make.admin, True), (make.manager, True), (make.learner, False)]
)
def test_numbers_of_a_course_go_to_its_writer_who_may_see_numbers(
    client: Client, somebody: Callable[[], Person], sees: bool
):
    writer = somebody()
    assert 'aria-labelledby="trainer"' not in page_of(client, writer)
    course = make_courses.course()
    course.page.owner = writer
    course.page.save()
    assert ('aria-labelledby="trainer"' in page_of(client, writer)) is sees


def test_nobody_sees_the_work_of_a_role_they_do_not_have(client: Client):
    html = page_of(client, make.learner())
    for role in ("coordinator", "manager", "trainer"):
        assert f'aria-labelledby="{role}"' not in html


# What it costs


@pytest.mark.parametrize("courses", [1, 4])
def test_home_costs_the_same_however_much_somebody_learns(
    client: Client, courses: int, django_assert_num_queries: DjangoAssertNumQueries
):
    person = make.learner()
    for _ in range(courses):
        learn(person, make_courses.course(), lessons=1)
        learn(person, make_courses.course(lessons=2), lessons=1)
    page_of(client, person)
    with django_assert_num_queries(9):
        client.get("/en/")


@pytest.mark.parametrize(
    "somebody", [make.coordinator, make.manager, make.trainer, make.moderator, make.admin]
)
def test_a_role_adds_a_few_queries(
    client: Client, somebody: type, django_assert_max_num_queries: DjangoAssertNumQueries
):
    person = somebody()
    learn(person, make_courses.course(), lessons=1)
    learn(person, make_courses.course(lessons=2), lessons=1)
    page_of(client, person)
    with django_assert_max_num_queries(18):  # of an administrator, who has the panels of all
        client.get("/en/")


def test_a_certificate_that_runs_out_is_an_invitation_to_take_the_course_again(client: Client):
    course = make_courses.course()
    course.page.certificate_valid_months = 2  # less than the 90 days from which it can be renewed
    course.page.save_revision().publish()
    person = make.learner()
    learn(person, course, lessons=1)
    number = person.certificates.get().number
    html = page_of(client, person, "/en/my/")
    assert f'action="/en/my/certificates/{number}/renew/"' in html
    client.post(f"/en/my/certificates/{number}/renew/")
    html = page_of(client, person, "/en/my/")
    assert "0 of 1 done" in html
    assert "renew/" not in html


# A moderator


def test_a_moderator_sees_which_cases_wait_and_how_many_posts(client: Client):
    moderator = make.moderator()
    assert "No case waits for you." in page_of(client, moderator)
    reviews.submitted()
    html = page_of(client, moderator)
    assert '<a href="/admin/case-review/">1 case waits for you.</a>' in html
    assert "No forum post waits for a moderator." in html
    assert '<a href="/admin/">Moderation</a>' in html
    assert "/admin/case-review/" not in page_of(client, make.learner())
