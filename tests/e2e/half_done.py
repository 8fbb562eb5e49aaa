"""Somebody who has begun all that can be begun, and a moderator with something to do; made beside the server.

What the demonstration has begun of that is left as it is.
"""

from django.db import transaction

from courses.assessment.attempts import start_attempt
from courses.assessment.models import Attempt, QuizPage
from courses.progress.enrolment import enrol
from courses.progress.models import Requirement
from exchange.cases.choices import Part
from exchange.cases.models import Case
from exchange.cases.review import talk as review_talk
from exchange.cases.review.reviewing import ask_for_changes
from exchange.cases.writing.submission import submit
from exchange.forum.editing import edit_post
from exchange.forum.solving import mark_solution
from lms.people.choices import Role
from lms.people.models import Municipality, Person
from lms.people.roles import grant_role
from tests import make
from tests.cases import adoptions, reviews, writing
from tests.forum import talk

WRITES = "writes@example.org"
KEEPS = "keeps@example.org"


@transaction.atomic
def prepare() -> None:
    """Called by `manage.py shell` on the server's database."""
    place, other = Municipality.objects.order_by("-code")[:2]
    author = make.learner(place, email=WRITES, language="ky")
    moderator = make.person(email=KEEPS, language="ky")
    grant_role(by=make.manager(), person=moderator, role=Role.MODERATOR)
    _write_cases(author, moderator)
    _take_up(author, other)
    _talk(author, make.learner(other))
    print(_begin_a_quiz(author).id)  # noqa: T201  read by the test


def _write_cases(author: Person, moderator: Person) -> None:
    """One that lacks something, one given back, one in review, one published."""
    lacking = writing.full(by=author)
    writing.save(lacking, Part.BASICS, writing.BASICS | {"done": ""})
    given_back = writing.short(by=author, title="Остановки, которые построили сами")
    submit(by=author, draft=given_back)
    ask_for_changes(by=moderator, draft=given_back, text="Сколько это стоило?", part=Part.COSTS)
    question = given_back.comments.get()
    review_talk.comment(by=author, draft=given_back, text="Считаем.", answers=question)
    waiting = writing.short(by=author, title="Колонка у школы")
    submit(by=author, draft=waiting)
    review_talk.comment(by=moderator, draft=waiting, text="Кто её чинит?", part=Part.BASICS)
    reviews.published(author, title="Контейнеры у каждого магазина")


def _take_up(author: Person, other: Municipality) -> None:
    """A case of somebody else, which works here too."""
    membership = make.membership_of(author)
    case = (
        Case.objects.exclude(municipality=membership.municipality).filter(withdrawn_at=None).first()
    )
    adoption = adoptions.working(author, case)
    adoptions.measure(adoption, before=4, after=9)


def _talk(author: Person, colleague: Person) -> None:
    """A question that was put otherwise, then solved, of which a colleague makes a case."""
    topic = talk.topic(author, title="Как считать тариф на воду?")
    first = topic.posts.get()
    edit_post(by=author, post=first, text="Как считать тариф на воду без счётчиков?", version=1)
    topic.refresh_from_db()
    solved = mark_solution(by=author, post=talk.post(topic, colleague))
    writing.draft(colleague, topic=solved)


def _begin_a_quiz(author: Person) -> Attempt:
    quiz = Requirement.objects.open().filter(kind=QuizPage.KIND).earliest("pk")
    enrol(person=author, course_key=quiz.course_key)
    return start_attempt(person=author, quiz_key=quiz.activity_key)
