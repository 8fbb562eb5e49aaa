"""Quizzes: questions, attempts, grading."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class AssessmentConfig(AppConfig):
    name = "courses.assessment"
    label = "assessment"

    def ready(self) -> None:
        from courses.assessment.models import QuizPage
        from courses.assessment.regrading import count_what_was_given
        from courses.assessment.views import show_quiz
        from courses.catalogue.activities import register_kind
        from courses.progress.enrolment import on_rejoined
        from lms.people.audit import name_acts

        register_kind(
            QuizPage.KIND,
            QuizPage,
            show_quiz,
            done_words=_("Passed"),
            size=lambda page: len(page.questions),
            size_words=lambda activity: (
                ngettext("%(n)s question", "%(n)s questions", activity.size) % {"n": activity.size}
            ),
        )
        on_rejoined.append(count_what_was_given)
        name_acts({"quiz graded again": _("Quiz graded again")})
