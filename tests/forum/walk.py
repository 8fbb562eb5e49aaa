"""Anything happens in a forum, in any order, beside a model that only knows sets of posts.

The model's rules, in words: a page that somebody had before them makes read all that stands before its end, but not
what is held, for nobody has seen that; what is released stands last and is new to everybody; hidden, deleted, moved,
merged and split posts stay as read or unread as they were. One's own posts are never unread.
"""

from collections import Counter
from collections.abc import Callable
from random import Random
from typing import Any
from uuid import uuid4

from exchange.forum.choices import Audience, TopicKind
from exchange.forum.editing import delete_post, edit_post, undo_deletion
from exchange.forum.listing import POSTS, page_from, posts_of
from exchange.forum.merging import merge_topics
from exchange.forum.models import Post, Topic
from exchange.forum.moderation import hide_post, release_post, restore_post
from exchange.forum.moving import move_topic
from exchange.forum.reading import (
    place_in,
    places_in,
    read_all,
    read_posts,
    reader_of,
    unread_in,
)
from exchange.forum.solving import mark_solution
from exchange.forum.splitting import split_topic
from exchange.forum.views.topics import address_of
from lms.people.models import Person
from lms.rules import Refusal
from tests import make
from tests.forum import talk


class Walk:
    """A forum, what the model knows of it, and steps that do the same to both."""

    def __init__(self, seed: int, readers: int = 5) -> None:
        self.random = Random(seed)
        self.places: list[dict[str, Any]] = [
            {"category": talk.category("waste")},
            {"category": talk.category("water")},
            {"category": talk.category("inside", Audience.MEMBERS)},
            {"course_key": uuid4()},
        ]
        self.writers = [make.trainer() for _ in range(3)]
        self.newcomer = make.learner()
        self.moderators = [make.moderator(), make.moderator()]
        self.readers = [*self.writers[:2], self.newcomer, self.moderators[0]]
        self.readers += [make.learner() for _ in range(readers)]
        self.done: Counter[str] = Counter()
        # The model. A post is known by the form that it was sent with, which lasts.
        self.forms: list[str] = []
        self.author: dict[str, Person] = {}
        self.topic: dict[str, int] = {}
        self.key: dict[str, int] = {}  # where it stands among the others
        self.hidden: set[str] = set()
        self.deleted: set[str] = set()
        self.held: set[str] = set()
        self.read: dict[int, set[str]] = {person.pk: set() for person in self.readers}
        self.addresses: list[tuple[int, str, int]] = []  # of a topic, with a post and its key then
        for reader in self.readers:
            reader_of(reader)

    # What the model says

    def posts_in(self, topic: int) -> list[str]:
        return sorted((p for p, t in self.topic.items() if t == topic), key=self.key.__getitem__)

    def is_shown(self, post: str) -> bool:
        return not (post in self.hidden or post in self.deleted or post in self.held)

    # Steps

    def step(self) -> None:
        """One thing happens; what is refused changes nothing in either."""
        weights: list[tuple[Callable[[], None], int]] = [
            (self.reads, 30),
            (self.answers, 30),
            (self.starts, 4),
            (self.is_held, 5),
            (self.releases, 4),
            (self.hides, 4),
            (self.restores, 3),
            (self.deletes, 4),
            (self.undoes, 3),
            (self.edits, 2),
            (self.solves, 2),
            (self.moves, 3),
            (self.merges, 3),
            (self.splits, 4),
            (self.reads_all, 1),
        ]
        act = self.random.choices([each for each, _ in weights], [w for _, w in weights])[0]
        try:
            act()
        except Refusal:
            self.done[f"{act.__name__} refused"] += 1
        else:
            self.done[act.__name__] += 1

    def some(self, posts: set[str] | None = None) -> Post | None:
        """One of these posts, or of all."""
        known = self.forms if posts is None else sorted(posts)
        return Post.objects.get(pk=self.key[self.random.choice(known)]) if known else None

    def some_topic(self) -> Topic | None:
        """Of a post that is shown: what begins with something that is held is hidden."""
        for form in self.random.choices(self.forms, k=20) if self.forms else []:
            if self.is_shown(form):
                return Topic.objects.get(pk=self.topic[form])
        return None

    def knows(self, post: Post) -> None:
        form = str(post.client_id)
        self.forms.append(form)
        self.author[form], self.topic[form], self.key[form] = post.author, post.topic_id, post.pk
        self.addresses.append((post.topic_id, form, post.pk))
        if post.held_at:
            self.held.add(form)

    def starts(self) -> None:
        place = self.random.choice(self.places)
        topic = talk.topic(self.random.choice(self.writers), kind=TopicKind.QUESTION, **place)
        self.knows(topic.posts.get())

    def answers(self) -> None:
        if topic := self.some_topic():
            self.knows(talk.post(topic, self.random.choice(self.writers), "Ответ."))

    def is_held(self) -> None:
        if self.random.random() < 0.3:
            self.knows(talk.topic(self.newcomer, text=talk.LINKS).posts.get())
        elif topic := self.some_topic():
            self.knows(talk.post(topic, self.newcomer, talk.LINKS))

    def reads(self) -> None:
        """Some page of a topic: of any length, from anywhere."""
        topic, reader = self.some_topic(), self.random.choice(self.readers)
        if topic is None:
            return
        places = places_in(topic, reader)
        # No more of them than reading asks for: some topics here become long.
        posts = list(posts_of(topic, reader).select_related(None).only("strand"))
        begin = self.random.randrange(len(posts))
        page = posts[begin : begin + self.random.randint(1, 8)]
        read_posts(reader, page, places)
        self.read[reader.pk] |= {
            post
            for post in self.posts_in(topic.pk)
            if self.key[post] <= page[-1].pk and post not in self.held
        }

    def reads_all(self) -> None:
        reader = self.random.choice(self.readers)
        read_all(reader)
        self.read[reader.pk] |= self.topic.keys() - self.held

    def releases(self) -> None:
        if post := self.some(self.held):
            form = str(post.client_id)
            release_post(by=self.moderators[0], post=post, reason="Можно.")
            self.held.remove(form)
            new = Post.objects.get(client_id=form)
            assert new.pk > max(self.key.values())
            self.key[form] = new.pk
            self.addresses.append((new.topic_id, form, new.pk))

    def hides(self) -> None:
        if post := self.some():
            hide_post(by=self.moderators[1], post=post, reason="Грубо.")
            self.hidden.add(str(post.client_id))

    def restores(self) -> None:
        if post := self.some(self.hidden):
            restore_post(by=self.moderators[1], post=post, reason="Ошибка.")
            self.hidden.remove(str(post.client_id))

    def deletes(self) -> None:
        if post := self.some():
            delete_post(by=post.author, post=post)
            self.deleted.add(str(post.client_id))

    def undoes(self) -> None:
        if post := self.some(self.deleted):
            undo_deletion(by=post.author, post=post)
            self.deleted.remove(str(post.client_id))

    def edits(self) -> None:
        if post := self.some():
            text = f"{post.text} Ещё {post.version}."
            edit_post(by=post.author, post=post, text=text, version=post.version)

    def solves(self) -> None:
        if post := self.some():
            mark_solution(by=post.topic.author, post=post)

    def moves(self) -> None:
        if topic := self.some_topic():
            move_topic(
                by=self.moderators[0],
                topic=topic,
                reason="Место другое.",
                confirmed=True,
                **self.random.choice(self.places),
            )

    def merges(self) -> None:
        source, target = self.some_topic(), self.some_topic()
        if source and target:
            merge_topics(by=self.moderators[0], source=source, target=target, reason="Об одном.")
            for post in self.posts_in(source.pk):
                self.topic[post] = target.pk

    def splits(self) -> None:
        topic = self.some_topic()
        if topic is None:
            return
        posts = self.posts_in(topic.pk)
        chosen = {post for post in posts[1:] if self.is_shown(post) and self.random.random() < 0.3}
        made = split_topic(
            by=self.moderators[0],
            topic=topic,
            posts=[self.key[post] for post in chosen],
            title="Отдельно",
            reason="Другой вопрос.",
        )
        for post in chosen:
            self.topic[post] = made.pk

    # Whether both say the same

    def compare(self, closely: int = 1_000) -> None:
        """For every reader and topic; where they land, in so many of the topics."""
        topics = list(Topic.objects.filter(merged_into=None).order_by("pk"))
        said: dict[int, list[str]] = {topic.pk: [] for topic in topics}
        for post in sorted(filter(self.is_shown, self.topic), key=self.key.__getitem__):
            said[self.topic[post]].append(post)
        seen: dict[int, list[int]] = {topic.pk: [] for topic in topics}
        for topic_id, key in Post.objects.shown().order_by("pk").values_list("topic", "pk"):
            seen[topic_id].append(key)
        for topic in topics:
            assert topic.posts_count == len(said[topic.pk])
            assert seen[topic.pk] == [self.key[post] for post in said[topic.pk]]
        near = {topic.pk for topic in self.random.sample(topics, min(closely, len(topics)))}
        for reader in self.readers:
            found, read = unread_in(topics, reader), self.read[reader.pk]
            for topic in topics:
                posts = said[topic.pk]
                new = [p for p in posts if p not in read and self.author[p].pk != reader.pk]
                assert found.get(topic.pk, 0) == len(new)
                if topic.pk in near:
                    _places, first = place_in(topic, reader)
                    assert first == (self.key[new[0]] if new else None)

    def land(self) -> None:
        """A post's lasting address leads to a page that has it, for somebody who may see it."""
        shown = [post for post in self.topic if self.is_shown(post)]
        for form in self.random.sample(shown, min(5, len(shown))):
            post = Post.objects.at(self.key[form]).get()
            reader = self.random.choice(self.readers)
            if not Post.objects.visible_to(reader).filter(pk=post.pk).exists():
                continue  # its topic begins with something that is held
            address, _, anchor = address_of(post, reader).partition("#")
            begin = int(address.partition("?from=")[2])
            page = page_from(post.topic, reader, begin).posts
            assert len(page) <= POSTS
            assert post.pk in [each.pk for each in page]
            assert anchor == f"p{post.pk}"
