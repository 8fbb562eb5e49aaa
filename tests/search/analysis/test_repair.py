"""A query is also read as it was meant: in the other layout, or in Cyrillic letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import repairs


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("vecjh", "мусор"),
        ("nfinfyls", "таштанды"),
        ("fqsk jrvjne", "айыл өкмөтү"),
        ("rfr yfgbcfnm ;fkj,e", "как написать жалобу"),
        ("ызщке", "sport"),
        ("здфт", "plan"),
        ("VECJH", "мусор"),
        ("jndtns yf ;fkj,s", "ответы на жалобы"),
        ("rehc ekfyf", "курс улана"),
        ("Re,fysx,tr", "кубанычбек"),
        ("gfgfy fqsk fqvfus", "папан айыл аймагы"),
    ],
)
def test_a_query_in_the_wrong_layout_is_read_in_the_other(typed: str, meant: str):
    assert repairs(typed)[0] == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("musor", "мусор"),
        ("zhaloba na musor", "жалоба на мусор"),
        ("obrashcheniya grazhdan", "обращения граждан"),
        ("chistaya voda", "чистая вода"),
        ("bolnitsa", "больница"),
        ("ekonomika", "экономика"),
        ("zayavlenie", "заявление"),
        ("raion", "район"),
        ("tashtandy", "таштанды"),
        ("ayil okmotu", "айыл өкмөтү"),
        ("aiyl ökmötü", "айыл өкмөтү"),
        ("köçö", "көчө"),
        ("keńesh", "кеңеш"),
        ("kalktyn kayryluusu", "калктын кайрылуусу"),
        ("asanov", "асанов"),
        ("soobsheniya zhitelei", "сообщения жителей"),
        ("rashody i dohody", "расходы и доходы"),
        ("personal'nye dannye", "персональные данные"),
        ("obem othodov", "объем отходов"),
        ("rayon", "район"),
        ("novyi variant", "новый вариант"),
        ("uruksatsyz tashtandy", "уруксатсыз таштанды"),
        ("ishenim suramjyloo", "ишеним сурамжылоо"),
        ("kubanychbek r.", "кубанычбек р."),
    ],
)
def test_a_query_in_latin_letters_is_read_in_cyrillic(typed: str, meant: str):
    assert meant in repairs(typed)


def test_only_the_words_that_need_it_are_read_otherwise():
    assert repairs("musor жок") == ["мусор жок"]


def test_latin_letters_that_look_right_are_read_as_they_look():
    assert "сор" in repairs("cop")


@pytest.mark.parametrize(
    "query",
    [
        *("мусор", "таштанды", "айыл өкмөтү", "обращения граждан", "Хрущев", "Шевченко", ""),
        *(
            "and or (",
            "' ; [",
            "waste collection",
            "public budget hearings protocol",
            "2026",
            "🙂",
            "\x00",
        ),
    ],
)
def test_a_query_that_says_what_it_means_is_left_alone(query: str):
    assert repairs(query) == []


@given(query=st.text(max_size=200))
def test_any_query_has_a_few_other_readings_at_most(query: str):
    found = repairs(query)
    assert len(found) <= 4
    assert len(set(found)) == len(found)
    assert query not in found
    assert found == repairs(query)
