"""A quiz as it is published now: its pages in all languages, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from courses.assessment.models import QuizPage
from courses.assessment.refusals import QuizWithdrawn
from courses.catalogue.models import Address, PublishedCourse
from courses.progress.models import Requirement


@dataclass(frozen=True)
class PublishedQuiz:
    """`page` is the source language's, which alone has the rules and the key; `pages` are all by language."""

    course_key: UUID
    path: str
    source: str
    pages: Mapping[str, QuizPage]

    @property
    def page(self) -> QuizPage:
        return self.pages[self.source]


def find_quiz(quiz_key: UUID) -> PublishedQuiz:
    """The published quiz with that key. Raises `QuizWithdrawn` if there is none (any more)."""
    requirement = (
        Requirement.objects.open().filter(activity_key=quiz_key, kind=QuizPage.KIND).first()
    )
    address = Address.objects.filter(activity_key=quiz_key, is_current=True).first()
    if requirement is None or address is None:
        raise QuizWithdrawn
    languages = (
        PublishedCourse.objects.filter(course_key=requirement.course_key)
        .values_list("languages", flat=True)
        .first()
    )
    pages = {
        page.locale.language_code: page
        for page in QuizPage.objects.live()
        .filter(translation_key=quiz_key)
        .select_related("locale")
    }
    if not languages or languages[0] not in pages or not pages[languages[0]].questions:
        raise QuizWithdrawn  # one that asks nothing would be passed by everybody
    return PublishedQuiz(
        course_key=requirement.course_key, path=address.path, source=languages[0], pages=pages
    )
