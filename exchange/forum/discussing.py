"""The ways from a course into its discussion, and from a topic back to the lesson that it is about."""

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.catalogue.beside import Link, beside_courses, beside_lessons
from courses.catalogue.outline import Outline, OutlineActivity, outline_of
from exchange.forum.models import Topic


def link_pages() -> None:
    """Put the ways on the pages of courses and lessons."""
    beside_courses.append(discussion_of)
    beside_lessons.append(question_about)


def discussion_of(outline: Outline) -> Link:
    """The topics of a course."""
    return Link(_("Discussion of the course"), reverse("forum_course", args=[outline.slug]))


def question_about(outline: Outline, activity: OutlineActivity) -> Link:
    """The form for a question about this lesson; whoever may not write reads there why."""
    form = reverse("forum_new_in_course", args=[outline.slug])
    return Link(_("Ask about this lesson"), f"{form}?about={activity.key}")


def lesson_of(topic: Topic) -> OutlineActivity | None:
    """The lesson that a topic is about, as long as it is published."""
    if not topic.activity_key or not topic.course_key:
        return None
    outline = outline_of(topic.course_key, get_language() or "ru")
    return outline.find(topic.activity_key) if outline else None
