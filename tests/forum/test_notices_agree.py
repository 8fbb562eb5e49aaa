"""Whatever happened: the bell counts what the list shows, and both show what the pages would."""

import pytest

from exchange.forum.following import follow
from exchange.forum.mentioning import call_of
from exchange.forum.models import Post, Topic
from exchange.forum.moderation import hide_topic, restore_topic
from exchange.forum.noticing import place_of
from lms.notifications import reading
from lms.notifications.kinds import describe
from lms.notifications.models import Notice
from lms.people.membership import ask_membership, confirm_membership, end_membership
from lms.people.models import Person
from lms.rules import Refusal
from tests import make
from tests.forum import talk
from tests.forum.walk import Walk

OF_SOLUTIONS = {"forum.solved", "forum.solving"}


class NoticeWalk(Walk):
    """A forum in which people follow, are mentioned, open topics, and lose and regain their places of work."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed, readers=3)
        self.manager = make.manager()
        self.members = self.readers[-3:]
        self.hidden_topics: set[int] = set()
        for _ in range(4):
            self.starts()

    def step(self) -> None:
        if self.random.random() < 0.6:
            super().step()
            return
        act = self.random.choice(
            [self.follows, self.mentions, self.opens, self.leaves, self.comes, self.hides_topic]
        )
        try:
            act()
        except Refusal:
            self.done[f"{act.__name__} refused"] += 1
        else:
            self.done[act.__name__] += 1

    def follows(self) -> None:
        person = self.random.choice(self.readers)
        if self.random.random() < 0.3:
            follow(person=person, **self.random.choice(self.places))
        elif topic := self.some_topic():
            follow(person=person, topic=topic)

    def mentions(self) -> None:
        called = self.random.choice(self.readers)
        if topic := self.some_topic():
            text = f"{call_of(called)} посмотрите."
            self.knows(talk.post(topic, self.random.choice(self.writers), text))

    def opens(self) -> None:
        person = fresh(self.random.choice(self.readers))
        places = [each.place for each in reading.unread_of(person) if each.place]
        if places:
            reading.read_place(person, self.random.choice(places))

    def leaves(self) -> None:
        person = fresh(self.random.choice(self.members))
        if person.membership:
            end_membership(by=person, membership=person.membership)

    def comes(self) -> None:
        person = fresh(self.random.choice(self.members))
        if person.membership is None:
            asked = ask_membership(person=person, municipality=None, position=make.position())
            confirm_membership(by=self.manager, membership=asked)

    def hides_topic(self) -> None:
        by = self.moderators[1]
        if self.hidden_topics and self.random.random() < 0.6:
            pk = self.hidden_topics.pop()
            restore_topic(by=by, topic=Topic.objects.get(pk=pk), reason="Ошибка.")
        elif topic := self.some_topic():
            hide_topic(by=by, topic=topic, reason="Не здесь.")
            self.hidden_topics.add(topic.pk)

    def notices_agree(self) -> None:
        """Of everybody's notices, those that the pages would show are counted and listed, and no others."""
        posts = Post.objects.select_related("topic").in_bulk()
        for reader in map(fresh, self.readers):
            seen = set(Topic.objects.visible_to(reader).values_list("pk", flat=True))
            listed = list(Notice.objects.shown().filter(person=reader, subject__startswith="post:"))
            expected = {
                each.pk
                for each in Notice.objects.filter(person=reader, subject__startswith="post:")
                if stands(each, posts.get(int(each.subject[5:])), seen)
            }
            assert {each.pk for each in listed} == expected
            assert describe(listed).keys() == expected
            counted = {each.pk for each in reading.unread_of(reader)}
            own = set(
                Notice.objects.shown()
                .unread()
                .filter(person=reader)
                .exclude(pk__in=expected)
                .values_list("pk", flat=True)
            )
            unread = {each.pk for each in listed if each.read_at is None} | own
            assert counted == unread or len(counted) == reading.COUNTED


def stands(notice: Notice, post: Post | None, seen: set[int]) -> bool:
    """Whether the pages show this person what the notice tells of."""
    if post is None or not post.is_shown or post.topic.hidden_at or post.topic_id not in seen:
        return False
    assert notice.place == place_of(post.topic)
    return notice.kind not in OF_SOLUTIONS or post.topic.solution_id == post.pk


def fresh(person: Person) -> Person:
    """As another request reads them."""
    return Person.objects.get(pk=person.pk)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_the_bell_the_list_and_the_pages_agree(seed: int):
    walk = NoticeWalk(seed)
    for number in range(180):
        walk.step()
        if number % 6 == 0:
            walk.notices_agree()
    walk.notices_agree()
    assert Notice.objects.exclude(read_at=None).exists()
