"""Invented adoptions keep every rule of real ones, and are as many as were asked for."""

import pytest
from django.core.management import call_command
from django.db.models import F, Sum

from courses.reports.scale.seeding import seed_scale
from exchange.cases.adoption.tree import tree_of
from exchange.cases.models import Adoption, AdoptionStep, Case

pytestmark = pytest.mark.django_db


def test_so_many_adoptions_keep_the_rules(capsys):
    written = seed_scale(people=60, completions=30, cases=120, adoptions=600)
    assert written.adoptions == Adoption.objects.count() == 600
    call_command("check_records")
    assert "Everything adds up." in capsys.readouterr().out
    assert Case.objects.aggregate(n=Sum("adoptions_count"))["n"] == 600
    assert {*Adoption.objects.values_list("status", flat=True)} == {
        "considering", "planning", "under_way", "working", "stopped",
    }  # fmt: skip
    early = AdoptionStep.objects.filter(at__lt=F("adoption__case__published_at"))
    assert not early.exists()


def test_some_of_them_became_cases_that_others_took_up():
    seed_scale(people=60, completions=30, cases=120, adoptions=600)
    trees = [tree_of(case, "ru") for case in Case.objects.filter(adoptions_count__gt=0)]
    below = [b.branches for tree in trees for b in tree.branches if b.became and b.branches]
    assert below


def test_no_more_are_written_than_municipalities_can_take():
    written = seed_scale(people=60, completions=30, cases=2, adoptions=600)
    assert written.adoptions == Adoption.objects.count() < 600
