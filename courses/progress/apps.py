"""Who learns what, and how far they are."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgressConfig(AppConfig):
    name = "courses.progress"
    label = "progress"

    def ready(self) -> None:
        from courses.catalogue.activities import register_kind
        from courses.catalogue.models import LessonPage
        from courses.catalogue.publication import on_course_published
        from courses.catalogue.touching import count_learners
        from courses.catalogue.words import minutes_words
        from courses.progress import notice_kinds, noticing
        from courses.progress.completion import complete_what_lacks_nothing, on_course_completed
        from courses.progress.enrolment import how_many_learn, on_rejoined
        from courses.progress.following import follow_publication
        from courses.progress.lesson_view import show_lesson
        from courses.progress.records import (
            lock_records_of,
            touch_records_of,
            touch_records_of_member,
        )
        from lms.people.changes import on_person_changed
        from lms.people.membership import before_memberships, on_membership_confirmed

        register_kind(
            "lesson",
            LessonPage,
            show_lesson,
            done_words=_("Completed"),
            size_words=lambda activity: minutes_words(activity.minutes),
        )
        on_course_published.append(follow_publication)
        count_learners.append(how_many_learn)
        on_rejoined.append(complete_what_lacks_nothing)
        on_person_changed.append(touch_records_of)
        on_course_completed.append(noticing.forget_reminders)
        notice_kinds.register_kinds()
        before_memberships.append(lock_records_of)
        on_membership_confirmed.append(touch_records_of_member)
