"""A solved question becomes a case; whoever wrote it is named in it only if they agree."""

from typing import Any

import pytest

from exchange.cases.choices import Part, ReviewStep
from exchange.cases.models import Case, CaseDraft, Credit
from exchange.cases.review.reviewing import pass_step
from exchange.cases.writing import beginnings, crediting
from exchange.cases.writing.draft_pages import page_from
from exchange.forum.choices import Audience
from exchange.forum.models import Topic
from exchange.forum.solving import mark_solution
from lms.people.models import Person
from lms.rules import NotAllowed
from tests import make
from tests.cases import reviews, writing
from tests.forum import talk
from tests.notices import said_of

pytestmark = pytest.mark.django_db


def solved(**facts: Any) -> Topic:
    """A question that its asker says is solved by the answer of somebody else."""
    topic = talk.topic(**facts)
    return mark_solution(by=topic.author, post=talk.post(topic))


def solver_of(topic: Topic) -> Person:
    assert topic.solution
    return topic.solution.author


def ready(draft: CaseDraft) -> CaseDraft:
    basics = writing.typed(draft, Part.BASICS)
    writing.save(draft, Part.BASICS, writing.BASICS | {"problem": basics["problem"]})
    return draft


def test_the_text_comes_along_and_the_authors_are_asked_once():
    topic = solved()
    draft = writing.draft(topic=topic)
    basics = writing.typed(draft, Part.BASICS)
    assert basics["title"] == topic.title
    assert basics["problem"] == "У нас один предприниматель с самосвалом."
    assert basics["done"] == "Укажите дни и часы."
    assert draft.language == topic.language
    told = said_of("case_credit:")
    assert {each.person for each in told} == {topic.author, solver_of(topic)}
    assert writing.draft(draft.started_by, topic=topic) == draft
    assert len(said_of("case_credit:")) == 2


def test_one_s_own_words_need_no_asking():
    topic = solved()
    draft = writing.draft(topic.author, topic=topic)
    assert [each.person for each in draft.credits.all()] == [solver_of(topic)]


def test_only_who_agreed_is_named():
    topic = solved()
    draft = ready(writing.draft(topic=topic))
    asked, answered = (draft.credits.get(person=p) for p in (topic.author, solver_of(topic)))
    crediting.answer_credit(by=topic.author, credit=asked, agrees=True)
    crediting.answer_credit(by=solver_of(topic), credit=answered, agrees=False)
    page = page_from(draft)
    assert page.origin_authors == topic.author.full_name
    assert topic.title in page.origin
    assert page.origin_address.endswith(f"/forum/topics/{topic.pk}/")


def test_nobody_answers_for_another():
    draft = writing.draft(topic=solved())
    with pytest.raises(NotAllowed):
        crediting.answer_credit(
            by=draft.started_by, credit=Credit.objects.latest("pk"), agrees=True
        )


def test_who_thinks_again_is_named_no_more_though_it_is_published():
    topic = solved()
    draft = writing.submitted(ready(writing.draft(topic=topic)))
    credit = draft.credits.get(person=topic.author)
    case = reviews.pass_both(draft)
    crediting.answer_credit(by=topic.author, credit=credit, agrees=True)
    case.refresh_from_db()
    assert case.origin_authors == topic.author.full_name
    again = reviews.revision_of(case, draft.started_by)
    crediting.answer_credit(by=topic.author, credit=credit, agrees=False)
    case.refresh_from_db()
    assert case.origin_authors == ""
    assert page_from(again).origin_authors == ""


def test_who_agrees_while_it_is_reviewed_is_named_in_what_is_published():
    topic = solved()
    draft = writing.submitted(ready(writing.draft(topic=topic)))
    reviews.passed_first(draft)
    credit = draft.credits.get(person=topic.author)
    crediting.answer_credit(by=topic.author, credit=credit, agrees=True)
    pass_step(by=make.moderator(), draft=draft, step=ReviewStep.SECOND)
    assert Case.objects.get().origin_authors == topic.author.full_name


@pytest.mark.parametrize("kind", ["unsolved", "of another municipality"])
def test_what_is_not_solved_or_not_read_makes_no_case(kind: str):
    if kind == "unsolved":
        topic = talk.topic()
    else:
        category = talk.category("own", Audience.MUNICIPALITY)
        author = make.learner()
        topic = talk.topic(author, category=category)
        colleague = make.learner(make.membership_of(author).municipality)
        topic = mark_solution(by=author, post=talk.post(topic, colleague))
    with pytest.raises(beginnings.NotSolved):
        writing.draft(topic=topic)


def test_of_a_municipality_s_own_talk_not_even_the_title_is_told():
    category = talk.category("own", Audience.MUNICIPALITY)
    author = make.learner()
    topic = talk.topic(author, category=category)
    colleague = make.learner(make.membership_of(author).municipality)
    topic = mark_solution(by=author, post=talk.post(topic, colleague))
    page = page_from(ready(writing.draft(author, topic=topic)))
    assert topic.title not in page.origin
    assert page.origin_address == ""
