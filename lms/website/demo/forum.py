"""What the people of the demonstration ask and answer, each step made by the use case that makes the real one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone, translation

from courses.catalogue.models import Address
from exchange.forum import moderation, posting
from exchange.forum.attaching import take_upload
from exchange.forum.choices import TopicKind
from exchange.forum.drafts import place_of_answer, place_of_new
from exchange.forum.models import Category, Post, Topic
from exchange.forum.quoting import quote_of
from exchange.forum.solving import mark_solution
from exchange.forum.voicing import say_helped, say_same_problem
from lms import clock
from lms.people.models import Person, Position
from lms.website.demo.people import everybody
from lms.website.demo.streams import key
from lms.yaml_files import read_yaml

FOLDER = Path(posting.__file__).parent / "demo"
AFTER_A_POST = timedelta(minutes=30)  # until somebody says that it helped, or a moderator acts


def seed_categories() -> None:
    """The parts of the forum; rows that moderators have changed stay as they are."""
    for order, each in enumerate(read_yaml(FOLDER / "categories.yaml")["categories"]):
        names = {f"name_{code}": name for code, name in each["name"].items()}
        leads = {f"lead_{code}": lead for code, lead in each["lead"].items()}
        category, is_new = Category.objects.get_or_create(
            key=each["key"],
            defaults={"order": order, "audience": each["audience"]} | names | leads,
        )
        if is_new:
            category.positions.set(Position.objects.filter(key__in=each.get("positions", [])))


@transaction.atomic
def seed_talk(day: datetime) -> None:
    """Topics that are missing, whole: posts in the order of their days, so that keys rise with time."""
    people = People()
    talks = [DemoTalk(category, each, people, day) for category, each in _topics()]
    keys = [talk.client_id(1) for talk in talks]
    there = set(Post.objects.filter(client_id__in=keys).values_list("client_id", flat=True))
    steps = [step for talk in talks if talk.client_id(1) not in there for step in talk.steps()]
    # Sorting is stable: what happens at one moment happens in the order of the file.
    for step in sorted(steps, key=lambda step: step.moment):
        with clock.at(step.moment), translation.override("ru"):
            step.take()


def _topics() -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((FOLDER / "topics").glob("*.yaml")):
        for topic in read_yaml(path):
            yield path.stem, topic


class People:
    """Who speaks: the accounts by the keys of the content files."""

    def __init__(self) -> None:
        accounts = {person.email: person for person in Person.objects.filter(is_active=True)}
        known = {each.key: accounts.get(each.email) for each in everybody()}
        self.by_key = {name: person for name, person in known.items() if person}
        self.members = [each for each in self.by_key.values() if each.confirmed_membership]

    def of(self, municipality: str) -> Person | None:
        """Somebody who may speak for it."""
        places = (each for each in self.members if _place_of(each) == municipality)
        return next(places, None)

    def readers(self, municipality: str | None, author: Person, first: int) -> Iterator[Person]:
        """Those who may have read something, but for its author; beginning with another one each time."""
        others = [
            each
            for each in self.members
            if each != author and municipality in {None, _place_of(each)}
        ]
        return islice(cycle(others), first, first + len(others))


def _place_of(person: Person) -> str:
    membership = person.confirmed_membership
    return membership.municipality.code if membership and membership.municipality else ""


@dataclass(frozen=True)
class Step:
    """Something that somebody does at a moment."""

    moment: datetime
    take: Callable[[], object]


class DemoTalk:
    """One topic of the content files, on its way to posts."""

    def __init__(self, category: str, data: dict[str, Any], people: People, day: datetime) -> None:
        self.category, self.data, self.people, self.day = category, data, people, day
        self.posts: dict[int, Post] = {}

    def client_id(self, number: int) -> UUID:
        """Of a post, by its number: it is known by that when the demonstration is seeded again."""
        return key("forum", self.data["key"], str(number))

    @property
    def topic(self) -> Topic:
        return Topic.objects.get(posts=self.posts[1])

    def steps(self) -> Iterator[Step]:
        """All that happens in the topic."""
        moments = self._moments()
        for number, moment in enumerate(moments, 1):
            yield Step(moment, partial(self._write, number))
            for person in islice(self._readers(number), self._post(number).get("likes", 0)):
                yield self._later(moment, partial(self._helped, person, number))
        for code in self.data.get("same_problem", []):
            yield self._later(moments[0], partial(self._same_problem, code))
        if "solution" in self.data:
            yield self._later(self._when_solved(moments), self._solve)
        if "pinned" in self.data:
            yield self._later(moments[0], self._pin)
        if "hidden" in self.data:
            yield self._later(moments[-1], self._hide)

    def _moments(self) -> list[datetime]:
        """When each post was written: none is still to come, and none before the one above it."""
        latest = self.day
        moments: list[datetime] = []
        midnight = timezone.localtime(self.day).replace(hour=0, minute=0, second=0, microsecond=0)
        for post in reversed(self.data["posts"]):
            hours, minutes = map(int, post["at"].split(":"))
            moment = midnight + timedelta(days=post["day"], hours=hours, minutes=minutes)
            while moment > latest:
                moment -= timedelta(days=1)
            moments.insert(0, moment)
            latest = moment
        return moments

    def _later(self, moment: datetime, take: Callable[[], object]) -> Step:
        return Step(max(moment, min(moment + AFTER_A_POST, self.day)), take)

    def _when_solved(self, moments: list[datetime]) -> datetime:
        """When the asker wrote for the last time, if that was after the answer."""
        asker, solution = self._post(1)["author"], int(self.data["solution"])
        last = max(n for n in range(len(moments)) if self._post(n + 1)["author"] == asker)
        return moments[max(last, solution - 1)]

    def _post(self, number: int) -> dict[str, Any]:
        post: dict[str, Any] = self.data["posts"][number - 1]
        return post

    def _author(self, number: int) -> Person:
        return self.people.by_key[self._post(number)["author"]]

    def _write(self, number: int) -> None:
        author = self._author(number)
        if number > 1:
            topic = self.topic
            self._attach(number, place_of_answer(topic.pk))
            self.posts[number] = posting.answer(
                author=author,
                topic=topic,
                text=self._text(number),
                client_id=self.client_id(number),
            )
            return
        where = self._where()
        self._attach(number, place_of_new(where.get("category"), where.get("course_key")))
        topic = posting.start_topic(
            author=author,
            kind=TopicKind(self.data["kind"]),
            title=self.data["title"],
            text=self._text(number),
            client_id=self.client_id(number),
            **where,
        )
        Topic.objects.filter(pk=topic.pk).update(is_illustrative=True)
        self.posts[number] = topic.posts.get()

    def _where(self) -> dict[str, Any]:
        course = self.data.get("course")
        if course is None:
            return {"category": Category.objects.get(key=self.category)}
        lesson = self._lesson(course, self.data["lesson"])
        return {"course_key": lesson.course_key, "activity_key": lesson.activity_key}

    @staticmethod
    def _lesson(course: str, slug: str) -> Address:
        current = Address.objects.filter(course_key=key(course), is_current=True)
        return current.get(path__endswith=f"/{slug}")

    def _text(self, number: int) -> str:
        post = self._post(number)
        text: str = post["text"]
        if quote := post.get("quote"):
            text = quote_of(self.posts[quote["post"]], quote["words"]) + text
        if link := post.get("link"):
            lesson = self._lesson(*link.split("/"))
            text = f"{text}\n\n{settings.SITE_URL}/ru/courses/{lesson.path}/"
        return text

    def _attach(self, number: int, place: str) -> None:
        for name in self._post(number).get("files", []):
            upload = ContentFile((FOLDER / "files" / name).read_bytes(), name)
            take_upload(person=self._author(number), place=place, upload=upload)

    def _readers(self, number: int) -> Iterator[Person]:
        own = _place_of(self._author(number)) if self.category == "municipality" else None
        first = sum(map(ord, self.data["key"])) * number % len(self.people.members)
        return self.people.readers(own, self._author(number), first)

    def _helped(self, person: Person, number: int) -> None:
        say_helped(person=person, post=self.posts[number])

    def _same_problem(self, code: str) -> None:
        if person := self.people.of(code):
            say_same_problem(person=person, topic=self.topic)

    def _solve(self) -> None:
        mark_solution(by=self._author(1), post=self.posts[self.data["solution"]])

    def _pin(self) -> None:
        moderator = self.people.by_key["person-29"]
        moderation.pin_topic(by=moderator, topic=self.topic, reason=self.data["pinned"])

    def _hide(self) -> None:
        hidden = self.data["hidden"]
        moderation.hide_topic(
            by=self.people.by_key[hidden["by"]], topic=self.topic, reason=hidden["because"]
        )
