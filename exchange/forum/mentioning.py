"""Whom a post can call: colleagues who may read the topic that it is in."""

from collections.abc import Callable, Collection, Sequence
from uuid import UUID

from django.db.models import Q

from exchange.forum.audiences import Readers, who_reads
from exchange.forum.markdown import called_in, parse
from exchange.forum.models import Post, Topic
from lms.people.access import profiles_visible_to
from lms.people.models import Membership, Person

# Who tells people that a post calls them joins here, and is called in its transaction.
on_mentioned: list[Callable[[Post, Sequence[Person]], None]] = []
CALL = "](person:"  # what has no such letters calls nobody
MOST_SUGGESTED = 8
MOST_WORDS = 3  # of a name


def people_called(
    by: Person, typed: str, readers: Readers, topic: Topic | None
) -> list[tuple[Person, str]]:
    """Those whose names begin as typed, with their places of work: first who has written in the topic."""
    known = Q(pk__in=_writers(topic, by)) if topic else Q(pk__in=[])
    people = Person.objects.filter(is_active=True).exclude(pk=by.pk)
    people = people.filter(who_reads(readers))
    for word in typed.split()[:MOST_WORDS]:
        begun = (
            word[:1].upper() + word[1:]
        )  # names begin with a capital; so the database compares as it is
        people = people.filter(Q(given_name__startswith=begun) | Q(family_name__startswith=begun))
    here = list(people.filter(known).distinct()[:MOST_SUGGESTED])
    seen = [person.pk for person in here]
    colleagues = people.filter(pk__in=Person.objects.filter(profiles_visible_to(by)).values("pk"))
    others = colleagues.exclude(pk__in=seen).distinct()
    found = [*here, *others[: MOST_SUGGESTED - len(here)]]
    work = Membership.objects.open().confirmed().filter(person__in=found).order_by()
    places = {each.person_id: each.place for each in work.select_related("municipality")}
    return [(person, places.get(person.pk, "")) for person in found]


def tell_called(post: Post, called: Sequence[Person], before: Collection[UUID] = ()) -> None:
    """Tell those who are called, but for the author and for those whom the post called before it was changed."""
    people = [each for each in called if each.pk != post.author_id and each.uuid not in before]
    for tell in on_mentioned if people else []:
        tell(post, people)


def called_before(post: Post) -> set[UUID]:
    """Whom the post calls, or did before a change: each new text would else call others."""
    texts = post.revisions.filter(text__contains=CALL).values_list("text", flat=True)
    return {person for text in [post.text, *texts] for person in called_in(parse(text))}


def call_of(person: Person) -> str:
    """How a text names the person."""
    return f"@[{person.short_name}](person:{person.uuid}) "


def _writers(topic: Topic, by: Person) -> list[int]:
    posts = Post.objects.visible_to(by).shown().filter(topic=topic)
    return list(posts.order_by().values_list("author_id", flat=True).distinct()[:200])
