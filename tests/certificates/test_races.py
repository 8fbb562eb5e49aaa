"""Twenty at once, on PostgreSQL: one certificate, one message, one number each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest
from django.db import connection, transaction

from courses.certificates.issuing import reissue
from courses.certificates.models import CertificateIssue, NumberCounter, Revocation
from courses.certificates.numbers import next_number
from courses.certificates.revocation import revoke
from courses.certificates.tasks import make_certificate_pdf
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.progress.models import CourseCompletion
from lms.people.membership import confirm_membership
from lms.rules import Refusal
from tests import make
from tests.certificates.courses import a_course, certify, membership_of, rename
from tests.notices import said_of
from tests.threads import SECONDS

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
AT_ONCE = 20


def all_at_once(*acts: Callable[[], object]) -> list[object]:
    """Run each act in a thread of its own, started together; refusals are results."""
    start = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            start.wait(SECONDS)
            return act()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def pressing_the_last_button(learner, course) -> Callable[[], object]:
    enrol(person=learner, course_key=course.key)
    *before, last = course.lessons
    for lesson in before:
        press(learner, lesson)
    return lambda: press(learner, last)


def press(learner, lesson):
    return complete_lesson(
        person=learner,
        activity_key=lesson.translation_key,
        language="ru",
        revision_id=lesson.live_revision_id,
    )


def test_the_last_activity_completed_twenty_times_at_once_gives_one_certificate_and_one_message():
    learner = make.learner()
    act = pressing_the_last_button(learner, a_course())
    all_at_once(*[act] * AT_ONCE)
    assert CourseCompletion.objects.count() == 1
    issue = CertificateIssue.objects.get()
    assert len(said_of("certificate:")) == 1
    assert NumberCounter.objects.get().last == 1
    assert issue.pdf_sha256  # its task ran after the commit


def test_twenty_people_at_once_get_twenty_numbers_without_a_gap():
    course = a_course()
    place = make.municipality()
    acts = [pressing_the_last_button(make.learner(place), course) for _ in range(AT_ONCE)]
    all_at_once(*acts)
    numbers = sorted(CertificateIssue.objects.values_list("number", flat=True))
    year = numbers[0][:4]
    assert numbers == [f"{year}-{n:06}" for n in range(1, AT_ONCE + 1)]


def test_the_first_twenty_numbers_of_a_year_taken_at_once_are_twenty():
    def take() -> str:
        with transaction.atomic():
            return next_number(2050)

    taken = all_at_once(*[take] * AT_ONCE)
    assert sorted(map(str, taken)) == [f"2050-{n:06}" for n in range(1, AT_ONCE + 1)]


@pytest.mark.parametrize("first", ["completion", "confirmation"])
def test_a_completion_and_the_confirmation_at_once_do_not_miss_each_other(first):
    place = make.municipality()
    boss = make.coordinator(place)
    person = make.person(municipality=place)
    press_last = pressing_the_last_button(person, a_course())
    membership = membership_of(person)
    acts = {
        "completion": press_last,
        "confirmation": lambda: confirm_membership(by=boss, membership=membership),
    }
    act = acts.pop(first)
    [other] = acts.values()
    has_acted, other_is_through = Event(), Event()

    def hold_open() -> None:
        with transaction.atomic():
            act()
            has_acted.set()
            # The other waits for this commit; if it did not, it would be through by then, and miss it.
            other_is_through.wait(timeout=2)

    def come_second() -> None:
        assert has_acted.wait(SECONDS)
        other()
        other_is_through.set()

    all_at_once(hold_open, come_second)
    assert CertificateIssue.objects.get().completion == CourseCompletion.objects.get()


def test_a_pdf_made_twenty_times_at_once_is_kept_once():
    issue = certify(make.learner())
    CertificateIssue.objects.update(pdf=None, pdf_sha256="", pdf_made_by="")
    all_at_once(*[lambda: make_certificate_pdf(issue.pk)] * 8)
    issue.refresh_from_db()
    assert issue.pdf_sha256


def test_a_certificate_reissued_and_revoked_at_once_is_one_or_the_other():
    boss = make.manager()
    learner = make.learner(family_name="Асанова", given_name="Чынара")
    issue = certify(learner)
    rename(learner, "Ысакова", by=boss)
    acts = [lambda: reissue(by=boss, issue=issue), lambda: revoke(by=boss, issue=issue, why="x")]
    results = all_at_once(*acts * 4)
    assert sum(not isinstance(result, Refusal) for result in results) == 1
    newer = CertificateIssue.objects.filter(supersedes=issue).count()
    assert newer + Revocation.objects.count() == 1
