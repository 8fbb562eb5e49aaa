"""Municipalities and positions, from files, in the order of the Kyrgyz alphabet."""

import pytest
from django.core.management import call_command

from lms.people.forms.fields import OUTSIDE, municipality_choices
from lms.people.models import District, Municipality, Position, Region
from tests import make

pytestmark = pytest.mark.django_db


def test_the_files_are_brought_in_and_twice_is_once():
    for _time in range(2):
        call_command("import_municipalities", verbosity=0)
    counts = [model.objects.count() for model in (Region, District, Municipality)]
    assert counts[0] == 4
    assert counts[2] == 50
    place = Municipality.objects.get(code="41702205848000")
    assert place.district.code == "41702205000000"
    assert place.district.region.code == "41702000000000"
    assert place.name_in("ky") == "Теплоключенка айыл аймагы"
    assert Position.objects.last() == Position.objects.get(key="other")


def test_lists_are_in_kyrgyz_order_in_the_database_and_in_forms(settings):
    names = ["Озгоруш", "Өзгөн", "Пача-Ата", "Нарын", "Ңаңай", "Унчукбай", "Үчкөргөн", "Фрунзе"]
    for name in reversed(names):
        make.municipality(name)
    ordered = ["Нарын", "Ңаңай", "Озгоруш", "Өзгөн", "Пача-Ата", "Унчукбай", "Үчкөргөн", "Фрунзе"]
    in_database = Municipality.objects.order_by("name_ky").values_list("name_ky", flat=True)
    assert [name.split()[0] for name in in_database] == ordered
    choices = municipality_choices()
    assert choices[0][0] == ""
    assert choices[-1][0] == OUTSIDE
