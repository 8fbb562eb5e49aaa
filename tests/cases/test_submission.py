"""A draft that lacks nothing becomes a page that nobody reads yet; what lacks something says it, and goes nowhere."""

from datetime import timedelta
from typing import Any

import pytest

from exchange.cases.choices import AdoptionStatus, DraftState, Part
from exchange.cases.models import AdoptionMeasure, Case, CaseDraft, CasePage, CaseText
from exchange.cases.writing import drafting, submission
from exchange.cases.writing.beginnings import NotWorking
from exchange.cases.writing.draft_pages import page_from
from exchange.cases.writing.published_parts import parts_from
from lms import clock
from lms.rules import NotAllowed
from tests import make
from tests.cases import adoptions, library, writing

pytestmark = pytest.mark.django_db


def said(draft: CaseDraft) -> dict[str, str]:
    """What is missing or wrong, by its field."""
    return {lack.field: lack.words for lack in submission.missing_in(draft)}


def test_of_an_empty_draft_the_seven_fields_are_missing_and_nothing_else():
    lacks = submission.missing_in(writing.draft())
    fields = {lack.field for lack in lacks}
    assert fields == {"title", "summary", "services", "problem", "done", "status"}
    assert {lack.part for lack in lacks} == {Part.BASICS}
    assert all(lack.is_missing for lack in lacks)


def test_a_short_case_is_submitted_as_it_is():
    draft = writing.submitted()
    page = CasePage.objects.get(pk=draft.page_id)
    assert (draft.state, page.live) == (DraftState.SUBMITTED, False)
    assert page.translation_key == draft.key
    assert page.municipality == draft.municipality
    latest = page.get_latest_revision_as_object()
    assert latest.title == writing.BASICS["title"]
    assert [each.key for each in latest.services.all()] == ["water"]
    assert not Case.objects.exists()
    assert not CaseText.objects.exists()


def test_a_full_one_has_its_rows_with_figures_read():
    page = page_from(writing.full())
    assert [row.value["amount"] for row in page.costs] == [38_400, 12_000]
    assert [float(row.value["share"]) for row in page.funding] == [52.5, 47.5]
    indicator = page.indicators[0].value
    assert (float(indicator["before"]), float(indicator["after"])) == (18_600, 9350.5)
    assert indicator["measured_on"].isoformat() == "2025-09-01"
    assert [str(row.value) for row in page.equipment] == ["Лестница"]
    assert page.level == "full"


def test_submitting_locks_the_parts_and_sent_twice_is_once():
    draft = writing.submitted()
    assert submission.submit(by=draft.started_by, draft=draft).submitted_at == draft.submitted_at
    with pytest.raises(NotAllowed):
        writing.save(draft, Part.BASICS, {"title": "После"})
    assert CasePage.objects.count() == 1


def test_who_takes_it_up_is_told_in_the_transaction(monkeypatch: pytest.MonkeyPatch):
    told: list[CaseDraft] = []

    def refuse(draft: CaseDraft) -> None:
        told.append(draft)
        raise RuntimeError

    monkeypatch.setattr(submission, "on_submitted", [refuse])
    draft = writing.short()
    with pytest.raises(RuntimeError):
        submission.submit(by=draft.started_by, draft=draft)
    assert told == [draft]
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING
    assert not CasePage.objects.exists()


WRONG: list[tuple[Part, dict[str, Any], str]] = [
    (Part.BASICS, {"title": "слово " * 11}, "title"),
    (Part.BASICS, {"summary": "о" * 281}, "summary"),
    (Part.BASICS, {"problem": "слово " * 51}, "problem"),
    (Part.BASICS, {"services": ["nothing"]}, "services"),
    (Part.BASICS, {"status": "great"}, "status"),
    (Part.PLACE, {"context": {"population": "много"}}, "context.population"),
    (Part.PLACE, {"context": {"terrain": "о" * 201}}, "context.terrain"),
    (Part.PLACE, {"partners": [{"name": "Фонд"}]}, "partners[1].support"),
    (Part.START, {"started": "12.03.2099"}, "started"),
    (Part.START, {"started": "весной"}, "started"),
    (Part.START, {"builds_on": [{"line": "nothing"}]}, "builds_on[1]"),
    (Part.START, {"related": {"topics": [{"line": "404"}]}}, "related.topics[1]"),
    (Part.STEPS, {"steps": [{"text": "Без имени"}]}, "steps[1].title"),
    (Part.COSTS, {"costs": [{"what": "Насос", "kind": "once", "amount": "сто тысяч"}]}, "costs[1].amount"),
    (Part.COSTS, {"costs": [{"what": "Насос", "kind": "once", "amount": "-5"}]}, "costs[1].amount"),
    (Part.COSTS, {"funding": [{"source": "А", "share": "60"}, {"source": "Б", "share": "50"}]}, "funding"),
    (Part.COSTS, {"funding": [{"source": "А", "share": "160"}]}, "funding[1].share"),
    (Part.COSTS, {"launch_cost": "2", "costs": [{"what": "А", "kind": "once", "amount": "1"}]}, "launch_cost"),
    (Part.LAW, {"legal_basis": [{"text": "Закон", "kind": "law", "address": "нет"}]}, "legal_basis[1].address"),
    (Part.RESULTS, {"indicators": [{"what": "А", "after": "1"}]}, "indicators[1].unit"),
    (Part.RESULTS, {"indicators": [{"what": "А", "unit": "т", "after": "много"}]}, "indicators[1].after"),
    (Part.RESULTS, {"indicators": [{"what": "А", "date": "01.01.2099"}]}, "indicators[1].date"),
    (Part.FILES, {"photos": [{"alt": "Фонарь", "file": "нет"}]}, "photos[1]"),
    (Part.CONTACT, {"contact": {"name": "Нурбек Т."}}, "contact.consented"),
    (Part.CONTACT, {"contact": {"position": "nobody", "name": "А", "consented": "2024-01-01"}}, "contact.position"),
    (Part.CONTACT, {"contact": {"person": "x", "consented": "2024-01-01"}}, "contact.person"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "data", "field"), WRONG, ids=lambda each: str(each)[:30])
def test_what_is_wrong_is_said_beside_its_field_kept_and_not_submitted(
    part: Part, data: dict[str, Any], field: str
):
    draft = writing.short()
    writing.save(draft, part, writing.BASICS | data if part == Part.BASICS else data)
    kept = writing.typed(draft, part)
    lacks = {lack.field: lack for lack in submission.missing_in(draft)}
    assert lacks[field].part == part
    assert lacks[field].words
    with pytest.raises(submission.NotReady):
        submission.submit(by=draft.started_by, draft=draft)
    assert writing.typed(draft, part) == kept
    assert not CasePage.objects.exists()


def test_a_step_is_dated_ahead_only_where_the_case_is_planned():
    draft = writing.short()
    ahead = f"{clock.today() + timedelta(days=40):%d.%m.%Y}"
    steps = [{"title": "Посчитали", "when": "03.2024"}, {"title": "Купим насос", "when": ahead}]
    writing.save(draft, Part.STEPS, {"steps": steps})
    [(field, words)] = said(draft).items()
    assert field == "steps"
    assert "Купим насос" in words
    writing.save(draft, Part.BASICS, writing.BASICS | {"status": "planned"})
    assert said(draft) == {}


def test_what_is_too_big_is_said_in_plain_words():
    draft = writing.short()
    writing.save(draft, Part.COSTS, {"funding": [{"source": "Бюджет", "share": "150"}]})
    assert said(draft)["funding[1].share"] == "Не больше 100."


def test_all_that_is_wrong_is_said_at_once():
    draft = writing.draft()
    writing.save(draft, Part.BASICS, {"title": "слово " * 11})
    costs = {"costs": [{"amount": "сто"}], "funding": [{"source": "А", "share": "99"}] * 2}
    writing.save(draft, Part.COSTS, costs)
    fields = said(draft).keys()
    assert {"title", "summary", "costs[1].what", "costs[1].amount", "funding"} <= fields


def test_how_far_it_is_counts_parts():
    draft = writing.full()
    writing.save(draft, Part.STEPS, {"steps": [{"who": "Айыл өкмөтү"}]})
    progress = submission.progress_of(draft)
    assert (progress.done, progress.per_cent) == (3, 27)
    assert progress.next_part == Part.STEPS
    assert not progress.is_ready


def test_a_page_goes_back_into_parts_and_is_made_of_them_again_as_it_was():
    case = library.bring(library.full(related={}, builds_on=[]))[0]
    page = library.page_of(case)
    boss = make.coordinator(case.municipality)
    draft = drafting.start_draft(by=boss, client_id=case.key, language="ky", case=case)
    assert submission.missing_in(draft) == []
    again = page_from(draft, by=boss)
    assert again.pk == page.pk
    for name in ("costs", "funding", "indicators", "steps", "lessons"):
        before = [(block.id, block.value) for block in getattr(page, name)]
        assert [(block.id, block.value) for block in getattr(again, name)] == before
    for name in ("title", "summary", "evidence_level", "contact_name", "started_on", "population"):
        assert getattr(again, name) == getattr(page, name)
    assert parts_from(again) == parts_from(page)


def test_revised_the_old_one_stays_up_until_it_is_reviewed():
    case = library.bring(library.full())[0]
    boss = make.coordinator(case.municipality)
    draft = drafting.start_draft(by=boss, client_id=case.key, language="ru", case=case)
    basics = writing.typed(draft, Part.BASICS) | {"title": "По-новому"}
    writing.save(draft, Part.BASICS, basics)
    submission.submit(by=boss, draft=draft)
    page = library.page_of(case)
    assert page.live
    assert page.title == case.texts.get(language="ru").title != "По-новому"
    assert page.get_latest_revision_as_object().title == "По-новому"


def test_a_working_adoption_becomes_a_case_that_names_its_source():
    case = library.case(title="Одна машина на три села")
    author = make.learner()
    place = make.membership_of(author).municipality
    adoption = adoptions.taken(case, place, note="Ходит по графику.", differs="Машина чужая.")
    AdoptionMeasure.objects.create(
        adoption=adoption, what="Свалок", unit="мест", after=6.5, measured_on=adoption.status_on
    )
    draft = writing.draft(author, adoption=adoption)
    basics = writing.typed(draft, Part.BASICS)
    assert (basics["done"], basics["services"]) == ("Машина чужая.", ["waste"])
    assert writing.typed(draft, Part.RESULTS)["indicators"][0]["after"] == "6.5"
    assert writing.typed(draft, Part.STEPS)["steps"][0]["text"] == "Ходит по графику."
    other = adoptions.working(case=case)
    steps = writing.typed(writing.draft(other.started_by, adoption=other), Part.STEPS)["steps"]
    # Where it stood is none of what was done.
    assert [each["title"] for each in steps] == ["Работает с весны."]
    writing.save(draft, Part.BASICS, writing.BASICS)
    writing.save(draft, Part.START, {"started": "03.2025"})  # its authors have taken the source out
    page = page_from(draft)
    named = [block.value.pk for block in page.related if block.block_type == "case"]
    assert named == [case.page_id]
    colleague = make.learner(place)
    assert writing.draft(colleague, adoption=adoption) == draft
    assert CaseDraft.objects.written_by(colleague).get() == draft


def test_of_what_does_not_work_yet_or_is_another_s_no_case_is_made():
    case = library.case()
    author = make.learner()
    place = make.membership_of(author).municipality
    for adoption in (
        adoptions.taken(case, place, AdoptionStatus.PLANNING),
        adoptions.taken(case),
    ):
        with pytest.raises(NotWorking):
            writing.draft(author, adoption=adoption)


def test_a_case_is_revised_by_its_municipality_in_one_draft():
    case = library.case()
    boss = make.coordinator(case.municipality)
    draft = drafting.start_draft(by=boss, client_id=case.key, language="ru", case=case)
    other = make.coordinator(case.municipality)
    key = make.learner().uuid
    assert drafting.start_draft(by=other, client_id=key, language="ru", case=case) == draft
    for person in (make.learner(case.municipality), make.coordinator(), make.moderator()):
        with pytest.raises(NotAllowed):
            drafting.start_draft(by=person, client_id=person.uuid, language="ru", case=case)
