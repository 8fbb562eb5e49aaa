"""Who did it after: the tree against a naive walk, what is not drawn, withdrawn cases, and what it costs."""

from html import unescape
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from exchange.cases.adoption.tree import BESIDE, DEEP, WALKED, Branch, tree_of
from exchange.cases.choices import TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption, Case
from exchange.cases.withdrawal import withdraw_case
from tests import make
from tests.cases import library
from tests.cases.adoptions import taken

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15


def naive(case: Case) -> list[Adoption]:
    """Every adoption below a case, by asking each."""
    found = []
    for adoption in Adoption.objects.filter(case=case):
        found.append(adoption)
        if adoption.result_key:
            found += naive(Case.objects.get(key=adoption.result_key))
    return found


def drawn(branches: list[Branch]) -> list[Adoption]:
    found = []
    for branch in branches:
        found += [branch.adoption, *drawn(branch.branches)]
    return found


def fresh(case: Case) -> Case:
    case.refresh_from_db()
    return case


def grow(chance: Random) -> Case:
    """A case that others took up, some of whose cases others took up, and so on."""
    root = library.case()
    cases = [root]
    for _ in range(14):
        source = chance.choice(cases)
        status = chance.choice(AdoptionStatus.values)
        result = None
        if status == AdoptionStatus.WORKING and chance.random() < 0.7:
            result = library.case()
            cases.append(result)
        taken(source, status=status, result=result)
    return fresh(root)


@pytest.mark.parametrize("seed", range(3))
def test_the_tree_has_everybody_once_whatever_was_done(seed: int):
    root = grow(Random(seed))
    tree, everybody = tree_of(root, "ru"), naive(root)
    assert sorted(each.pk for each in drawn(tree.branches)) == sorted(each.pk for each in everybody)
    assert tree.more == 0
    assert tree.everywhere == sum(each.status in TAKEN_UP for each in everybody)


def test_those_that_work_come_first_and_who_stopped_last():
    case = library.case()
    for status in AdoptionStatus.values:
        taken(case, status=status)
    order = [branch.adoption.status for branch in tree_of(fresh(case), "ru").branches]
    assert order == ["working", "under_way", "planning", "considering", "stopped"]


def test_of_many_some_are_drawn_and_the_rest_is_counted(client: Client):
    case = library.case()
    for _ in range(BESIDE + 3):
        taken(case)
    tree = tree_of(fresh(case), "ru")
    assert (len(tree.branches), tree.more) == (BESIDE, 3)
    html = client.get(f"/ru/cases/{case.slug}/").content.decode()
    assert f'href="/ru/cases/{case.slug}/taken-up/"' in html
    listed = client.get(f"/ru/cases/{case.slug}/taken-up/").content.decode()
    assert listed.count("/ru/municipalities/") == BESIDE + 3


def test_more_than_are_read_are_counted_all_the_same():
    case = library.case()
    place = make.municipality()
    Adoption.objects.bulk_create(
        Adoption(
            case=case, giver=case.municipality, municipality=place, status="stopped",
            status_on="2026-01-01", language="ru",
        )
        for _ in range(WALKED + 5)
    )  # fmt: skip
    case.adoptions_count = WALKED + 5
    case.save()
    tree = tree_of(case, "ru")
    assert (len(tree.branches), tree.more) == (BESIDE, WALKED + 5 - BESIDE)
    assert tree.everywhere is None


def test_of_a_long_line_the_first_generations_are_drawn_and_the_next_is_counted():
    first = last = library.case()
    for _ in range(DEEP + 3):
        following = library.case()
        taken(last, result=following)
        last = following
    branches, depth = tree_of(fresh(first), "ru").branches, 0
    while branches:
        depth, lowest = depth + 1, branches[0]
        branches = lowest.branches
    assert (depth, lowest.more) == (DEEP, 1)


def test_a_circle_ends():
    one, other = library.case(), library.case()
    taken(one, result=other)
    taken(other, result=one)
    assert len(drawn(tree_of(fresh(one), "ru").branches)) == 2


def test_a_withdrawn_case_keeps_its_place_with_the_reason_and_what_came_of_it(client: Client):
    source, middle, last = library.case(), library.case(), library.case()
    taken(source, result=middle)
    taken(middle, result=last)
    withdraw_case(by=make.moderator(), case=middle, because="Договор оказался недействительным.")
    html = unescape(client.get(f"/ru/cases/{source.slug}/").content.decode())
    assert "Договор оказался недействительным." in html
    assert f"/ru/cases/{middle.slug}/" in html
    assert f"/ru/cases/{last.slug}/" in html
    gone = client.get(f"/ru/cases/{middle.slug}/")
    assert gone.status_code == 410
    assert last.municipality.name in unescape(gone.content.decode())


def test_where_it_stands_is_said_in_the_language_of_the_page(client: Client):
    made = taken(library.case())
    for language in ("ru", "ky", "en"):
        html = client.get(f"/{language}/cases/{made.case.slug}/").content.decode()
        with override(language):
            assert f">{AdoptionStatus(made.status).label}</span>" in html, language


def test_what_is_not_published_has_no_address_in_the_tree(client: Client):
    source, middle, last = library.case(), library.case(), library.case(services=["water"])
    taken(source, result=middle)
    taken(middle, result=last)
    library.page_of(middle).unpublish()
    html = client.get(f"/ru/cases/{source.slug}/").content.decode()
    assert middle.municipality.name in unescape(html)
    assert middle.slug not in html
    assert last.slug not in html
    assert client.get(f"/ru/cases/{middle.slug}/taken-up/").status_code == 404


def test_what_is_written_in_the_other_language_says_so(client: Client):
    case = library.case()
    taken(case, differs="Одна машина на два села.")
    html = client.get(f"/ky/cases/{case.slug}/").content.decode()
    assert 'lang="ru">Одна машина на два села.' in html


def test_the_page_asks_no_more_for_a_large_tree(client: Client):
    root = grow(Random(5))
    path = f"/ru/cases/{root.slug}/"
    client.force_login(make.learner())
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    assert len(captured) <= MOST_QUERIES, [each["sql"][:90] for each in captured]
