"""What invented people ask, answer and read in the forum, by the forum's rules: keys rise with time."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from courses.catalogue.models import PublishedCourse
from courses.reports.scale.bulk import continue_numbering, first_free_key, insert_rows
from courses.reports.scale.people import Learner, Span
from courses.reports.scale.talk_texts import Text, titles_and_texts
from exchange.forum.choices import ActKind, Audience, TopicKind
from exchange.forum.models import (
    Category,
    Follow,
    Helped,
    ModerationAct,
    Post,
    PostRevision,
    Quote,
    Reader,
    Reading,
    SameProblem,
    Strand,
    Topic,
)
from lms.people.models import Person

LARGEST = 100  # one post of so many is in the largest topic
A_PAGE = 50  # posts; some topics have just so many
LASTS = timedelta(days=40)  # a topic, at most; the largest goes on all the time
REASON = "Придумано для измерений."


@dataclass(frozen=True, slots=True)
class Said:
    """A post, as far as what comes later needs it."""

    pk: int
    author: Learner
    span: Span
    at: datetime
    text: Text
    is_shown: bool


@dataclass(slots=True)
class Talked:
    """A topic while its posts are being written."""

    pk: int
    strand: int
    posts: list[Said] = field(default_factory=list)


class Talk:
    """Writes so many topics with so many posts between them."""

    def __init__(
        self, learners: list[Learner], moderator: Person, now: datetime, chance: Random
    ) -> None:
        self.learners, self.moderator, self.now, self.chance = learners, moderator, now, chance
        self.titles, self.texts = titles_and_texts(chance)
        confirmed = [
            (span.confirmed_at, number)
            for number, each in enumerate(learners)
            for span in each.spans
            if span.confirmed_at
        ]
        confirmed.sort()
        self.confirmed_at = [at for at, _number in confirmed]
        self.members = [learners[number] for _at, number in confirmed]
        self.rows: dict[type[Any], list[tuple[Any, ...]]] = defaultdict(list)
        # Asked for before posts are copied: meanwhile the connection answers nothing, and PostgreSQL would hang.
        self.keys = {
            model: first_free_key(model) for model, fields in FIELDS.items() if "id" in fields
        }

    def write(self, topics: int, posts: int) -> None:
        """All of it, in the caller's transaction."""
        first, strand = first_free_key(Topic), first_free_key(Strand)
        talked = [Talked(first + number, strand + number) for number in range(topics)]
        moments = self._moments(sizes(topics, posts, self.chance))
        before = first_free_key(Post) - 1
        insert_rows(Post, POST_FIELDS, self._posts(talked, moments, before + 1))
        since = self._write_readers([at for at, _number in moments], before)
        places: list[dict[str, Any]] = [{"category": each} for each in _categories()]
        places += [{"course": each} for each in _courses()]
        for topic in talked:
            self._close(topic, since, **self.chance.choice(places))
        for model, fields in FIELDS.items():
            insert_rows(model, fields, self.rows[model])
        continue_numbering([Post, *(model for model in FIELDS if model is not Reader)])

    def _add(self, model: type[Any], *row: Any) -> int:
        pk = self.keys[model]
        self.rows[model].append((pk, *row))
        self.keys[model] += 1
        return pk

    def _moments(self, counts: list[int]) -> list[tuple[datetime, int]]:
        """When something is written, and in which of the topics."""
        # The first of the people has been a member all the time since: somebody can always write.
        begins = max(self.confirmed_at[len(self.confirmed_at) // 20], self.learners[0].joined_at)
        moments = []
        for number, count in enumerate(counts):
            begun = begins + (self.now - begins) * self.chance.random() * 0.98 * bool(number)
            lasts = (
                min(LASTS * self.chance.random(), self.now - begun) if number else self.now - begun
            )
            moments.append((begun, number))
            for _ in range(count - 1):
                moments.append((begun + lasts * self.chance.random() ** 2, number))
        moments.sort()
        return moments

    def _posts(
        self, talked: list[Talked], moments: list[tuple[datetime, int]], first: int
    ) -> Iterator[tuple[Any, ...]]:
        for pk, (at, number) in enumerate(moments, start=first):
            topic = talked[number]
            author, span = self._writer(at, topic)
            text = self._text(pk, topic)
            fate = self.chance.random() if topic.posts else 1.0
            hidden = at + timedelta(hours=2) if fate < 0.005 else None
            deleted = at + timedelta(hours=1) if 0.005 <= fate < 0.01 else None
            edited = at + timedelta(minutes=9) if 0.01 <= fate < 0.03 else None
            said = Said(pk, author, span, at, text, not (hidden or deleted))
            topic.posts.append(said)
            if hidden:
                act = ActKind.HIDE_POST, pk, topic.pk, author.person_id, self.moderator.pk, hidden
                self._add(ModerationAct, *act, REASON, {})
            if edited:
                self._add(PostRevision, pk, 1, "", f"{text.text} …", at)
            yield (
                pk, topic.pk, topic.strand, author.person_id, span.membership_id,
                UUID(int=self.chance.getrandbits(128), version=4), text.language, text.text, text.html, at,
                2 if edited else 1, edited, self._helped(said), hidden, self.moderator.pk if hidden else None,
                REASON if hidden else "", deleted, "",
            )  # fmt: skip

    def _writer(self, at: datetime, topic: Talked) -> tuple[Learner, Span]:
        """Somebody who wrote there before, more often than not; a member at that moment."""
        while True:
            if topic.posts and self.chance.random() < 0.6:
                each = self.chance.choice(topic.posts).author
            else:
                each = self.members[self.chance.randrange(bisect_right(self.confirmed_at, at))]
            span = each.membership_at(at)
            if span and span.confirmed_at and span.confirmed_at <= at:
                return each, span

    def _text(self, pk: int, topic: Talked) -> Text:
        text = self.chance.choice(self.texts)
        if topic.posts and self.chance.random() < 0.05:
            quoted = self.chance.choice(topic.posts)
            if quoted.is_shown and quoted.text.first_words:
                self._add(Quote, pk, quoted.pk)
                return text.quoting(quoted.text.first_words, quoted.pk, _short(quoted.author))
        return text

    def _helped(self, said: Said) -> int:
        """Whom it helped; returns how many."""
        if self.chance.random() > 0.2:
            return 0
        people = self.chance.sample(self.learners, min(3, len(self.learners)))
        people = [each for each in people if each is not said.author]
        for each in people:
            self._add(Helped, said.pk, each.person_id, said.at + timedelta(minutes=30))
        return len(people)

    def _write_readers(self, moments: list[datetime], before: int) -> dict[int, int]:
        """Everybody reads here from the day on which they joined; returns since which post, by person."""
        since = {
            each.person_id: before + bisect_right(moments, each.joined_at) for each in self.learners
        }
        self.rows[Reader] = list(since.items())
        return since

    def _close(
        self,
        topic: Talked,
        since: dict[int, int],
        category: Category | None = None,
        course: UUID | None = None,
    ) -> None:
        """The topic itself, once its posts are known, and who reads it."""
        first, *answers = topic.posts
        shown = [first, *(each for each in answers if each.is_shown)]
        kind = TopicKind.QUESTION if self.chance.random() < 0.7 else TopicKind.DISCUSSION
        solution = None
        if kind == TopicKind.QUESTION and len(shown) > 1 and self.chance.random() < 0.5:
            solution = self.chance.choice(shown[1:])
        self._add(Strand, topic.pk)
        for person in {each.author.person_id: each.at for each in reversed(topic.posts)}.items():
            self._add(Follow, person[0], topic.pk, person[1])
        for person_id, up_to in self._read(topic).items():
            if up_to > since[person_id]:
                self._add(Reading, person_id, topic.strand, up_to)
        solved = (solution.pk, solution.at, first.author.person_id) if solution else (None,) * 3
        self.rows[Topic].append((
            topic.pk, category.pk if category else None, course,
            category.audience if category else Audience.EVERYONE, kind,
            self.chance.choice(self.titles), first.text.language, first.author.person_id, first.span.membership_id,
            first.at, shown[-1].at, len(shown), self._same_problem(topic) if kind == TopicKind.QUESTION else 0,
            *solved, self.now if self.chance.random() < 0.01 else None, False,
        ))  # fmt: skip

    def _read(self, topic: Talked) -> dict[int, int]:
        """Up to which post somebody has read it: who wrote there, and some others."""
        last = topic.posts[-1].pk
        read = {each.author.person_id: each.pk for each in topic.posts}
        read |= {person: last for person in read if self.chance.random() < 0.5}
        for each in self.chance.sample(self.learners, min(6, len(self.learners))):
            read.setdefault(each.person_id, self.chance.choice(topic.posts).pk)
        return read

    def _same_problem(self, topic: Talked) -> int:
        """Which municipalities have it too; returns how many."""
        people = self.chance.sample(self.members, min(4, len(self.members)))
        spans = [(each, each.membership_at(self.now)) for each in people]
        places = {
            span.municipality_id: each.person_id
            for each, span in spans
            if span and span.confirmed_at and span.municipality_id
        }
        if self.chance.random() < 0.8:
            return 0
        for place, person in places.items():
            self._add(SameProblem, topic.pk, place, person, self.now)
        return len(places)


def sizes(topics: int, posts: int, chance: Random) -> list[int]:
    """How many posts each topic has: one is very long, some fill a page, most have a few. Together `posts`."""
    counts = [max(1, posts // LARGEST)]
    counts += [A_PAGE] * (topics // 100)
    shares = [chance.expovariate(1) for _ in range(topics - len(counts))]
    left = posts - sum(counts) - len(shares)
    factor = max(left, 0) / (sum(shares) or 1)
    counts += [1 + int(share * factor) for share in shares]
    counts[-1] += posts - sum(counts)
    return counts


def _short(each: Learner) -> str:
    """As `Person.short_name` has it."""
    family, _space, given = each.name.partition(" ")
    return f"{given} {family[:1]}."


def _categories() -> list[Category]:
    """Those that have the same readers wherever these work; one is made where there is none."""
    found = list(Category.objects.filter(audience__in=[Audience.EVERYONE, Audience.MEMBERS]))
    names = {f"name_{code}": "Для измерений" for code in ("ky", "ru", "en")}
    return found or [Category.objects.create(key="scale", audience=Audience.EVERYONE, **names)]


def _courses() -> list[UUID]:
    """Of those in which people talk, a few."""
    keys = PublishedCourse.objects.order_by("course_key").values_list("course_key", flat=True)
    return list(keys.distinct()[:3])


POST_FIELDS = [
    "id", "topic", "strand", "author", "membership", "client_id", "language", "text", "html", "created_at",
    "version", "edited_at", "helped_count", "hidden_at", "hidden_by", "hidden_because", "deleted_at", "held_because",
]  # fmt: skip
FIELDS: dict[type[Any], list[str]] = {
    Topic: [
        "id", "category", "course_key", "audience", "kind", "title", "language", "author", "membership", "created_at",
        "last_post_at", "posts_count", "same_problem_count", "solution", "solved_at", "solved_by", "locked_at",
        "is_illustrative",
    ],
    Strand: ["id", "topic"],
    Follow: ["id", "person", "topic", "since"],
    Helped: ["id", "post", "person", "at"],
    ModerationAct: ["id", "kind", "post", "topic", "person", "by", "at", "reason", "details"],
    PostRevision: ["id", "post", "version", "title", "text", "written_at"],
    Quote: ["id", "post", "quoted"],
    Reader: ["person", "since"],
    Reading: ["id", "person", "strand", "up_to"],
    SameProblem: ["id", "topic", "municipality", "person", "at"],
}  # fmt: skip
