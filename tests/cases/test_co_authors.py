"""Colleagues of one municipality write a case together."""

import pytest

from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft
from exchange.cases.writing import co_authors, drafting
from exchange.cases.writing.submission import progress_of
from lms.rules import NotAllowed
from tests import make
from tests.cases import writing
from tests.notices import said_of
from tests.threads import at_once

pytestmark = pytest.mark.django_db


def test_a_colleague_is_found_by_name_among_the_confirmed_of_the_municipality():
    draft = writing.short()
    colleague = make.learner(draft.municipality, family_name="Жумабекова")
    make.person(municipality=draft.municipality, family_name="Жумабекова")  # merely says so
    make.learner(family_name="Жумабекова")
    assert list(co_authors.colleagues_found(draft, "жумабек")) == [colleague]
    assert not co_authors.colleagues_found(draft, " ")
    co_authors.add_co_author(by=draft.started_by, draft=draft, person=colleague)
    assert not co_authors.colleagues_found(draft, "жумабек")


def test_they_are_told_and_write_from_then_on():
    draft = writing.short()
    colleague = make.learner(draft.municipality)
    row = co_authors.add_co_author(by=draft.started_by, draft=draft, person=colleague)
    assert co_authors.add_co_author(by=draft.started_by, draft=draft, person=colleague) == row
    [told] = said_of(f"case_author:{row.pk}")
    assert told.person == colleague
    assert writing.BASICS["title"] in told.text
    assert str(draft.key) in told.url
    writing.save(draft, Part.PEOPLE, {"participation": {"women": "Да."}}, by=colleague)
    co_authors.remove_co_author(by=draft.started_by, draft=draft, person=colleague)
    assert not CaseDraft.objects.visible_to(colleague).exists()
    assert not said_of(f"case_author:{row.pk}")


def test_nobody_from_elsewhere_writes_it():
    draft = writing.short()
    with pytest.raises(co_authors.NoColleague):
        co_authors.add_co_author(by=draft.started_by, draft=draft, person=make.learner())
    colleague = make.learner(draft.municipality)
    with pytest.raises(NotAllowed):
        co_authors.add_co_author(by=colleague, draft=draft, person=colleague)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_two_at_once_on_different_parts_are_both_kept():
    draft = writing.short()
    colleague = make.learner(draft.municipality)
    co_authors.add_co_author(by=draft.started_by, draft=draft, person=colleague)
    at_once(
        lambda: writing.save(draft, Part.COSTS, writing.COSTS),
        lambda: writing.save(draft, Part.RESULTS, writing.RESULTS, by=colleague),
    )
    assert progress_of(draft).done == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_of_two_at_once_on_the_same_part_one_is_kept_and_the_other_sees_both():
    draft = writing.short()
    colleague = make.learner(draft.municipality)
    co_authors.add_co_author(by=draft.started_by, draft=draft, person=colleague)
    people = {"Мой": draft.started_by, "Её": colleague}

    def save(title: str) -> object:
        return drafting.save_part(
            by=people[title],
            draft=draft,
            part=Part.BASICS,
            data=writing.BASICS | {"title": title},
            base_version=1,
        )

    outcomes = at_once(lambda: save("Мой"), lambda: save("Её"), returned=drafting.WrittenMeanwhile)
    [refused] = [each for each in outcomes if isinstance(each, drafting.WrittenMeanwhile)]
    kept = writing.typed(draft, Part.BASICS)["title"]
    assert refused.theirs.data["title"] == kept
    assert {kept, refused.mine["title"]} == set(people)


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgresql
def test_the_same_form_sent_by_two_fingers_is_one_draft():
    author = make.learner()
    key = author.uuid
    first, second = at_once(*[lambda: writing.draft(author, client_id=key)] * 2)
    assert first == second
    assert CaseDraft.objects.count() == 1
