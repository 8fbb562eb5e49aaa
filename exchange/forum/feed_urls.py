"""Addresses of the feeds. They have no language: programs fetch them."""

from django.urls import path

from exchange.forum.feeds import category_feed, topic_feed

urlpatterns = [
    path("feeds/categories/<slug:key>/", category_feed, name="forum_category_feed"),
    path("feeds/topics/<int:pk>/", topic_feed, name="forum_topic_feed"),
]
