"""Addresses of the feeds. Programs fetch them: a language stands where words of ours are in it."""

from django.urls import path

from exchange.forum.feeds import category_feed, topic_feed

urlpatterns = [
    path(
        "feeds/categories/<slug:key>/<str:language>.atom", category_feed, name="forum_category_feed"
    ),
    path("feeds/topics/<int:pk>/", topic_feed, name="forum_topic_feed"),
]
