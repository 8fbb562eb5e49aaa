"""What somebody learns, as their pages show it: the next step, the courses, the certificates."""

from dataclasses import dataclass, replace
from typing import Any

from django.db.models import IntegerField

from courses.certificates.queries import InShort, certificates_in_short, certificates_of
from courses.certificates.renewal import RENEWAL_OPENS, can_renew
from courses.progress.learning import standings_of
from courses.progress.lesson_view import place_of
from courses.progress.rows import progress_words
from courses.progress.standing import Standing
from lms import clock
from lms.people.deciding import who_decides
from lms.people.models import Membership, Person
from lms.prepared import Prepared


@dataclass(frozen=True)
class MyCourse:
    """A course of somebody's, and its certificate if there is one."""

    standing: Standing
    progress: str
    certificate: InShort | None = None
    can_renew: bool = False


@dataclass(frozen=True)
class MyLearning:
    """`learning` and `completed` hold the courses, the one touched last first; `step` is where to go on."""

    learning: list[MyCourse]
    completed: list[MyCourse]
    step: dict[str, Any] | None

    @property
    def has_begun(self) -> bool:
        return bool(self.learning or self.completed)

    @property
    def beside_the_step(self) -> list[MyCourse]:
        """The courses but the one that the next step is in, learning before completed."""
        first = self.step["mine"] if self.step else None
        return [each for each in (*self.learning, *self.completed) if each is not first]

    @property
    def waits(self) -> bool:
        """Whether a completed course still has no certificate."""
        return any(each.certificate is None for each in self.completed)


def my_learning(person: Person, language: str, most: int | None = None) -> MyLearning:
    """What somebody learns and has earned, the `most` courses touched last; five queries at most.

    One more for each certificate that runs out.
    """
    courses = [
        MyCourse(standing, progress_words(standing))
        for standing in standings_of(person, language, most)
    ]
    learning = [each for each in courses if not each.standing.is_complete]
    completed = [each for each in courses if each.standing.is_complete]
    if completed:
        completed = _with_certificates(person, completed)
    return MyLearning(learning, completed, next_step(learning))


def next_step(learning: list[MyCourse]) -> dict[str, Any] | None:
    """The activity to go on with, in the course touched last; None if there is none."""
    for each in learning:
        activity = each.standing.next_activity
        if activity:
            place = place_of(each.standing.outline, activity)
            return {"mine": each, "activity": activity, "place": place}
    return None


def _with_certificates(person: Person, completed: list[MyCourse]) -> list[MyCourse]:
    issues = {issue.completion_id: issue for issue in certificates_in_short(person)}
    last_day = clock.today() + RENEWAL_OPENS
    due = {
        issue.number
        for issue in issues.values()
        if issue.expires_on and issue.expires_on <= last_day
    }
    renewable = {
        issue.number
        for issue in (certificates_of(person).filter(number__in=due) if due else ())
        if can_renew(person, issue)
    }
    found = []
    for each in completed:
        issue = issues.get(each.standing.completion.pk) if each.standing.completion else None
        can = issue is not None and issue.number in renewable
        found.append(replace(each, certificate=issue, can_renew=can))
    return found


WORKPLACE: Prepared[int | None] = Prepared(
    lambda person: (
        Membership.objects.open()
        .confirmed()
        .filter(person=person)
        .order_by()
        .values_list("municipality", flat=True)
    ),
    person=IntegerField(),
)


@dataclass(frozen=True)
class Workplace:
    """Where somebody works. `municipality`: its key; None where none has confirmed it, and outside all of them."""

    is_confirmed: bool
    municipality: int | None


def workplace_of(person: Person) -> Workplace:
    """Whether the person's place of work is confirmed, and which it is; lighter than reading the membership."""
    found = WORKPLACE.all(person=person.pk)
    return Workplace(is_confirmed=bool(found), municipality=found[0] if found else None)


def membership_facts(person: Person) -> dict[str, Any]:
    """What `people/membership_state.html` takes; at most two queries, none for those who are confirmed."""
    membership = person.membership
    if membership is None:
        refused = (
            Membership.objects.filter(person=person)
            .exclude(refused_at=None)
            .select_related("municipality")
            .order_by("-refused_at")
            .first()
        )
        return {"membership": None, "refused": refused}
    decides = "" if membership.confirmed_at else who_decides(membership)
    return {"membership": membership, "who_decides": decides}
