"""Words of an adoption can be hidden by a moderator: where it stands stays, and whoever wrote them reads why."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from exchange.cases.adoption.branches import branches_html
from exchange.cases.adoption.moderating import (
    hide_difference,
    hide_note,
    restore_difference,
    restore_note,
)
from exchange.cases.adoption.tree import tree_of
from exchange.cases.choices import AdoptionStatus, Part
from exchange.cases.models import Adoption, AdoptionStep, Case
from exchange.forum.acts import acts_about
from exchange.forum.choices import ActKind
from exchange.forum.refusals import AlreadySo, ReasonNeeded
from lms.rules import NotAllowed
from tests import make
from tests.cases import adoptions, library, writing
from tests.notices import said_of

pytestmark = pytest.mark.django_db
WORDS, WHY = "Бухгалтер Айнура украла деньги.", "Обвиняет человека по имени."


@pytest.fixture
def told() -> AdoptionStep:
    return adoptions.step(adoptions.begin(), AdoptionStatus.STOPPED, note=WORDS)


def page(client: Client, step: AdoptionStep) -> str:
    adoption = step.adoption
    address = f"/ru/cases/{adoption.case.slug}/adoptions/{adoption.pk}/"
    return client.get(address).content.decode()


def test_only_those_who_wrote_them_and_moderators_read_hidden_words(
    client: Client, told: AdoptionStep
):
    case = told.adoption.case
    assert WORDS in page(client, told)
    assert [each.because for each in tree_of(case, "ru").branches] == [WORDS]
    moderator = make.moderator()
    hide_note(by=moderator, step=told, reason=WHY)
    case.refresh_from_db()
    assert [each.because for each in tree_of(case, "ru").branches] == [""]
    for person, reads in [
        (None, False),
        (make.learner(), False),
        (make.learner(told.adoption.giver), False),
        (make.learner(told.adoption.municipality), True),
        (moderator, True),
    ]:
        client.logout()
        if person:
            client.force_login(person)
        html = page(client, told)
        assert ("Остановлено" in html or "станов" in html, WORDS in html, WHY in html) == (
            True,
            reads,
            reads,
        )
    restore_note(by=moderator, step=told, reason="Так и было, по решению суда.")
    client.logout()
    assert WORDS in page(client, told)


def test_it_is_written_down_and_told_to_whoever_wrote_them(client: Client, told: AdoptionStep):
    assert told.by
    hide_note(by=make.moderator(), step=told, reason=WHY)
    [act] = acts_about(told.by)
    assert (act.kind, act.reason) == (ActKind.HIDE_STEP, WHY)
    [said] = said_of(f"act:{act.pk}")
    assert (said.person, said.text) == (told.by, WHY)
    client.force_login(told.by)
    assert act.details["address"] in client.get("/ru/my/moderation/").content.decode()


def test_it_is_for_moderators_with_a_reason_and_once(told: AdoptionStep):
    moderator = make.moderator()
    assert told.by
    for by in (make.learner(), make.coordinator(told.adoption.municipality), told.by):
        with pytest.raises(NotAllowed):
            hide_note(by=by, step=told, reason=WHY)
    with pytest.raises(ReasonNeeded):
        hide_note(by=moderator, step=told, reason=" ")
    with pytest.raises(AlreadySo):
        restore_note(by=moderator, step=told, reason=WHY)
    hide_note(by=moderator, step=told, reason=WHY)
    with pytest.raises(AlreadySo):
        hide_note(by=moderator, step=told, reason=WHY)
    with pytest.raises(IntegrityError, match=r"hidden_by_somebody"), transaction.atomic():
        AdoptionStep.objects.filter(pk=told.pk).update(hidden_because="")


def test_words_of_which_nobody_knows_the_author_are_hidden_too():
    brought = adoptions.taken(library.case(), note=WORDS).steps.get()
    assert hide_note(by=make.moderator(), step=brought, reason=WHY).hidden_at


def test_what_was_hidden_does_not_come_along_into_a_case():
    made = adoptions.working()
    assert made.started_by
    step = made.steps.exclude(note="").get()
    hide_note(by=make.moderator(), step=step, reason=WHY)
    draft = writing.draft(made.started_by, adoption=made)
    assert writing.typed(draft, Part.STEPS)["steps"] == []


def test_a_moderator_does_it_from_the_page(client: Client, told: AdoptionStep):
    client.force_login(make.moderator())
    adoption = told.adoption
    address = f"/ru/cases/{adoption.case.slug}/adoptions/{adoption.pk}/steps/{told.pk}/moderate/"
    assert address in page(client, told)
    assert "автор" in client.post(address, {"act": "hide", "reason": ""}).content.decode()
    client.post(address, {"act": "hide", "reason": WHY})
    told.refresh_from_db()
    assert told.hidden_because == WHY
    client.post(address, {"act": "restore", "reason": "Ошибка."})
    told.refresh_from_db()
    assert told.hidden_at is None


@pytest.fixture
def otherwise() -> Adoption:
    made = adoptions.begin()
    adoptions.step(made, AdoptionStatus.WORKING, differs=WORDS)
    made.refresh_from_db()
    return made


def read_by_all(client: Client, made: Adoption) -> tuple[bool, bool]:
    """Whether strangers read the words on the adoption's own page, and in the tree of the case."""
    client.logout()
    case = Case.objects.get(pk=made.case_id)
    tree = tree_of(case, "ru")
    address = f"/ru/cases/{case.slug}/adoptions/{made.pk}/"
    html = client.get(address).content.decode()
    return WORDS in html, WORDS in branches_html(tree.branches, tree.more, case, "ru")


def test_what_is_done_otherwise_is_hidden_too_and_stays_so_in_other_words(
    client: Client, otherwise: Adoption
):
    author, moderator = otherwise.differs_by, make.moderator()
    assert author == otherwise.started_by
    assert read_by_all(client, otherwise) == (True, True)
    hide_difference(by=moderator, adoption=otherwise, reason=WHY)
    assert read_by_all(client, otherwise) == (False, False)
    assert author
    [act] = acts_about(author)
    assert (act.kind, act.reason) == (ActKind.HIDE_STEP, WHY)
    [said] = said_of(f"act:{act.pk}")
    assert (said.person, said.text) == (author, WHY)
    adoptions.step(otherwise, AdoptionStatus.WORKING, differs=f"{WORDS} Да!")
    assert read_by_all(client, otherwise) == (False, False)
    client.force_login(author)
    html = client.get(f"/ru{act.details['address']}").content.decode()
    assert (f"{WORDS} Да!" in html, WHY in html) == (True, True)
    restore_difference(by=moderator, adoption=otherwise, reason="Так и было.")
    assert read_by_all(client, otherwise) == (True, True)


def test_what_was_hidden_of_it_does_not_come_along_into_a_case(otherwise: Adoption):
    assert otherwise.started_by
    hide_difference(by=make.moderator(), adoption=otherwise, reason=WHY)
    otherwise.refresh_from_db()
    draft = writing.draft(otherwise.started_by, adoption=otherwise)
    assert writing.typed(draft, Part.BASICS)["done"] == ""


def test_it_is_hidden_by_moderators_for_a_reason_and_once(otherwise: Adoption):
    moderator = make.moderator()
    assert otherwise.differs_by
    for by in (make.learner(), make.coordinator(otherwise.municipality), otherwise.differs_by):
        with pytest.raises(NotAllowed):
            hide_difference(by=by, adoption=otherwise, reason=WHY)
    with pytest.raises(ReasonNeeded):
        hide_difference(by=moderator, adoption=otherwise, reason=" ")
    with pytest.raises(AlreadySo):
        restore_difference(by=moderator, adoption=otherwise, reason=WHY)
    hide_difference(by=moderator, adoption=otherwise, reason=WHY)
    with pytest.raises(AlreadySo):
        hide_difference(by=moderator, adoption=otherwise, reason=WHY)
    with pytest.raises(IntegrityError, match=r"hidden_by_somebody"), transaction.atomic():
        Adoption.objects.filter(pk=otherwise.pk).update(differs_hidden_because="")


def test_a_moderator_hides_it_from_the_page(client: Client, otherwise: Adoption):
    client.force_login(make.moderator())
    shown = f"/ru/cases/{otherwise.case.slug}/adoptions/{otherwise.pk}/"
    address = f"{shown}otherwise/moderate/"
    assert address in client.get(shown).content.decode()
    assert WORDS in client.get(address).content.decode()
    client.post(address, {"act": "hide", "reason": WHY})
    otherwise.refresh_from_db()
    assert otherwise.differs_hidden_because == WHY
    client.post(address, {"act": "restore", "reason": "Ошибка."})
    otherwise.refresh_from_db()
    assert otherwise.differs_hidden_at is None
