"""Who changes many rounds at once locks them in the order of their keys, whatever the plan: none is refused for it."""

from collections.abc import Callable

import pytest
from django.db.models import F

from courses.progress.enrolment import enrol
from courses.progress.models import Enrolment
from courses.progress.records import touch_records_of
from courses.reports.explorer.outbox import forget_what_was_sent, mark_sent
from lms.people.models import Person
from tests import make, make_courses
from tests.threads import while_held

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def mark_all_as_sent(_person: Person) -> None:
    mark_sent(dict(Enrolment.objects.values_list("pk", "version")), [], set())


@pytest.mark.parametrize(
    "act", [touch_records_of, mark_all_as_sent, lambda _person: forget_what_was_sent()]
)
def test_rounds_are_locked_in_one_order(act: Callable[[Person], None]):
    person = make.learner()
    first, second = (enrol(person=person, course_key=make_courses.course().key) for _ in range(2))
    Enrolment.objects.update(indexed_version=F("version"), version=F("version") + 1)
    # Written last, it is met last: PostgreSQL ended one of both, “deadlock detected”.
    Enrolment.objects.filter(pk=first.pk).update(indexed_version=1, version=F("version") + 1)
    before = Enrolment.objects.values_list("version", "indexed_version").get(pk=second.pk)
    mine = Enrolment.objects.filter(person=person)
    while_held(mine.filter(pk=first.pk), lambda: act(person), then=mine)
    assert Enrolment.objects.values_list("version", "indexed_version").get(pk=second.pk) != before
