"""A submitted case passes two moderators, or goes back to its authors with words; nothing of it shows before."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowState

from exchange.cases import access
from exchange.cases.choices import DraftState, Part, ReviewStep
from exchange.cases.models import Approval, Case, CaseDraft, CaseText, ReviewComment
from exchange.cases.review.edits import take_in_edits
from exchange.cases.review.reviewing import (
    EvidenceUnexplained,
    NotInReview,
    PublishedByReview,
    StepIsOver,
    ask_for_changes,
    page_in_review,
    pass_step,
)
from exchange.cases.review.standing import standing_of
from exchange.cases.review.talk import WithoutWords, comment, settle
from lms import clock
from lms.people.models import Person
from lms.rules import NotAllowed
from search.models import SearchEntry
from tests import make
from tests.cases import library, reviews
from tests.notices import said_of

pytestmark = pytest.mark.django_db
THEME, SECOND = ReviewStep.THEME, ReviewStep.SECOND


def test_two_moderators_pass_a_case_and_then_it_is_published():
    draft = reviews.submitted()
    first, second = make.moderator(), make.moderator()
    reviews.explain(draft, first)
    pass_step(by=first, draft=draft, step=THEME)
    assert not Case.objects.filter(key=draft.key).exists()
    pass_step(by=second, draft=draft, step=SECOND)
    draft.refresh_from_db()
    case = Case.objects.get(key=draft.key)
    assert draft.state == DraftState.PUBLISHED
    assert (case.reviewed_on, case.evidence_level) == (clock.today(), 2)
    assert case.texts.get(language="ru").title == reviews.BASICS["title"]
    assert [each.by for each in draft.approvals.order_by("pk")] == [first, second]
    assert page_in_review(draft).workflow_states.get().status == WorkflowState.STATUS_APPROVED


def test_nothing_is_passed_without_a_word_of_how_far_it_is_proved():
    draft = reviews.submitted()
    with pytest.raises(EvidenceUnexplained):
        pass_step(by=make.moderator(), draft=draft, step=THEME)
    assert not draft.approvals.exists()


def test_nobody_passes_both_steps():
    draft = reviews.submitted()
    first = reviews.passed_first(draft)
    with pytest.raises(NotAllowed):
        pass_step(by=first, draft=draft, step=SECOND)
    approval = draft.approvals.get()
    again = Approval(draft=draft, submitted_at=approval.submitted_at, step=SECOND, by=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_an_administrator_stands_in_for_either_but_not_for_both():
    draft = reviews.submitted()
    reviews.keeper("waste")
    admin = make.admin()
    reviews.passed_first(draft, admin)
    with pytest.raises(NotAllowed):
        pass_step(by=admin, draft=draft, step=SECOND)
    pass_step(by=make.admin(), draft=draft, step=SECOND)
    draft.refresh_from_db()
    assert draft.state == DraftState.PUBLISHED


def test_a_step_is_passed_once():
    draft = reviews.submitted()
    reviews.passed_first(draft)
    with pytest.raises(StepIsOver):
        pass_step(by=make.moderator(), draft=draft, step=THEME)
    pass_step(by=make.moderator(), draft=draft, step=SECOND)
    with pytest.raises(NotInReview):
        pass_step(by=make.moderator(), draft=draft, step=SECOND)


def who_may(draft, *people: Person) -> list[Person]:
    """Of these, those who may take the step that waits."""
    return [each for each in people if access.can_review(each, standing_of(draft))]


def test_first_whoever_looks_after_the_theme_then_any_other():
    draft = reviews.submitted()
    keeps, other = reviews.keeper("waste"), reviews.keeper("water")
    admin, learner = make.admin(), make.learner()
    assert who_may(draft, keeps, other, admin, learner) == [keeps, admin]
    reviews.passed_first(draft, keeps)
    assert who_may(draft, keeps, other, admin, learner) == [other, admin]
    assert not access.can_review(AnonymousUser(), standing_of(draft))


def test_a_theme_whose_only_keeper_may_not_look_is_anybodys():
    place = make.municipality()
    draft = reviews.submitted(make.learner(place))
    own = reviews.keeper("waste", reviews.moderator_of(place))
    other = make.moderator()
    assert who_may(draft, own, other) == [other]


def test_nobody_reviews_what_they_write_or_what_their_municipality_does():
    place = make.municipality()
    author, neighbour = reviews.moderator_of(place), reviews.moderator_of(place)
    draft = reviews.submitted(author)
    stranger = make.moderator()
    assert who_may(draft, author, neighbour, stranger) == [stranger]
    reviews.passed_first(draft)
    assert who_may(draft, author, neighbour, stranger) == [stranger]


def test_changes_go_back_to_the_authors_in_words():
    author = make.learner()
    draft = reviews.submitted(author)
    moderator = make.moderator()
    with pytest.raises(WithoutWords):
        ask_for_changes(by=moderator, draft=draft, text="  ")
    ask_for_changes(by=moderator, draft=draft, text="Сколько это стоило?", part=Part.COSTS)
    draft.refresh_from_db()
    said = draft.comments.get()
    assert draft.state == DraftState.CHANGES
    assert (said.part, said.author, said.asks_for_changes) == (Part.COSTS, moderator, True)
    [told] = said_of("case comment:")
    assert told.person == author
    assert "Сколько это стоило?" in told.text
    assert told.url.endswith(f"/my/cases/{draft.key}/review/")
    with pytest.raises(NotInReview):
        pass_step(by=make.moderator(), draft=draft, step=THEME)


def test_authors_read_what_is_asked_of_a_part_above_it_until_it_is_settled():
    author = make.learner()
    draft = reviews.submitted(author)
    moderator = make.moderator()
    ask_for_changes(by=moderator, draft=draft, text="Сколько это стоило?", part=Part.COSTS)
    client = Client()
    client.force_login(author)

    def stands_in(part: Part) -> bool:
        address = reverse("my_case_part", args=[draft.key, part])
        return "Сколько это стоило?" in client.get(address).content.decode()

    assert (stands_in(Part.COSTS), stands_in(Part.LAW)) == (True, False)
    settle(by=author, comment=draft.comments.get())
    assert not stands_in(Part.COSTS)


def test_what_is_submitted_again_is_reviewed_from_the_first_step():
    author = make.learner()
    draft = reviews.submitted(author)
    first, second = reviews.passed_first(draft), make.moderator()
    ask_for_changes(by=second, draft=draft, text="Кто платил?")
    draft.refresh_from_db()
    reviews.write(draft, author, Part.BASICS, done="Купили на деньги аймака.")
    reviews.resubmitted(draft)
    assert standing_of(draft).step == THEME
    # Whoever passed what was submitted before has passed nothing of this.
    pass_step(by=first, draft=draft, step=THEME)
    pass_step(by=second, draft=draft, step=SECOND)
    content = Case.objects.get(key=draft.key).texts.get(language="ru").content
    assert content["done"] == "Купили на деньги аймака."
    assert content["evidence_reason"] == "Есть журнал замеров."


def test_a_reviewers_hand_comes_back_into_the_authors_parts():
    author = make.learner()
    draft = reviews.submitted(author)
    moderator = make.moderator()
    reviews.edit(draft, moderator, problem="Мусор лежал у реки.")
    ask_for_changes(by=moderator, draft=draft, text="Я поправил проблему.")
    newest = draft.parts.filter(part=Part.BASICS)[0]
    assert newest.data["problem"] == "Мусор лежал у реки."
    assert (newest.is_of_review, newest.by, newest.version) == (True, moderator, 2)
    assert list(draft.parts.filter(is_of_review=True)) == [newest]
    draft.refresh_from_db()
    reviews.resubmitted(draft)
    assert page_in_review(draft).problem == "Мусор лежал у реки."


def test_what_a_reviewer_takes_back_is_taken_back():
    draft = reviews.submitted()
    moderator = make.moderator()
    page = reviews.edit(draft, moderator, problem="Мусор лежал у реки.")
    assert len(take_in_edits(draft, page, by=moderator)) == 1
    assert take_in_edits(draft, page, by=moderator) == []
    page = reviews.edit(draft, moderator, problem=reviews.BASICS["problem"])
    [again] = take_in_edits(draft, page, by=moderator)
    assert again.data["problem"] == reviews.BASICS["problem"]


def test_authors_answer_and_settle_and_the_reviewer_hears():
    author = make.learner()
    draft = reviews.submitted(author)
    moderator = make.moderator()
    ask_for_changes(by=moderator, draft=draft, text="Кто платил?")
    asked = draft.comments.get()
    answer = comment(by=author, draft=draft, text="Аймак.", answers=asked)
    assert comment(by=author, draft=draft, text="Аймак.", answers=asked) == answer
    assert [told.person for told in said_of(f"case comment:{answer.pk}")] == [moderator]
    settled = settle(by=author, comment=asked)
    assert settle(by=moderator, comment=asked).settled_by == settled.settled_by == author
    for stranger in (make.learner(), reviews.moderator_of(draft.municipality)):
        with pytest.raises(NotAllowed):
            comment(by=stranger, draft=draft, text="А я?")


def test_whoever_passed_a_case_hears_what_its_authors_write_later():
    author = make.learner()
    case = reviews.published(author)
    draft = CaseDraft.objects.get(key=case.key)
    written = comment(by=author, draft=draft, text="Полигон закрыт, снимите пример, пожалуйста.")
    told = {each.person for each in said_of(f"case comment:{written.pk}")}
    assert told == {each.by for each in draft.approvals.all()}


def test_moderators_hear_of_what_waits_for_them_and_only_as_long_as_it_does():
    keeps, other = None, make.moderator()
    library.lists()
    keeps = reviews.keeper("waste")
    draft = reviews.submitted()
    assert [told.person for told in said_of("case waits:")] == [keeps]
    reviews.passed_first(draft, keeps)
    assert [told.person for told in said_of("case waits:")] == [other]
    pass_step(by=other, draft=draft, step=SECOND)
    assert said_of("case waits:") == []
    [told] = said_of("case published:")
    assert told.person == draft.started_by


def test_whoever_is_no_moderator_any_more_reads_nothing_of_what_waits():
    moderator = make.moderator()
    reviews.submitted()
    assert said_of("case waits:")
    moderator.role_grants.update(until=clock.now())
    assert said_of("case waits:") == []


def test_a_published_case_is_revised_while_the_old_one_stays_up():
    author = make.learner()
    case = reviews.published(author)
    before = list(case.texts.order_by("language").values_list("version", "content"))
    entries = list(SearchEntry.objects.order_by("pk").values_list("title", "changed_at"))
    draft = reviews.revision_of(case, author)
    reviews.write(draft, author, Part.BASICS, title="Контейнеры во всех сёлах")
    reviews.resubmitted(draft)
    reviews.passed_first(draft)
    page = library.page_of(case)
    assert (page.live, page.title) == (True, reviews.BASICS["title"])
    assert list(case.texts.order_by("language").values_list("version", "content")) == before
    assert list(SearchEntry.objects.order_by("pk").values_list("title", "changed_at")) == entries
    html = Client().get(reverse("case", args=[case.slug])).content.decode()
    assert "Контейнеры во всех сёлах" not in html
    pass_step(by=make.moderator(), draft=draft, step=SECOND)
    assert case.texts.get(language="ru").title == "Контейнеры во всех сёлах"
    assert Case.objects.count() == 1


def test_what_is_in_review_gives_a_stranger_nothing():
    draft = reviews.submitted()
    reviews.passed_first(draft)
    title = reviews.BASICS["title"]
    client = Client()
    assert CaseText.objects.count() == 0
    assert client.get(reverse("case", args=[page_in_review(draft).slug])).status_code == 404
    for address in (
        reverse("cases"),
        reverse("cases") + "?q=Контейнеры",
        reverse("search") + "?q=Контейнеры",
        reverse("case_feed", args=["ru"]),
        reverse("municipality_page", args=[draft.municipality.code]),
    ):
        assert title not in client.get(address).content.decode()
    assert not SearchEntry.objects.filter(title=title).exists()
    member = Client()
    member.force_login(make.learner())
    assert member.get(reverse("my_case_review", args=[draft.key])).status_code == 404


def test_a_case_with_an_open_draft_is_published_by_its_review_alone():
    draft = reviews.submitted()
    with pytest.raises(PublishedByReview), transaction.atomic():
        page_in_review(draft).save_revision().publish()
    assert not Case.objects.filter(key=draft.key).exists()
    case = library.case()
    library.publish(library.page_of(case))  # as ever, where nobody writes a draft


def test_a_draft_of_two_comments_names_its_parts_in_order():
    author = make.learner()
    draft = reviews.submitted(author)
    moderator = make.moderator()
    for part in (Part.LAW, "", Part.BASICS):
        comment(by=moderator, draft=draft, text=f"О части {part}", part=part)
    from exchange.cases.review.talk import threads_of  # noqa: PLC0415

    assert [each.first.part for each in threads_of(draft)] == ["", Part.BASICS, Part.LAW]
    assert ReviewComment.objects.filter(is_of_reviewer=True).count() == 3
