"""A post's words in the posts of others: they are shown as long as the post itself is."""

from collections.abc import Iterable

from django.db.models import Q

from exchange.forum.markdown import parse
from exchange.forum.models import Post, PostRevision, Quote, Topic
from exchange.forum.rendering import Readers, quoted_by, render_again

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
    changed = []
    for post in found:
        quoted = {quote.quoted_id for quote in post.quotes.all()}
        html = render_again(post.text, quoted=quoted, readers=Readers.of(post.topic))
        if html != post.html:
            post.html = html
            changed.append(post)
    Post.objects.bulk_update(changed, ["html"], batch_size=100)


def html_of_past(post: Post, past: Iterable[PostRevision]) -> list[str]:
    """What the post said before each change, without the words of others that are not shown any more."""
    quoted, readers = quoted_by(post), Readers.of(post.topic)
    return [render_again(each.text, quoted=quoted, readers=readers) for each in past]


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
