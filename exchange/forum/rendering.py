"""A text with all that it names: whose words it quotes, and which colleagues it calls."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from exchange.forum.audiences import Readers, is_read_by_all_of, who_reads
from exchange.forum.markdown import Known, called_in, html_of, named_in, own_words, parse, quoted_in
from exchange.forum.models import Post, PostRevision, Quote
from exchange.forum.refusals import TooManyMentions
from lms.people.models import Person

MOST_QUOTES = 20  # posts that one text quotes by name; what is over is quoted without
MOST_MENTIONS = 10  # people that one post calls


@dataclass(frozen=True)
class Rendered:
    """`quoted`: the posts that it quotes, shown or not; `mentioned`: the people that it calls."""

    html: str
    quoted: list[int]
    mentioned: list[Person]


def render(text: str, *, by: Person, readers: Readers, post: Post | None = None) -> Rendered:
    """The text as these readers will see it. `by` writes it; `post` is that in which it stands already.

    Quoted by name is only what its writer reads, in words that it has said. Raises `TooManyMentions`.
    """
    tokens = parse(text)
    called = called_in(tokens)
    if len(called) > MOST_MENTIONS:
        raise TooManyMentions(most=MOST_MENTIONS, named=len(called))
    people = _who_reads(named_in(tokens), readers)
    known_already = quoted_by(post) if post else set()
    asked = quoted_in(tokens)[:MOST_QUOTES]
    new = Post.objects.visible_to(by).shown().filter(pk__in=asked)
    allowed = known_already | set(new.values_list("pk", flat=True))
    known = _known([pk for pk in asked if pk in allowed], readers, people)
    html = html_of(tokens, known)
    quoted = [
        pk
        for pk in known.authors
        if pk in known_already or known.authors[pk] is None or _names(html, pk)
    ]
    return Rendered(html, quoted, [person for person in people if person.uuid in called])


def render_again(written: Mapping[str, Collection[int]], readers: Readers) -> dict[str, str]:
    """These texts as they are to be seen now, by text. `written`: with what each was once found to quote.

    Four queries, however many texts there are.
    """
    parsed = {text: parse(text) for text in written}
    asked = {
        text: [pk for pk in quoted_in(tokens) if pk in written[text]]
        for text, tokens in parsed.items()
    }
    named = {person for tokens in parsed.values() for person in named_in(tokens)}
    keys = {pk for some in asked.values() for pk in some}
    known = _known(keys, readers, _who_reads(named, readers))
    return {text: html_of(tokens, known.only(asked[text])) for text, tokens in parsed.items()}


def quoted_by(post: Post) -> set[int]:
    """The posts that it quotes, or did before it was changed."""
    return set(Quote.objects.filter(post=post).values_list("quoted_id", flat=True))


def _names(html: str, pk: int) -> bool:
    return f'<p class="by"><a href="/forum/posts/{pk}/"' in html


def _who_reads(keys: Collection[UUID], readers: Readers) -> list[Person]:
    """Those of them who may read it."""
    if not keys:
        return []
    return list(Person.objects.filter(who_reads(readers), uuid__in=keys, is_active=True).distinct())


def _known(keys: Collection[int], readers: Readers, people: Iterable[Person]) -> Known:
    names = {person.uuid: person.short_name for person in people}
    if not keys:
        return Known(people=names)
    posts = Post.objects.filter(pk__in=keys).select_related("author", "topic")
    before: dict[int, list[str]] = {}
    for pk, text in PostRevision.objects.filter(post__in=keys).values_list("post_id", "text"):
        before.setdefault(pk, []).append(text)
    authors: dict[int, str | None] = {}
    words: dict[int, str] = {}
    for post in posts:
        authors[post.pk] = post.author.short_name if _is_shown_to(post, readers) else None
        # A quote stays its author's after the author has changed the text: what it said can be looked up.
        words[post.pk] = "\n".join(map(own_words, [post.text, *before.get(post.pk, [])]))
    return Known(authors=authors, words=words, people=names)


def _is_shown_to(post: Post, readers: Readers) -> bool:
    """Whether all who read the quote may read the post itself."""
    topic = post.topic
    return (
        post.is_shown and topic.hidden_at is None and is_read_by_all_of(Readers.of(topic), readers)
    )
