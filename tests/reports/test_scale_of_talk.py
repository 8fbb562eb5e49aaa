"""Invented talk keeps every rule of the forum, and a recount finds what is broken."""

import pytest
from django.core.management import call_command
from django.db.models import F

from courses.reports.scale.seeding import seed_scale
from exchange.forum import checking
from exchange.forum.models import Follow, Helped, Post, Quote, Reader, Reading, SameProblem, Topic
from exchange.forum.quoting import show_posts_anew
from lms.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk() -> None:
    seed_scale(people=120, completions=60, topics=120, posts=2_400)


@pytest.mark.usefixtures("talk")
def test_so_many_topics_and_posts_keep_the_rules(capsys):
    assert (Topic.objects.count(), Post.objects.count()) == (120, 2_400)
    call_command("check_records")
    assert "Everything adds up." in capsys.readouterr().out

    assert list(Post.objects.order_by("created_at", "pk")) == list(Post.objects.order_by("pk"))
    written = set(Post.objects.values_list("author", "topic"))
    assert set(Follow.objects.values_list("person", "topic")) == written
    for post in Post.objects.select_related("membership"):
        place = post.membership
        assert place
        assert place.person_id == post.author_id
        assert place.confirmed_at
        assert place.confirmed_at <= post.created_at
    assert not Helped.objects.filter(post__author=F("person")).exists()
    assert not Reading.objects.filter(up_to__lte=F("person__forum_reader__since")).exists()
    assert Reader.objects.count() == Person.objects.count()
    assert Helped.objects.exists()
    assert SameProblem.objects.exists()
    assert Quote.objects.exists()
    assert Topic.objects.exclude(solution=None).exists()

    shown = dict(Post.objects.values_list("pk", "html"))
    show_posts_anew(Post.objects.all())
    assert dict(Post.objects.values_list("pk", "html")) == shown


@pytest.mark.usefixtures("talk")
def test_a_recount_of_the_forum_finds_what_is_broken():
    topic = Topic.objects.exclude(solution=None).order_by("pk")[0]
    Topic.objects.filter(pk=topic.pk).update(
        posts_count=99,
        same_problem_count=77,
        last_post_at=topic.created_at,
        solution=topic.posts.earliest("pk"),
    )
    post = Post.objects.order_by("pk")[0]
    other = Topic.objects.exclude(pk=post.topic_id)[0].strands.get()
    Post.objects.filter(pk=post.pk).update(helped_count=66, strand=other)
    reading = Reading.objects.order_by("pk")[0]
    Reading.objects.filter(pk=reading.pk).update(up_to=10_000_000)
    said = " ".join(checking.differences())
    for words in ("keeps 99 posts", "keeps 77", "not written in last", "solved by", "of another topic",
                  "keeps 66", "read further"):  # fmt: skip
        assert words in said
