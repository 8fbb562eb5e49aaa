"""The adoptions of the demonstration, as its seed makes them: all of them, once, on their days."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from exchange.cases.adoption.checking import differences
from exchange.cases.adoption.tree import tree_of
from exchange.cases.importing import key_of
from exchange.cases.models import Adoption, AdoptionMeasure, AdoptionStep, Case
from exchange.forum.models import Post
from lms.website.demo.adoptions import seed_adoptions
from lms.website.demo.cases import publish_cases
from lms.website.demo.forum import seed_categories, seed_talk
from lms.website.demo.ground import moderator, seed_ground
from tests.demo_content.test_demo_cases import adoptions

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
DAY = datetime(2026, 11, 28, 10, 30, tzinfo=ZoneInfo("Asia/Bishkek"))


def counts() -> list[int]:
    return [model.objects.count() for model in (Adoption, AdoptionStep, AdoptionMeasure, Post)]


def test_all_are_brought_in_once_on_their_days():
    call_command("set_up_site")
    seed_ground(DAY)
    seed_categories()
    seed_talk(DAY)
    publish_cases(moderator(), DAY)
    seed_adoptions(DAY)
    told = [step["date"] for each in adoptions() for step in each["steps"]]
    there = counts()
    assert there[:3] == [15, len(told), sum(len(each["indicators"]) for each in adoptions())]
    assert sorted(AdoptionStep.objects.values_list("on", flat=True)) == sorted(told)
    assert list(differences()) == []
    # Some talk with those whose case it is; the two lines go three generations down.
    assert Adoption.objects.filter(topic__posts_count=2).exists()
    (meters,) = (b for b in tree_of(case("meters-in-one-summer"), "ru").branches if b.branches)
    assert meters.branches[0].branches[0].adoption.municipality.code == "41703207815000"
    seed_adoptions(DAY)
    assert counts() == there


def case(name: str) -> Case:
    return Case.objects.get(key=key_of(name))
