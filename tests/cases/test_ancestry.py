"""No case stands among its own ancestors, in whatever way its sources are named."""

from random import Random
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError

from exchange.cases.adoption.ancestry import InACircle, way_back
from exchange.cases.choices import Part
from exchange.cases.importing import Wrong
from exchange.cases.models import Case, CasePage, CaseSource
from exchange.cases.page_rules import wrong_in
from exchange.cases.publication import republish
from exchange.cases.writing.submission import missing_in
from tests import make
from tests.cases import library, writing

pytestmark = pytest.mark.django_db


def build(case: Case, *sources: Case) -> None:
    """Publish it as built on these."""
    page = library.page_of(case)
    page.related = [("case", library.page_of(source)) for source in sources]
    library.publish(page)


def naive(edges: dict[int, set[int]], case: int, sources: set[int]) -> bool:
    """Whether the case would stand among its ancestors: all of them are looked at, one by one."""
    edges = edges | {case: sources}
    seen: set[int] = set()
    ahead = list(sources)
    while ahead:
        each = ahead.pop()
        if each == case:
            return True
        if each not in seen:
            seen.add(each)
            ahead += edges.get(each, set())
    return False


@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_named_in_whatever_order_there_is_never_a_circle(seed: int):
    random = Random(seed)
    cases = library.bring(*(library.data() for _ in range(6)))
    edges: dict[int, set[int]] = {}
    refused = taken = 0
    for _ in range(40):
        case = random.randrange(len(cases))
        sources = set(random.sample(range(len(cases)), random.choice([0, 1, 1, 2])))
        page = library.page_of(cases[case])
        page.related = [("case", library.page_of(cases[each])) for each in sources]
        is_circle = naive(edges, case, sources)
        assert ("related" in dict(wrong_in(page))) == is_circle
        if is_circle:
            refused += 1
            with pytest.raises(ValidationError):
                library.publish(page)
        else:
            taken += 1
            library.publish(page)
            edges[case] = sources
    assert refused
    assert taken
    rows = CaseSource.objects.values_list("case__key", "source_key")
    numbers = {case.key: number for number, case in enumerate(cases)}
    assert {(numbers[child], numbers[source]) for child, source in rows} == {
        (child, source) for child, sources in edges.items() for source in sources
    }


def test_a_page_says_it_beside_the_field():
    one, two = library.bring(library.data(), library.data())
    build(two, one)
    page = library.page_of(one)
    page.related = [("case", library.page_of(two))]
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["related"]


def test_two_drafts_that_name_each_other_are_not_both_published():
    """Both were right when they were saved."""
    one, two = library.bring(library.data(), library.data())
    pages = [library.page_of(one), library.page_of(two)]
    for page, other in zip(pages, reversed(pages), strict=True):
        page.related = [("case", other)]
    drafts = [page.save_revision() for page in pages]
    drafts[0].publish()
    with pytest.raises(ValidationError):
        drafts[1].publish()
    # Whatever writes the page without looking at it.
    CasePage.objects.filter(pk=two.page_id).update(related=pages[1].related)
    with pytest.raises(InACircle):
        republish(two.key)
    assert [source.case for source in CaseSource.objects.all()] == [one]


def test_a_file_with_a_circle_brings_nothing():
    one, two, three = library.data(), library.data(), library.data()
    one["builds_on"], two["builds_on"] = [two["key"]], [three["key"]]
    three["builds_on"] = [one["key"]]
    with pytest.raises(Wrong) as refused:
        library.bring(one, two, three)
    assert {fault.field for _n, fault in refused.value.faults} == {"builds_on"}
    assert not Case.objects.exists()
    itself = library.data()
    itself["builds_on"] = [itself["key"]]
    with pytest.raises(Wrong):
        library.bring(itself)


def test_which_source_leads_back_is_known():
    keys = [UUID(int=number) for number in range(5)]
    sources = {keys[0]: [keys[1], keys[2]], keys[1]: [], keys[2]: [keys[3]], keys[3]: [keys[0]]}
    assert way_back(keys[0], sources) == keys[2]
    assert way_back(keys[4], {keys[4]: [keys[0]]} | sources) is None


def test_a_draft_says_it_before_it_is_submitted():
    place = make.municipality()
    coordinator = make.coordinator(place)
    [first] = library.bring(library.data(place))
    [second] = library.bring(library.data(builds_on=[first.slug]))
    draft = writing.draft(coordinator, case=first)
    for names, is_said in (([second.slug], True), ([first.slug], True), ([], False)):
        lines = [{"line": name} for name in names]
        writing.save(draft, Part.START, {"builds_on": lines})
        said = {lack.field for lack in missing_in(draft)}
        assert ("builds_on" in said) == is_said, names
