"""Who may do what at the addresses of the forum."""

from collections.abc import Callable
from typing import Any

from tests.security.world import World

#                         visitor unconfirmed refused former learner coordinator foreign trainer moderator manager admin
TABLE = """
forum                     yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_answer              in      no          no      no     yes     yes         no      no      no        no      no
forum_attach              in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_attachment          no      no          no      no     yes     yes         no      no      no        no      no
forum_category            yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_category_feed       yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_choose              in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_complain            in      no          no      no     yes     no          no      no      no        no      no
forum_course              yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_delete              in      no          no      no     no      yes         no      no      no        no      no
forum_draft               in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_edit                in      no          no      no     no      yes         no      no      no        no      no
forum_follow_category     in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_follow_course       in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_follow_topic        in      no          no      no     yes     yes         no      no      no        no      no
forum_helped              in      no          no      no     yes     no          no      no      no        no      no
forum_history             no      no          no      no     yes     yes         no      no      no        no      no
forum_moderate            in      no          no      no     no      no          no      no      no        no      no
forum_new                 in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_new_in_course       in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_people              in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_post                no      no          no      no     yes     yes         no      no      no        no      no
forum_preview             in      no          no      no     yes     yes         yes     yes     yes       yes     yes
forum_read_all            in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_review              in      no          no      no     no      no          no      no      yes       no      yes
forum_review_post         in      no          no      no     no      no          no      no      no        no      no
forum_same_problem        in      no          no      no     yes     yes         no      no      no        no      no
forum_similar             in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
forum_solution            in      no          no      no     yes     no          no      no      no        no      no
forum_topic               no      no          no      no     yes     yes         no      no      no        no      no
forum_topic_feed          no      no          no      no     no      no          no      no      no        no      no
forum_undo                in      no          no      no     no      no          no      no      no        no      no
forum_unsolve             in      no          no      no     yes     no          no      no      no        no      no
my_moderation             in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
"""

ABOUT: dict[str, Callable[[World], dict[str, Any]]] = {
    "forum_answer": lambda w: {"pk": w.topic.pk},
    "forum_attachment": lambda w: {"key": w.post.attachments.get().key},
    "forum_category": lambda w: {"key": "waste"},
    "forum_category_feed": lambda w: {"key": "waste", "language": "ky"},
    "forum_complain": lambda w: {"pk": w.post.pk},
    "forum_course": lambda w: {"course": w.course.page.slug},
    "forum_delete": lambda w: {"pk": w.post.pk},
    "forum_edit": lambda w: {"pk": w.post.pk},
    "forum_follow_category": lambda w: {"key": "waste"},
    "forum_follow_course": lambda w: {"course": w.course.page.slug},
    "forum_follow_topic": lambda w: {"pk": w.topic.pk},
    "forum_helped": lambda w: {"pk": w.post.pk},
    "forum_history": lambda w: {"pk": w.post.pk},
    "forum_moderate": lambda w: {"pk": w.topic.pk},
    "forum_new": lambda w: {"key": "waste"},
    "forum_new_in_course": lambda w: {"course": w.course.page.slug},
    "forum_post": lambda w: {"pk": w.post.pk},
    "forum_review_post": lambda w: {"pk": w.post.pk},
    "forum_same_problem": lambda w: {"pk": w.topic.pk},
    "forum_solution": lambda w: {"pk": w.post.pk},
    "forum_topic": lambda w: {"pk": w.topic.pk},
    "forum_topic_feed": lambda w: {"pk": w.topic.pk},
    "forum_undo": lambda w: {"pk": w.post.pk},
    "forum_unsolve": lambda w: {"pk": w.topic.pk},
}

ASKED: dict[str, dict[str, str]] = {
    "forum_people": {"place": "new:waste"},
}

POSTED: dict[str, dict[str, Any]] = {
    "forum_answer": {"text": "Спасибо.", "client_id": "8f14e45f-ceea-467f-9575-8a1f5d1f7c3e"},
    "forum_attach": {"place": "new:waste"},
    "forum_delete": {},
    "forum_draft": {"place": "new:waste", "text": "Как"},
    "forum_follow_category": {},
    "forum_follow_course": {},
    "forum_follow_topic": {},
    "forum_helped": {},
    "forum_preview": {"place": "new:waste", "text": "Как"},
    "forum_read_all": {},
    "forum_same_problem": {},
    "forum_solution": {},
    "forum_undo": {},
    "forum_unsolve": {},
}
