"""Where Wagtail asks this room: the page that grades attempts again, and the button that leads to it."""

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from courses.assessment import regrading_views
from courses.assessment.models import QuizPage


@hooks.register("register_admin_urls")
def urls_of_quizzes() -> list[URLPattern]:
    return [
        path("quizzes/<int:page_id>/regrade/", regrading_views.quiz_regrade, name="quiz_regrade"),
    ]


@hooks.register("register_page_header_buttons")
def grade_again(
    page: Page, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Beside the other things that can be done with a quiz."""
    quiz = page.specific
    if isinstance(quiz, QuizPage) and quiz.live and regrading_views.may_regrade(user, quiz):
        yield Button(
            _("Grade the attempts again"),
            reverse("quiz_regrade", args=[quiz.pk]),
            icon_name="rotate",
            priority=45,
        )
