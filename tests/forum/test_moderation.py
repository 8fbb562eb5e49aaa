"""Moderators act, for a reason, and nobody else does."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from exchange.forum import access
from exchange.forum.acts import acts_about, on_moderated
from exchange.forum.choices import ActKind, Audience, Complaint, Outcome
from exchange.forum.drafts import draft_of, save_draft
from exchange.forum.editing import edit_post
from exchange.forum.flagging import complain, dismiss, on_settled
from exchange.forum.merging import merge_topics
from exchange.forum.models import Flag, ModerationAct, Post, Silence, Topic
from exchange.forum.moderation import (
    close_topic,
    hide_post,
    hide_topic,
    lift,
    open_topic,
    pin_topic,
    release_post,
    restore_post,
    restore_topic,
    silence,
    unpin_topic,
    warn,
)
from exchange.forum.moving import move_topic
from exchange.forum.notice_kinds import MODERATED
from exchange.forum.quoting import quote_of
from exchange.forum.refusals import (
    AlreadySo,
    DaysNeeded,
    ReasonNeeded,
)
from exchange.forum.solving import mark_solution
from exchange.forum.splitting import split_topic
from lms import clock
from lms.people.models import Person
from lms.rules import NotAllowed
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db
WHY: dict[str, Any] = {"reason": "По правилам форума."}

Act = Callable[[Person, Post], Any]
# Every act, on an answer, its topic or its author.
ACTS: dict[str, Act] = {
    "hide_post": lambda by, post: hide_post(by=by, post=post, **WHY),
    "restore_post": lambda by, post: restore_post(by=by, post=post, **WHY),
    "release_post": lambda by, post: release_post(by=by, post=post, **WHY),
    "dismiss": lambda by, post: dismiss(by=by, post=post, **WHY),
    "hide_topic": lambda by, post: hide_topic(by=by, topic=post.topic, **WHY),
    "restore_topic": lambda by, post: restore_topic(by=by, topic=post.topic, **WHY),
    "close_topic": lambda by, post: close_topic(by=by, topic=post.topic, **WHY),
    "open_topic": lambda by, post: open_topic(by=by, topic=post.topic, **WHY),
    "warn": lambda by, post: warn(by=by, person=post.author, **WHY),
    "silence": lambda by, post: silence(by=by, person=post.author, days=3, **WHY),
    "lift": lambda by, post: lift(by=by, person=post.author, **WHY),
}
# These put the place in order, and say nothing of a person.
ORDERING: dict[str, Act] = {
    "pin_topic": lambda by, post: pin_topic(by=by, topic=post.topic, **WHY),
    "unpin_topic": lambda by, post: unpin_topic(by=by, topic=post.topic, **WHY),
    "move": lambda by, post: move_topic(
        by=by, topic=post.topic, category=talk.category("water"), **WHY
    ),
    "merge": lambda by, post: merge_topics(by=by, source=post.topic, target=talk.topic(), **WHY),
    "split": lambda by, post: split_topic(
        by=by, topic=post.topic, posts=[post.pk], title="Отдельно", **WHY
    ),
}


def everything() -> dict[str, list[Any]]:
    """All rows of the forum."""
    models = apps.get_app_config("forum").get_models()
    return {model.__name__: list(model._base_manager.order_by("pk").values()) for model in models}


def act_of(**fields: Any) -> ModerationAct:
    return ModerationAct.objects.get(**fields)


@pytest.mark.parametrize("name", ACTS | ORDERING)
@pytest.mark.parametrize(
    "who", ["person", "learner", "coordinator", "trainer", "manager", "author"]
)
def test_an_act_of_somebody_without_the_right_changes_nothing(name: str, who: str):
    talk.category("water")
    topic = talk.topic()
    by = topic.author if who == "author" else getattr(make, who)()
    post = talk.post(topic)
    before = everything()
    with pytest.raises(NotAllowed), transaction.atomic():
        (ACTS | ORDERING)[name](by, post)
    assert everything() == before


@pytest.mark.parametrize("name", ACTS)
def test_nobody_moderates_themselves_or_who_stands_above(name: str):
    moderator, admin = make.moderator(), make.admin()
    for author in (moderator, admin):
        post = talk.post(talk.topic(author), author)
        before = everything()
        with pytest.raises(NotAllowed):
            ACTS[name](moderator, post)
        assert everything() == before


@pytest.mark.parametrize("name", ACTS | ORDERING)
def test_every_act_has_a_reason_and_is_written_down(name: str):
    moderator = make.moderator()
    post = ready_for(name)
    (ACTS | ORDERING)[name](moderator, post)
    act = ModerationAct.objects.latest("pk")
    assert (act.by, act.reason) == (moderator, WHY["reason"])


@pytest.mark.parametrize("name", ["hide_post", "close_topic", "warn", "merge", "split"])
def test_without_a_reason_nothing_happens(name: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(WHY, "reason", " … ")
    post = talk.post(talk.topic())
    with pytest.raises(ReasonNeeded), transaction.atomic():
        (ACTS | ORDERING)[name](make.moderator(), post)
    assert not ModerationAct.objects.exists()


def test_what_is_in_order_needs_no_reason_and_its_author_hears_nothing():
    post = ready_for("dismiss")
    act = dismiss(by=(moderator := make.moderator()), post=post)
    assert (act.kind, act.by, act.reason) == (ActKind.NO_PROBLEM, moderator, "")
    assert not acts_about(post.author).exists()
    assert not post.author.notices.filter(kind=MODERATED.name).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        ModerationAct.objects.filter(pk=act.pk).update(kind=ActKind.WARN)


def ready_for(name: str) -> Post:
    """A post to which the act can be done."""
    boss = make.moderator()
    talk.category("water")
    if name == "release_post":
        return talk.held()
    topic = talk.topic()
    post = talk.post(topic)
    first: dict[str, Callable[[], Any]] = {
        "restore_post": lambda: hide_post(by=boss, post=post, **WHY),
        "restore_topic": lambda: hide_topic(by=boss, topic=topic, **WHY),
        "open_topic": lambda: close_topic(by=boss, topic=topic, **WHY),
        "unpin_topic": lambda: pin_topic(by=boss, topic=topic, **WHY),
        "lift": lambda: silence(by=boss, person=post.author, days=3, **WHY),
        "dismiss": lambda: complain(person=make.learner(), post=post, reason=Complaint.RUDE),
    }
    first.get(name, lambda: None)()
    return post


def test_a_hidden_post_is_not_there_for_others_and_comes_back():
    topic = talk.topic()
    post = talk.post(topic)
    mark_solution(by=topic.author, post=post)
    hide_post(by=make.moderator(), post=post, **WHY)
    topic.refresh_from_db()
    assert (topic.answers_count, topic.solution) == (0, None)
    assert not Post.objects.visible_to(topic.author).filter(pk=post.pk).exists()
    seen = Post.objects.visible_to(post.author).get(pk=post.pk)
    assert seen.hidden_because == WHY["reason"]
    with pytest.raises(NotAllowed):
        edit_post(by=post.author, post=post, text="Иначе.", version=1)
    restore_post(by=make.moderator(), post=post, **WHY)
    topic.refresh_from_db()
    assert (topic.answers_count, topic.solution) == (1, post)
    assert topic.solved_by == topic.author
    assert [act.kind for act in ModerationAct.objects.filter(person=post.author)] == [
        ActKind.RESTORE_POST,
        ActKind.HIDE_POST,
    ]


def test_what_is_shown_again_does_not_take_the_place_of_another_solution():
    topic = talk.topic()
    post, better = talk.post(topic), talk.post(topic)
    mark_solution(by=topic.author, post=post)
    hide_post(by=make.moderator(), post=post, **WHY)
    mark_solution(by=topic.author, post=better)
    restore_post(by=make.moderator(), post=post, **WHY)
    topic.refresh_from_db()
    assert topic.solution == better


@pytest.mark.parametrize("what", ["post", "topic", "moved"])
def test_words_that_are_not_shown_any_more_are_not_quoted_either(what: str):
    moderator, quoted = make.moderator(), talk.post(talk.topic(), text="Штраф за пропущенный рейс.")
    post = talk.post(talk.topic(), text=quote_of(quoted) + "Согласен.")
    assert "пропущенный" in Post.objects.get(pk=post.pk).html
    if what == "post":
        hide_post(by=moderator, post=quoted, **WHY)
    elif what == "topic":
        hide_topic(by=moderator, topic=quoted.topic, **WHY)
    else:
        inside = talk.category("inside", Audience.MEMBERS)
        move_topic(by=moderator, topic=quoted.topic, category=inside, **WHY)
    assert "пропущенный" not in Post.objects.get(pk=post.pk).html
    if what == "post":
        restore_post(by=moderator, post=quoted, **WHY)
    elif what == "topic":
        restore_topic(by=moderator, topic=quoted.topic, **WHY)
    else:
        back = talk.category()
        move_topic(by=moderator, topic=quoted.topic, category=back, confirmed=True, **WHY)
    assert "пропущенный" in Post.objects.get(pk=post.pk).html


def test_whom_an_act_concerns_is_told_and_who_did_it_is_not():
    told: list[ModerationAct] = []
    on_moderated.append(told.append)
    moderator = make.moderator()
    try:
        mine = talk.topic(moderator)
        pin_topic(by=moderator, topic=mine, **WHY)
        post = talk.post(mine)
        warn(by=moderator, person=post.author, post=post, **WHY)
    finally:
        on_moderated.remove(told.append)
    assert [(act.kind, act.person) for act in told] == [(ActKind.WARN, post.author)]


def test_those_who_complained_are_told_what_became_of_it():
    told: list[Flag] = []
    on_settled.append(told.append)
    post = talk.post(talk.topic())
    try:
        for _ in range(2):
            complain(person=make.person(), post=post, reason=Complaint.SPAM)
        hide_post(by=make.moderator(), post=post, **WHY)
    finally:
        on_settled.remove(told.append)
    assert [flag.outcome for flag in told] == [Outcome.HIDDEN] * 2


def test_what_is_done_already_is_not_done_again():
    post = talk.post(talk.topic())
    hide_post(by=make.moderator(), post=post, **WHY)
    with pytest.raises(AlreadySo):
        hide_post(by=make.moderator(), post=post, **WHY)


def test_of_a_private_topic_a_moderator_acts_only_on_what_was_complained_of():
    place, moderator = make.municipality(), make.moderator()
    own = talk.category("municipality", Audience.MUNICIPALITY)
    topic = talk.topic(make.learner(place), category=own)
    post = talk.post(topic, make.learner(place))
    with pytest.raises(NotAllowed):
        hide_post(by=moderator, post=post, **WHY)
    complain(person=topic.author, post=post, reason=Complaint.RUDE)
    hide_post(by=moderator, post=post, **WHY)
    for act in (close_topic, hide_topic, pin_topic):
        with pytest.raises(NotAllowed):
            act(by=moderator, topic=topic, **WHY)
    complain(person=post.author, post=topic.posts.earliest("pk"), reason=Complaint.RUDE)
    hide_topic(by=moderator, topic=topic, **WHY)
    restore_topic(by=moderator, topic=topic, **WHY)
    with pytest.raises(NotAllowed):
        close_topic(by=moderator, topic=topic, **WHY)


def test_a_complaint_waits_once_and_is_settled_by_the_act():
    post, reader = talk.post(talk.topic()), make.person()
    for reason in (Complaint.RUDE, Complaint.SPAM):
        complain(person=reader, post=post, reason=reason)
    flag = Flag.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Flag.objects.create(post=post, person=reader, reason=Complaint.RUDE)
    hide_post(by=make.moderator(), post=post, **WHY)
    flag.refresh_from_db()
    assert flag.outcome == Outcome.HIDDEN
    restore_post(by=make.moderator(), post=post, **WHY)
    complain(person=reader, post=post, reason=Complaint.RUDE)
    dismiss(by=make.moderator(), post=post, **WHY)
    assert Flag.objects.latest("pk").outcome == Outcome.NO_PROBLEM


def test_nobody_complains_of_their_own_post():
    post = talk.post(talk.topic())
    with pytest.raises(NotAllowed):
        complain(person=post.author, post=post, reason=Complaint.OTHER)


def test_nobody_complains_of_what_they_cannot_read():
    own = talk.category("municipality", Audience.MUNICIPALITY)
    post = talk.post(topic := talk.topic(make.learner(), category=own), topic.author)
    with pytest.raises(NotAllowed):
        complain(person=make.learner(), post=post, reason=Complaint.RUDE)


def test_who_is_silenced_reads_keeps_drafts_and_is_told_until_when():
    topic, person = talk.topic(), make.learner()
    save_draft(person=person, place=f"topic:{topic.pk}", title="", text="Начал писать", writer=None)
    silence(by=make.moderator(), person=person, days=3, **WHY)
    verdict = access.can_write(person)
    assert not verdict
    until = (clock.now() + timedelta(days=3)).astimezone(Silence.objects.get().until.tzinfo)
    assert str(until.year) in str(verdict.reason)
    with pytest.raises(NotAllowed):
        talk.post(topic, Person.objects.get(pk=person.pk))
    assert Topic.objects.visible_to(person).exists()
    assert draft_of(person, f"topic:{topic.pk}")
    with clock.at(clock.now() + timedelta(days=3, seconds=1)):
        talk.post(topic, Person.objects.get(pk=person.pk))
    lift(by=make.moderator(), person=person, **WHY)
    talk.post(topic, person)


@pytest.mark.parametrize("days", [0, -1, 366])
def test_nobody_is_silenced_for_ever_or_for_no_time(days: int):
    with pytest.raises(DaysNeeded):
        silence(by=make.moderator(), person=make.learner(), days=days, **WHY)


def test_a_silence_said_again_counts_from_then():
    person = make.learner()
    for days in (30, 2):
        silence(by=make.moderator(), person=person, days=days, **WHY)
    assert Silence.objects.in_force().get().until < clock.now() + timedelta(days=3)
