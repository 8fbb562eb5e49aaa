"""A municipality takes up what another did: once, not its own, and says step by step how it goes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from exchange.cases.adoption import adopting
from exchange.cases.adoption.adopting import adopt
from exchange.cases.adoption.checking import differences
from exchange.cases.adoption.measuring import add_measure
from exchange.cases.adoption.refusals import (
    AlreadyStopped,
    AlreadyTakenUp,
    BeforeLastStep,
    DayToCome,
    FigureNeeded,
    LongAgo,
    OfAnotherCase,
    TooLong,
    UnitNeeded,
    WhatNeeded,
    WhyStopped,
)
from exchange.cases.choices import AdoptionStatus, Part
from exchange.cases.models import Adoption, AdoptionMeasure, AdoptionStep, Case
from exchange.cases.withdrawal import withdraw_case
from exchange.forum.choices import Audience
from exchange.forum.models import Topic
from lms import clock
from lms.people.membership import end_membership
from lms.people.models import Municipality, Person
from lms.rules import NotAllowed, Refusal
from tests import make
from tests.cases import adoptions, library, reviews, writing
from tests.forum import talk
from tests.forum.notices import told
from tests.notices import said_of

pytestmark = pytest.mark.django_db
STATUS = AdoptionStatus


def place_of(person: Person) -> Municipality:
    """Where somebody works."""
    place = make.membership_of(person).municipality
    assert place
    return place


def counts(case: Case) -> tuple[int, int, int]:
    case.refresh_from_db()
    return case.adoptions_count, case.taken_up_count, case.working_count


def test_it_begins_with_a_first_step_and_a_talk_of_the_two():
    place = make.municipality()
    coordinator, by = make.coordinator(place), make.learner()
    case = library.case(place)
    made = adoptions.begin(case, by, words="Сколько стоила машина?", language="ky")
    assert (made.giver, made.municipality, made.status) == (place, place_of(by), "considering")
    assert (made.started_by, made.membership) == (by, by.confirmed_membership)
    assert made.steps.get().status == STATUS.CONSIDERING
    topic = made.topic
    assert topic is not None
    assert topic.audience == Audience.TWO
    assert {topic.municipality, topic.other_municipality} == {place, place_of(by)}
    first = topic.posts.get()
    assert f"/cases/{case.slug}/" in first.text
    assert 'class="card"' in first.html
    assert first.text.endswith("Сколько стоила машина?")
    talked = adoptions.begin(library.case(place), by).topic
    assert talked
    assert len(talked.posts.get().text.splitlines()) == 5  # a question of ours where none was typed
    [said] = said_of(f"adoption:{made.pk}")
    assert said.person == coordinator
    assert place_of(by).name_ky in said.title
    assert said.url.endswith(f"/cases/{case.slug}/adoptions/{made.pk}/")
    talk.post(topic, make.learner(place_of(by)), "Ещё вопрос.")
    assert "reply" in told(coordinator)  # who is told follows it from the beginning


def test_sent_twice_is_once():
    case, by, form = library.case(), make.learner(), uuid4()
    first = adoptions.begin(case, by, client_id=form)
    assert adoptions.begin(case, by, client_id=form, words="Иначе") == first
    assert (Adoption.objects.count(), Topic.objects.count()) == (1, 1)
    form = uuid4()
    step = adoptions.step(first, client_id=form)
    assert adoptions.step(first, STATUS.WORKING, client_id=form) == step
    assert first.steps.count() == 2


def test_a_municipality_has_one_open_adoption_of_a_case():
    case, by = library.case(), make.learner()
    first = adoptions.begin(case, by)
    colleague = make.learner(place_of(by))
    with pytest.raises(AlreadyTakenUp):
        adoptions.begin(case, colleague)
    adoptions.step(first, STATUS.STOPPED, note="Нет денег.")
    again = adoptions.begin(case, colleague)
    assert again != first
    with pytest.raises(IntegrityError, match=r"one_open_adoption|UNIQUE"), transaction.atomic():
        Adoption.objects.filter(pk=first.pk).update(status=STATUS.PLANNING)


def test_who_may_not_take_it_up_is_told_why():
    case = library.case()
    withdrawn = library.case()
    withdraw_case(by=make.moderator(), case=withdrawn, because="Ошибка.")
    own = make.learner(case.municipality)
    for by, what, why in [
        (own, case, "вашего муниципалитета"),
        (make.person(municipality=make.municipality()), case, "вас подтвердит"),
        (make.trainer(), case, "вас подтвердит"),
        (make.learner(), withdrawn, "больше не опубликован"),
    ]:
        with pytest.raises(NotAllowed, match=why):
            adopt(by=by, case=what, language="ru", client_id=uuid4())
    left = make.learner()
    end_membership(by=make.manager(), membership=make.membership_of(left))
    with pytest.raises(NotAllowed):
        adoptions.begin(case, Person.objects.get(pk=left.pk))
    assert not Adoption.objects.exists()
    assert not Topic.objects.exists()


def test_steps_are_told_by_those_who_took_it_up_alone():
    made = adoptions.begin(library.case(place := make.municipality()))
    colleague = make.learner(made.municipality)
    adoptions.step(made, by=colleague)
    left = make.learner(made.municipality)
    end_membership(by=make.manager(), membership=make.membership_of(left))
    for by in (make.learner(place), make.moderator(), Person.objects.get(pk=left.pk)):
        with pytest.raises(NotAllowed):
            adoptions.step(made, by=by)
        with pytest.raises(NotAllowed):
            add_measure(by=by, adoption=made, measured_on=clock.today(), what="Дворов", unit="шт")
    assert made.steps.count() == 2


def test_where_it_stands_is_its_last_step():
    made = adoptions.begin()
    today = clock.today()
    adoptions.step(made, STATUS.PLANNING)
    with clock.at(clock.now() + timedelta(days=9)):
        adoptions.step(made, STATUS.UNDER_WAY, today + timedelta(days=5), differs="Без мешков.")
        with pytest.raises(BeforeLastStep):
            adoptions.step(made, STATUS.WORKING, today + timedelta(days=4))
        with pytest.raises(DayToCome):
            adoptions.step(made, STATUS.WORKING, today + timedelta(days=10))
        adoptions.step(made, STATUS.WORKING, today + timedelta(days=5))
        made.refresh_from_db()
        assert (made.status, made.status_on) == (STATUS.WORKING, today + timedelta(days=5))
        assert made.differs == "Без мешков."
        for note in ("", " \u200b\n"):
            with pytest.raises(WhyStopped):
                adoptions.step(made, STATUS.STOPPED, note=note)
        with pytest.raises(TooLong):
            adoptions.step(made, note="а" * 2_001)
        adoptions.step(made, STATUS.STOPPED, note="Полигон закрыли.")
        for status in (STATUS.WORKING, STATUS.STOPPED):
            with pytest.raises(AlreadyStopped):
                adoptions.step(made, status, note="Снова.")
    assert [each.status for each in made.steps.all()] == [
        *("considering", "planning", "under_way", "working", "stopped"),
    ]


def test_whoever_began_before_they_said_so_here_tells_the_day():
    made = adoptions.begin()
    today = clock.today()
    with pytest.raises(LongAgo):
        adoptions.step(made, STATUS.UNDER_WAY, today.replace(year=1))
    adoptions.step(made, STATUS.UNDER_WAY, today - timedelta(days=7), note="Начали.")
    assert [(each.status, each.on) for each in made.steps.all()] == [
        (STATUS.CONSIDERING, today - timedelta(days=7)),
        (STATUS.UNDER_WAY, today - timedelta(days=7)),
    ]
    assert not list(differences())
    with pytest.raises(BeforeLastStep):  # what somebody has told of stays where it is
        adoptions.step(made, STATUS.WORKING, today - timedelta(days=8))


def test_words_are_of_the_language_that_they_are_in():
    made = adoptions.begin(language="ru")
    step = adoptions.step(made, note="Бул жакта баары иштеп жатат, рахмат.", differs="We share it.")
    made.refresh_from_db()
    assert (step.language, made.language) == ("ky", "en")
    assert made.steps.order_by("pk")[0].language == "ru"


def test_a_case_counts_its_adoptions(monkeypatch: pytest.MonkeyPatch):
    heard: list[int] = []
    monkeypatch.setattr(adopting, "on_adoptions_changed", [heard.extend])
    case = library.case()
    one, two = adoptions.begin(case), adoptions.begin(case)
    assert counts(case) == (2, 0, 0)
    adoptions.step(one, STATUS.UNDER_WAY)
    assert counts(case) == (2, 1, 0)
    adoptions.step(two, STATUS.WORKING)
    assert counts(case) == (2, 2, 1)
    adoptions.step(two, STATUS.STOPPED, note="Нет воды.")
    assert counts(case) == (2, 1, 0)
    assert heard == [case.pk] * 5


def test_the_other_side_hears_of_steps():
    place = make.municipality()
    coordinator = make.coordinator(place)
    made = adoptions.begin(library.case(place))
    step = adoptions.step(made, STATUS.WORKING)
    [said] = said_of(f"adoption_step:{step.pk}")
    assert said.person == coordinator
    assert said.url.endswith(f"/adoptions/{made.pk}/")


def test_figures_stand_against_those_of_the_original():
    case = library.bring(library.full())[0]
    made = adoptions.begin(case)
    by, today = made.started_by, clock.today()
    assert by
    indicator = case.caseindicators.get()
    facts: dict[str, Any] = {"by": by, "adoption": made, "measured_on": today}
    first = add_measure(**facts, indicator=indicator, before=Decimal(9), after=Decimal("4.5"))
    assert (first.what, first.unit) == ("Свалок", "мест")
    # Of the same day it is put right; in whatever words the original says it meanwhile.
    again = add_measure(**facts, indicator=indicator, before=Decimal(9), after=Decimal(5))
    assert (again.pk, again.after) == (first.pk, Decimal(5))
    assert add_measure(**facts, what="Свалок", unit="мест", after=Decimal(6)).pk == first.pk
    own = add_measure(**facts, what="Дворов платит", unit="%", after=Decimal(80))
    assert own.indicator is None
    yesterday = facts | {"measured_on": today - timedelta(days=1)}
    add_measure(**yesterday, indicator=indicator, after=Decimal(7))
    assert made.measures.count() == 3


def test_a_figure_without_unit_or_day_or_number_is_refused_in_words():
    case = library.bring(library.full())[0]
    made = adoptions.begin(case)
    assert made.started_by
    facts: dict[str, Any] = {
        "by": made.started_by,
        "adoption": made,
        "measured_on": clock.today(),
        "what": "Дворов",
        "unit": "шт",
        "after": Decimal(1),
    }
    foreign = library.bring(library.full())[0].caseindicators.get()
    wrong: list[tuple[type[Refusal], dict[str, Any]]] = [
        (WhatNeeded, {"what": " "}),
        (UnitNeeded, {"unit": "\u200b"}),
        (TooLong, {"unit": "с" * 41}),
        (FigureNeeded, {"after": None}),
        (DayToCome, {"measured_on": clock.today() + timedelta(days=1)}),
        (OfAnotherCase, {"indicator": foreign}),
    ]
    for refusal, changes in wrong:
        with pytest.raises(refusal):
            add_measure(**facts | changes)
    adoptions.step(made, STATUS.STOPPED, note="Нет.")
    with pytest.raises(AlreadyStopped):
        add_measure(**facts)
    assert not AdoptionMeasure.objects.exists()


def test_a_figure_outlives_the_indicator_that_it_answers():
    case = library.bring(library.full())[0]
    made = adoptions.begin(case)
    adoptions.measure(made, indicator=case.caseindicators.get(), after=Decimal(2))
    page = library.page_of(case)
    page.indicators = []
    library.publish(page)
    measure = made.measures.get()
    assert (measure.indicator, measure.what, measure.unit) == (None, "Свалок", "мест")


@pytest.mark.parametrize(
    ("name", "model", "fields"),
    [
        ("nobody_adopts_its_own_case", Adoption, {"municipality": "giver"}),
        ("who_stops_says_why", AdoptionStep, {"status": STATUS.STOPPED, "note": ""}),
        ("a_step_was_taken_before_it_is_told", AdoptionStep, {"on": "tomorrow"}),
        ("a_figure_of_an_adoption_lies_in_the_past", AdoptionMeasure, {"measured_on": "tomorrow"}),
        ("a_measure_has_a_figure", AdoptionMeasure, {"before": None, "after": None}),
        ("a_figure_of_an_adoption_has_a_unit", AdoptionMeasure, {"unit": ""}),
    ],
)
def test_the_database_has_the_last_word(name: str, model: Any, fields: dict[str, Any]):
    made = adoptions.begin()
    adoptions.measure(made, after=Decimal(1))
    words = {"giver": made.giver, "tomorrow": clock.today() + timedelta(days=1)}
    fields = {key: words.get(str(value), value) for key, value in fields.items()}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        model.objects.update(**fields)


def test_what_works_becomes_a_case_that_names_its_source():
    made = adoptions.working()
    by = made.started_by
    draft = writing.draft(by, adoption=made)
    # Whatever its author writes there: the source is named all the same.
    writing.save(draft, Part.START, {})
    writing.save(draft, Part.BASICS, writing.BASICS)
    reviews.pass_both(writing.submitted(draft))
    made.refresh_from_db()
    assert made.result_key == draft.key
    assert Case.objects.get(key=draft.key).sources.get().source_key == made.case.key
    library.publish(library.page_of(made.case))  # of others nothing is kept here
    made.refresh_from_db()
    assert made.result_key == draft.key
