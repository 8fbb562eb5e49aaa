"""What a certificate says of the course is frozen when the course is completed, whenever it is issued."""

from dataclasses import asdict, dataclass

from django.db.models import F, Sum

from courses.catalogue.activities import KINDS
from courses.catalogue.models import CoursePage
from courses.certificates.facts import as_printed
from courses.certificates.models import WaitingCertificate
from courses.progress.models import CourseCompletion
from lms.languages import LANGUAGES


@dataclass(frozen=True)
class FrozenCourse:
    """The course as it was: `language` is its source, `minutes` are those of what was counted."""

    titles: dict[str, str]
    language: str
    minutes: int
    valid_months: int | None
    page_id: int
    revision_id: int | None


def frozen_course_of(completion: CourseCompletion) -> FrozenCourse | None:
    """The course as it was at the completion, or as it is; None if it is gone."""
    waiting = WaitingCertificate.objects.filter(completion=completion).first()
    return FrozenCourse(**waiting.course) if waiting else _freeze(completion)


def keep_until_confirmed(completion: CourseCompletion) -> None:
    """Keep the course as it is now for a certificate that waits; the first time stands."""
    if not WaitingCertificate.objects.filter(completion=completion).exists():
        course = _freeze(completion)
        if course:
            WaitingCertificate.objects.get_or_create(
                completion=completion, defaults={"course": asdict(course)}
            )


def _freeze(completion: CourseCompletion) -> FrozenCourse | None:
    # In its source language, published or not any more.
    course = (
        CoursePage.objects.filter(
            translation_key=completion.enrolment.course_key, locale=F("source_locale")
        )
        .select_related("locale")
        .first()
    )
    if course is None:
        return None
    pages = CoursePage.objects.filter(translation_key=course.translation_key)
    titles = dict(pages.values_list("locale__language_code", "title"))
    return FrozenCourse(
        titles={code: as_printed(titles[code]) for code in LANGUAGES if code in titles},
        language=course.locale.language_code,
        minutes=_minutes_of(completion, course),
        valid_months=course.certificate_valid_months,
        page_id=course.pk,
        revision_id=course.live_revision_id,
    )


def _minutes_of(completion: CourseCompletion, course: CoursePage) -> int:
    """The minutes of what was counted for the course; numbers are right in the source language alone."""
    total = 0
    for kind in KINDS.values():
        pages = kind.model.objects.filter(  # type: ignore[attr-defined]  # kinds are pages
            translation_key__in=completion.counted, locale=course.locale
        )
        total += pages.aggregate(minutes=Sum("minutes"))["minutes"] or 0
    return total
