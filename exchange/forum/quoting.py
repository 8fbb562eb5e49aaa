"""A post's words in the posts of others: they are shown as long as the post itself is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from django.db.models import Q

from exchange.forum.audiences import Readers
from exchange.forum.markdown import parse
from exchange.forum.models import Post, PostRevision, Quote, Topic
from exchange.forum.rendering import quoted_by, render_again

# Who keeps the words of posts (the search) joins here: others' words in these came or went. In its transaction.
on_shown_anew: list[Callable[[Sequence[Post]], None]] = []
LONGEST_QUOTE = 2_000  # characters that are put into the form; the rest can be read where it stands


def keep_quotes(post: Post, quoted: Iterable[int]) -> None:
    """Note whose words the post has; what it quoted before a change is still in its history."""
    Quote.objects.bulk_create(
        [Quote(post=post, quoted_id=pk) for pk in quoted], ignore_conflicts=True
    )


def show_quotes_anew(quoted: Post) -> None:
    """A post was hidden, brought back, moved or changed: so are its words in other posts. In the same transaction."""
    show_posts_anew(Post.objects.filter(quotes__quoted=quoted))


def show_topic_anew(topic: Topic) -> None:
    """Others read the topic now: so it is with words of its posts elsewhere, and with those of others in it."""
    quoting = Q(topic=topic, quotes__isnull=False) | Q(quotes__quoted__topic=topic)
    show_posts_anew(Post.objects.filter(quoting))


def show_posts_anew(posts: Iterable[Post]) -> None:
    """Write the HTML of these posts as it is to be seen now; their topics were moved, or what they quote was."""
    keys = [post.pk for post in posts]
    found = Post.objects.filter(pk__in=keys).select_related("topic").prefetch_related("quotes")
    by_readers: dict[Readers, list[Post]] = defaultdict(list)
    for post in found:
        by_readers[Readers.of(post.topic)].append(post)
    changed = []
    for readers, some in by_readers.items():
        written: dict[str, set[int]] = defaultdict(set)
        for post in some:
            written[post.text] |= {quote.quoted_id for quote in post.quotes.all()}
        htmls = render_again(written, readers)
        for post in some:
            if htmls[post.text] != post.html:
                post.html = htmls[post.text]
                changed.append(post)
    Post.objects.bulk_update(changed, ["html"], batch_size=100)
    for tell in on_shown_anew if changed else []:
        tell(changed)


def html_of_past(post: Post, past: Iterable[PostRevision]) -> list[str]:
    """What the post said before each change, without the words of others that are not shown any more."""
    past, quoted = list(past), quoted_by(post)
    htmls = render_again({each.text: quoted for each in past}, Readers.of(post.topic))
    return [htmls[each.text] for each in past]


def quote_of(post: Post, passage: str = "") -> str:
    """The post, or a passage of it, as Markdown to answer under; without what it quotes itself."""
    text = passage.strip() or _without_quotes(post.text)
    if len(text) > LONGEST_QUOTE:
        text = text[:LONGEST_QUOTE].rsplit(maxsplit=1)[0]
    lines = "\n".join(f"> {line}".rstrip() for line in text.splitlines())
    return f"> [@post:{post.pk}]\n{lines}\n\n"


def _without_quotes(text: str) -> str:
    """The lines that stand in no quote of a named post."""
    lines = text.split("\n")
    for token in parse(text):
        if "post" in token.meta and token.map:
            lines[slice(*token.map)] = [""] * (token.map[1] - token.map[0])
    return "\n".join(lines).strip()
