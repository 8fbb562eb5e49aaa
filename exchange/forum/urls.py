"""Addresses under /forum/. That of a post works for ever, wherever the post stands by then."""

from django.urls import path

from exchange.forum.views import (
    attachments,
    lists,
    marks,
    moderating,
    topics,
    while_typing,
    writing,
)

urlpatterns = [
    path("my/moderation/", moderating.about_me, name="my_moderation"),
    path("forum/", lists.index, name="forum"),
    path("forum/new/", writing.choose_where, name="forum_choose"),
    path("forum/read/", marks.read_everything, name="forum_read_all"),
    path("forum/draft/", while_typing.keep_draft, name="forum_draft"),
    path("forum/preview/", while_typing.preview, name="forum_preview"),
    path("forum/attach/", while_typing.attach, name="forum_attach"),
    path("forum/colleagues/", while_typing.people, name="forum_people"),
    path("forum/similar/", while_typing.similar, name="forum_similar"),
    path("forum/attachments/<uuid:key>/", attachments.attachment, name="forum_attachment"),
    path("forum/topics/<int:pk>/", topics.topic, name="forum_topic"),
    path("forum/topics/<int:pk>/answer/", writing.answer, name="forum_answer"),
    path("forum/topics/<int:pk>/follow/", marks.follow_topic, name="forum_follow_topic"),
    path("forum/topics/<int:pk>/same-problem/", marks.same_problem, name="forum_same_problem"),
    path("forum/topics/<int:pk>/unsolve/", marks.unsolve, name="forum_unsolve"),
    path("forum/topics/<int:pk>/moderate/", moderating.topic, name="forum_moderate"),
    path("forum/posts/<int:pk>/", topics.post, name="forum_post"),
    path("forum/posts/<int:pk>/complain/", moderating.complain, name="forum_complain"),
    path("forum/posts/<int:pk>/edit/", writing.edit, name="forum_edit"),
    path("forum/posts/<int:pk>/history/", topics.history, name="forum_history"),
    path("forum/posts/<int:pk>/delete/", writing.delete, name="forum_delete"),
    path("forum/posts/<int:pk>/undo/", writing.undo, name="forum_undo"),
    path("forum/posts/<int:pk>/solution/", marks.solution, name="forum_solution"),
    path("forum/posts/<int:pk>/helped/", marks.helped, name="forum_helped"),
    path("forum/courses/<str:course>/", lists.course, name="forum_course"),
    path("forum/courses/<str:course>/follow/", marks.follow_course, name="forum_follow_course"),
    path("forum/courses/<str:course>/new/", writing.ask_in_course, name="forum_new_in_course"),
    path("forum/<slug:key>/", lists.category, name="forum_category"),
    path("forum/<slug:key>/follow/", marks.follow_category, name="forum_follow_category"),
    path("forum/<slug:key>/new/", writing.ask, name="forum_new"),
]

# Words that stand where a category's would: no category can have them.
WORDS_OF_ADDRESSES = {str(each.pattern).split("/")[1] for each in urlpatterns} - {"<slug:key>"}
