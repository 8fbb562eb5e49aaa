"""What the people of the demonstration ask and answer."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from django.core.management import call_command

from exchange.forum.models import Helped, ModerationAct, Post, Topic
from lms.website.demo.forum import seed_categories, seed_talk
from lms.website.demo.ground import seed_ground

DEMO = Path(__file__).resolve().parents[2] / "exchange" / "forum" / "demo"
PEOPLE = Path(__file__).resolve().parents[2] / "lms" / "people" / "demo"
LONGEST_TITLE = 120  # characters: the limit of the field
LARGEST_FILE = 40 * 1024  # bytes: a phone on 2G waits for it
# Ten in the morning: what is written for later that day would be still to come.
DAY = datetime(2026, 11, 28, 10, 30, tzinfo=ZoneInfo("Asia/Bishkek"))


def topics() -> list[dict[str, Any]]:
    files = sorted((DEMO / "topics").glob("*.yaml"))
    return [topic for file in files for topic in yaml.safe_load(file.read_text(encoding="utf-8"))]


def test_there_are_forty_topics_of_every_sort():
    found = topics()
    assert len({topic["key"] for topic in found}) == len(found) == 40
    assert {"course", "hidden", "pinned", "solution", "same_problem"} <= {
        name for topic in found for name in topic
    }
    assert all(len(topic["title"]) <= LONGEST_TITLE for topic in found)


def test_everybody_who_speaks_is_of_the_demonstration():
    people = yaml.safe_load((PEOPLE / "people.yaml").read_text(encoding="utf-8"))["people"]
    known = {each["key"] for each in people}
    assert {post["author"] for topic in topics() for post in topic["posts"]} <= known


def test_a_solution_is_an_answer_and_a_quote_has_words_of_an_earlier_post():
    for topic in topics():
        posts = topic["posts"]
        assert 1 < topic.get("solution", 2) <= max(len(posts), 2)
        for number, post in enumerate(posts):
            if quote := post.get("quote"):
                assert quote["post"] <= number
                assert quote["words"] in posts[quote["post"] - 1]["text"]


def test_files_are_all_attached_somewhere_and_small():
    attached = Counter(
        name for topic in topics() for post in topic["posts"] for name in post.get("files", [])
    )
    files = {file.name: file.stat().st_size for file in (DEMO / "files").iterdir()}
    assert set(attached) == set(files)
    assert max(files.values()) <= LARGEST_FILE


@pytest.mark.django_db
@pytest.mark.slow
def test_the_talk_is_seeded_once_on_its_days():
    call_command("set_up_site")
    seed_ground(DAY)
    seed_categories()
    seed_talk(DAY)
    assert not Topic.objects.filter(is_illustrative=False).exists()
    there = [Topic.objects.count(), Post.objects.count(), Helped.objects.count()]
    assert there[0] == len(topics())
    assert there[1] == sum(len(topic["posts"]) for topic in topics())
    assert not Post.objects.filter(created_at__gt=DAY).exists()
    posts = Post.objects.order_by("created_at", "pk").values_list("pk", flat=True)
    assert list(posts) == sorted(posts)
    hidden = Topic.objects.exclude(hidden_at=None)
    assert hidden.count() == 2
    assert ModerationAct.objects.filter(topic__in=hidden).count() == 2
    seed_talk(DAY)
    assert [Topic.objects.count(), Post.objects.count(), Helped.objects.count()] == there
