"""What people are told of courses that they are taking."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from courses.catalogue.models import PublishedCourse
from lms.notifications.kinds import Kind, Teller, Told, key_in, register
from lms.notifications.models import Notice, Way
from lms.people.models import AuditRecord

GROUP = gettext_lazy("Courses and certificates")
Titles = dict[tuple[str, str], PublishedCourse]  # by the course's key and the language


def _published(keys: Iterable[str]) -> Titles:
    """What is published of these courses, in all languages: one query."""
    found = PublishedCourse.objects.filter(course_key__in=[UUID(key) for key in keys])
    return {(str(each.course_key), each.language): each for each in found.defer("outline")}


def _in_language(titles: Titles, key: str) -> PublishedCourse:
    return titles[key, get_language() or "ru"]


def course_in(notice: Notice) -> str:
    """The key in "course:…"."""
    return notice.subject.partition(":")[2]


def _of_updates(notices: Sequence[Notice]) -> dict[int, Teller]:
    titles = _published({course_in(each) for each in notices})
    known = {key for key, _language in titles}

    def teller(key: str) -> Teller:
        def tell() -> Told:
            course = _in_language(titles, key)
            return Told(
                _("New in your course: %(course)s") % {"course": course.title},
                _("Something was added that you need for the certificate."),
                reverse("course", args=[course.slug]),
            )

        return tell

    return {each.pk: teller(key) for each in notices if (key := course_in(each)) in known}


def _of_reminders(notices: Sequence[Notice]) -> dict[int, Teller]:
    asked = AuditRecord.objects.select_related("by").in_bulk([key_in(each) for each in notices])
    titles = _published({str(each.facts["course"]) for each in asked.values()})
    known = {key for key, _language in titles}

    def teller(record: AuditRecord) -> Teller:
        def tell() -> Told:
            course = _in_language(titles, str(record.facts["course"]))
            return Told(
                _("Please finish the course: %(course)s") % {"course": course.title},
                _("%(name)s asks you to finish it. What you have done is kept.")
                % {"name": record.by.full_name if record.by else ""},
                reverse("course", args=[course.slug]),
            )

        return tell

    return {
        each.pk: teller(record)
        for each in notices
        if (record := asked.get(key_in(each))) and str(record.facts["course"]) in known
    }


UPDATED = Kind(
    name="courses.updated",
    group=GROUP,
    label=gettext_lazy("Changes in your courses"),
    about=gettext_lazy("Something that you need was added to a course that you are taking."),
    way=Way.DAILY,
    describe=_of_updates,
)
REMINDER = Kind(
    name="courses.reminder",
    group=GROUP,
    label=gettext_lazy("Please finish"),
    about=gettext_lazy("Your coordinator asks you to finish a course."),
    way=Way.AT_ONCE,
    describe=_of_reminders,
    by_sms=True,
)


def register_kinds() -> None:
    """Join them, in the order in which a page lists them."""
    for kind in (UPDATED, REMINDER):
        register(kind)
