"""A small course, published as a trainer publishes one, and learners who complete it."""

from dataclasses import dataclass
from itertools import count
from uuid import UUID

from wagtail.models import Locale, Page

from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Topic
from courses.certificates.models import CertificateIssue
from courses.progress.completion import complete_lesson
from courses.progress.enrolment import enrol
from courses.progress.models import CourseCompletion
from lms.people.models import Membership, Person
from lms.people.name_changes import accept_name, change_name

_number = count(1)


@dataclass(frozen=True)
class Course:
    """The course's pages in its source language, Russian."""

    page: CoursePage
    lessons: list[LessonPage]

    @property
    def key(self) -> UUID:
        key: UUID = self.page.translation_key
        return key


def a_course(
    *,
    title: str = "Вывоз мусора",
    in_kyrgyz: str = "Таштанды чыгаруу",
    minutes: tuple[int, ...] = (50, 40),
    valid_months: int | None = 24,
) -> Course:
    """A course of one module with a lesson for each number of minutes, in Russian, its title in Kyrgyz too."""
    number = next(_number)
    topic, _is_new = Topic.objects.get_or_create(key="waste", defaults={"name_ru": "Отходы"})
    index = CourseIndexPage.objects.get(locale__language_code="ru")
    page = CoursePage(
        title=title,
        slug=f"course-{number}",
        summary="Кратко",
        topic=topic,
        certificate_valid_months=valid_months,
        locale=index.locale,
    )
    module = ModulePage(title="Модуль", slug="module", locale=index.locale)
    lessons = [
        LessonPage(title=f"Урок {at}", slug=f"lesson-{at}", minutes=of, locale=index.locale)
        for at, of in enumerate(minutes, 1)
    ]
    _publish(index, page)
    _publish(page, module)
    for lesson in lessons:
        _publish(module, lesson)
    if in_kyrgyz:
        translation = page.copy_for_translation(Locale.objects.get(language_code="ky"))
        translation.title = in_kyrgyz
        translation.save_revision().publish()
    return Course(page, lessons)


def _publish(parent: Page, page: Page) -> None:
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()


def complete(person: Person, course: Course) -> CourseCompletion:
    """Enrol and press the button of every lesson."""
    enrolment = enrol(person=person, course_key=course.key)
    for lesson in course.lessons:
        complete_lesson(
            person=person,
            activity_key=lesson.translation_key,
            language="ru",
            revision_id=lesson.live_revision_id,
        )
    return CourseCompletion.objects.get(enrolment=enrolment)


def membership_of(person: Person) -> Membership:
    """The open membership that somebody surely has."""
    assert person.membership
    return person.membership


def rename(person: Person, family_name: str, *, by: Person) -> None:
    """The person asks for another family name, and somebody accepts it."""
    change = change_name(person=person, family_name=family_name, given_name=person.given_name)
    assert change
    accept_name(by=by, change=change)
    person.refresh_from_db()


def file_of(issue: CertificateIssue) -> bytes:
    """The PDF as it is kept."""
    issue.refresh_from_db()
    assert issue.pdf
    return bytes(issue.pdf)


def certify(person: Person, course: Course | None = None) -> CertificateIssue:
    """The certificate that a confirmed member gets for completing a course."""
    completion = complete(person, course or a_course())
    return CertificateIssue.objects.get(completion=completion)
