"""A course with a quiz, and people who learn it, one for each test; made beside the server, in its database."""

from courses.progress.enrolment import enrol
from tests import make, make_courses

NAMES = [
    "aigul",
    "aizada",
    "bakyt",
    "cholpon",
    "daniyar",
    "elmira",
    "farida",
    "gulnara",
    "husein",
    "indira",
    "jyldyz",
    "kanat",
    "lira",
]


def prepare() -> None:
    """Called by `manage.py shell` on the server's database."""
    course = make_courses.course(
        lessons=2,
        quizzes=[
            {
                "questions": [
                    make_courses.single(),
                    make_courses.multiple(),
                    make_courses.true_false(),
                    make_courses.short(),
                    make_courses.number(),
                ]
            }
        ],
    )
    for name in NAMES:
        enrol(person=make.person(email=f"{name}@example.org"), course_key=course.key)
    print(course.page.slug)  # noqa: T201  read by the test
