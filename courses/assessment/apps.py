"""Quizzes: questions, attempts, grading."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class AssessmentConfig(AppConfig):
    name = "courses.assessment"
    label = "assessment"

    def ready(self) -> None:
        from courses.assessment.models import QuizPage
        from courses.assessment.views import show_quiz
        from courses.catalogue.activities import register_kind

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
