"""A case is written in parts: nothing that was typed is lost, and only those who write it see it."""

from uuid import uuid4

import pytest

from exchange.cases.choices import Level, Part
from exchange.cases.models import CaseDraft, DraftPart
from exchange.cases.models.drafts import DraftDeleted
from exchange.cases.review.reviewing import ask_for_changes
from exchange.cases.writing import drafting
from lms import clock
from lms.people.membership import end_membership
from lms.people.models import Person
from lms.rules import NotAllowed
from tests import make
from tests.cases import reviews, writing

pytestmark = pytest.mark.django_db


def test_the_same_form_sent_twice_is_one_draft():
    author, key = make.learner(), uuid4()
    first = writing.draft(author, client_id=key)
    assert writing.draft(author, client_id=key) == first
    assert CaseDraft.objects.count() == 1


def test_only_whom_a_municipality_has_confirmed_writes():
    claims = make.person(municipality=make.municipality())
    for person in (claims, make.moderator()):
        with pytest.raises(NotAllowed):
            writing.draft(person)


def test_a_part_is_kept_as_it_was_typed_whatever_it_says():
    draft = writing.draft()
    data = {"costs": [{"what": "Насос", "kind": "once", "amount": "около миллиона"}]}
    writing.save(draft, Part.COSTS, data)
    [row] = writing.typed(draft, Part.COSTS)["costs"]
    assert row["amount"] == "около миллиона"


def test_the_same_again_is_no_new_version():
    draft = writing.draft()
    first = writing.save(draft, Part.BASICS, writing.BASICS)
    again = drafting.save_part(
        by=draft.started_by, draft=draft, part=Part.BASICS, data=writing.BASICS, base_version=0
    )
    assert again == first
    assert DraftPart.objects.count() == 1


def titles_of(draft: CaseDraft) -> list[tuple[int, str]]:
    return list(draft.parts.order_by("version").values_list("version", "data__title"))


def titled(draft: CaseDraft, title: str, by: Person | None = None) -> DraftPart:
    return writing.save(draft, Part.BASICS, writing.BASICS | {"title": title}, by=by)


def test_earlier_versions_stay():
    now = clock.now()
    with clock.at(now):
        draft = writing.short(title="Сначала")
    with clock.at(now + drafting.ONE_SITTING):
        titled(draft, "Иначе")
    assert titles_of(draft) == [(1, "Сначала"), (2, "Иначе")]


def test_one_person_in_one_sitting_leaves_one_version_however_often_they_pause():
    now = clock.now()
    minute = drafting.ONE_SITTING / 10
    with clock.at(now):
        draft = writing.short(title="Сначала")
    for pause in range(1, 15):
        with clock.at(now + pause * minute):
            titled(draft, f"После {pause}")
    assert titles_of(draft) == [(10, "После 9"), (15, "После 14")]


def test_a_colleague_s_version_between_two_of_mine_stays_and_so_does_mine_before_it():
    draft = writing.short(title="Моё")
    boss = make.coordinator(draft.municipality)
    titled(draft, "Её", by=boss)
    titled(draft, "Снова моё")
    titled(draft, "Совсем моё")
    assert titles_of(draft) == [(1, "Моё"), (2, "Её"), (4, "Совсем моё")]


def test_two_tabs_of_one_person_see_both_texts_though_one_version_is_left():
    draft = writing.short(title="Обе видели")
    titled(draft, "Первая вкладка")
    with pytest.raises(drafting.WrittenMeanwhile) as refused:
        drafting.save_part(
            by=draft.started_by,
            draft=draft,
            part=Part.BASICS,
            data=writing.BASICS | {"title": "Вторая вкладка"},
            base_version=1,
        )
    assert refused.value.theirs.data["title"] == "Первая вкладка"
    assert titles_of(draft) == [(2, "Первая вкладка")]


def test_what_was_submitted_and_what_a_reviewer_wrote_stays_beside_what_comes_soon_after():
    author = make.learner()
    draft = reviews.submitted(author, title="Отправлено")
    moderator = make.moderator()
    reviews.edit(draft, moderator, title="Правка проверяющего")
    ask_for_changes(by=moderator, draft=draft, text="Кто платил?")
    draft.refresh_from_db()
    titled(draft, "После замечаний")
    titles = [title for _version, title in titles_of(draft)]
    assert titles == ["Отправлено", "Правка проверяющего", "После замечаний"]
    again = reviews.submitted(author, title="Отправлено")
    ask_for_changes(by=moderator, draft=again, text="Кто платил?")
    again.refresh_from_db()
    titled(again, "Тут же изменено")
    assert [title for _version, title in titles_of(again)] == ["Отправлено", "Тут же изменено"]


def test_rows_keep_their_ids_and_empty_rows_go():
    draft = writing.draft()
    writing.save(draft, Part.COSTS, writing.COSTS)
    before = writing.typed(draft, Part.COSTS)
    empty = {"what": " ", "kind": "", "amount": "", "payer": ""}
    more = {**before, "costs": [empty, before["costs"][1], before["costs"][0]]}
    writing.save(draft, Part.COSTS, more)
    after = writing.typed(draft, Part.COSTS)["costs"]
    assert [row["id"] for row in after] == [row["id"] for row in before["costs"][::-1]]


def test_two_rows_never_share_an_id():
    draft = writing.draft()
    key = str(uuid4())
    rows = [{"id": key, "line": "Раз"}, {"id": key, "line": "Два"}, {"line": "Три"}]
    writing.save(draft, Part.LESSONS, {"lessons": rows})
    kept = writing.typed(draft, Part.LESSONS)["lessons"]
    assert len({row["id"] for row in kept}) == 3


def test_what_no_part_asks_is_not_kept():
    draft = writing.draft()
    sent = writing.BASICS | {"evidence_level": 4, "services": ["water"], "title": ["x"]}
    writing.save(draft, Part.BASICS, sent)
    kept = writing.typed(draft, Part.BASICS)
    assert "evidence_level" not in kept
    assert kept["title"] == ""


def test_controls_and_what_turns_letters_round_are_left_out():
    draft = writing.draft()
    writing.save(draft, Part.BASICS, {"title": "Вода\x00\u202eадов", "done": "а\r\nб"})
    kept = writing.typed(draft, Part.BASICS)
    assert kept["title"] == "Водаадов"
    assert kept["done"] == "а\nб"


def test_it_is_full_as_soon_as_another_part_says_something_and_short_again_without():
    draft = writing.short()
    draft.refresh_from_db()
    assert draft.level == Level.SHORT
    writing.save(draft, Part.PEOPLE, {"participation": {"women": "Вели учёт."}})
    draft.refresh_from_db()
    assert draft.level == Level.FULL
    writing.save(draft, Part.PEOPLE, {"participation": {"women": ""}})
    draft.refresh_from_db()
    assert draft.level == Level.SHORT


def test_others_neither_see_nor_change_it():
    place = make.municipality()
    draft = writing.short(place)
    colleague, stranger = make.learner(place), make.learner()
    for person in (colleague, stranger, make.moderator(), make.manager()):
        assert not CaseDraft.objects.visible_to(person).exists()
        with pytest.raises(NotAllowed):
            writing.save(draft, Part.BASICS, {"title": "Чужое"}, by=person)


def test_the_coordinator_goes_on_with_what_others_began():
    place = make.municipality()
    draft = writing.short(place)
    boss = make.coordinator(place)
    assert CaseDraft.objects.written_by(boss).get() == draft
    writing.save(draft, Part.BASICS, writing.BASICS | {"title": "Дальше я"}, by=boss)
    assert writing.typed(draft, Part.BASICS)["title"] == "Дальше я"


def test_whoever_leaves_the_municipality_leaves_the_draft():
    draft = writing.short()
    author = draft.started_by
    end_membership(by=author, membership=make.membership_of(author))
    author.forget_what_was_read()
    assert not CaseDraft.objects.written_by(author).exists()
    with pytest.raises(NotAllowed):
        writing.save(draft, Part.BASICS, {"title": "Ещё"})


def test_the_second_on_the_same_part_sees_both_texts():
    draft = writing.short()
    boss = make.coordinator(draft.municipality)
    theirs = writing.save(draft, Part.BASICS, writing.BASICS | {"title": "Их"}, by=boss)
    with pytest.raises(drafting.WrittenMeanwhile) as refused:
        drafting.save_part(
            by=draft.started_by,
            draft=draft,
            part=Part.BASICS,
            data=writing.BASICS | {"title": "Мой"},
            base_version=1,
        )
    assert refused.value.theirs == theirs
    assert refused.value.mine["title"] == "Мой"
    assert boss.short_name in str(refused.value)


def test_deleted_is_what_was_never_submitted_by_whoever_began_it():
    place = make.municipality()
    draft = writing.short(place)
    with pytest.raises(NotAllowed):
        drafting.delete_draft(by=make.learner(place), draft=draft)
    drafting.delete_draft(by=draft.started_by, draft=draft)
    assert not CaseDraft.objects.exists()
    sent = writing.submitted()
    with pytest.raises(NotAllowed):
        drafting.delete_draft(by=sent.started_by, draft=sent)


def test_who_writes_on_in_a_draft_that_was_deleted_meanwhile_is_told_so():
    draft = writing.short()
    drafting.delete_draft(by=draft.started_by, draft=CaseDraft.objects.get(pk=draft.pk))
    with pytest.raises(DraftDeleted):
        writing.save(draft, Part.STEPS, {"steps": [{"title": "Шаг"}]})
    with pytest.raises(DraftDeleted):
        writing.submitted(draft)
