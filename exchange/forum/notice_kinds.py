"""What the forum tells people of, in the words of when they read it: under its title, place and state of then."""

import re
from collections.abc import Callable, Mapping, Sequence

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.forum.choices import Outcome
from exchange.forum.markdown import words_in
from exchange.forum.models import Flag, ModerationAct, Post
from exchange.forum.readers import readers_of
from lms.notifications.kinds import Kind, Teller, Told, key_in, register, told_of
from lms.notifications.models import Notice, Way

LENGTH = 140  # characters of what was written, as much as a phone shows in three lines
INNERMOST_QUOTE = re.compile(r"<blockquote(?:(?!<blockquote).)*?</blockquote>", re.DOTALL)
GROUP = gettext_lazy("Forum")

Say = Callable[[Post], str]


def _of_posts(title: Say) -> Callable[[Sequence[Notice]], Mapping[int, Teller]]:
    """Notices of posts; `title` says what happened, in the language that is active."""

    def describe(notices: Sequence[Notice]) -> dict[int, Teller]:
        posts = _posts_of(notices)
        tellers: dict[int, Teller] = {pk: _teller(post, title) for pk, post in posts.items()}
        return {
            notice.pk: tellers[key]
            for notice in notices
            if (key := key_in(notice)) in posts and readers_of(posts[key].topic) == notice.readers
        }

    return describe


def _teller(post: Post, title: Say) -> Teller:
    said = Truncator(own_words_in(post.html)).chars(LENGTH)

    def tell() -> Told:
        text = _("%(name)s: %(words)s") % {"name": post.author.short_name, "words": said}
        return Told(title(post), text, reverse("forum_post", args=[post.pk]), is_read_there=True)

    return tell


def _posts_of(notices: Sequence[Notice]) -> dict[int, Post]:
    """What is shown now of what they tell of."""
    posts = Post.objects.shown().filter(topic__hidden_at=None, topic__merged_into=None)
    return (
        posts.select_related("topic", "author")
        .defer("text")
        .in_bulk(list({key_in(each) for each in notices}))
    )


def own_words_in(html: str) -> str:
    """What a post says itself, on one line, without what it quotes."""
    found = 1
    while found:
        html, found = INNERMOST_QUOTE.subn(" ", html)
    return " ".join(words_in(html).split())


def _title_of_topic(post: Post) -> str:
    words = (
        _("New question: %(topic)s") if post.topic.is_question else _("New discussion: %(topic)s")
    )
    return words % {"topic": post.topic.title}


def _moderated(act: ModerationAct) -> Told:
    return Told(act.get_kind_display(), act.reason, reverse("my_moderation"))


def _settled(flag: Flag) -> Told:
    # Where it stood may be closed to this person by now: the address decides, the words tell nothing of it.
    is_there = flag.outcome != Outcome.HIDDEN and flag.post.is_shown
    url = reverse("forum_post", args=[flag.post_id]) if is_there else reverse("forum")
    return Told(_("Your complaint was looked at"), flag.get_outcome_display(), url)


ANSWER = Kind(
    name="forum.answer",
    group=GROUP,
    label=gettext_lazy("Answers to you"),
    about=gettext_lazy("Somebody answered in a topic that you began."),
    way=Way.AT_ONCE,
    describe=_of_posts(
        lambda post: _("You were answered: %(topic)s") % {"topic": post.topic.title}
    ),
)
MENTION = Kind(
    name="forum.mention",
    group=GROUP,
    label=gettext_lazy("You are named"),
    about=gettext_lazy("Somebody named you in a post."),
    way=Way.AT_ONCE,
    describe=_of_posts(
        lambda post: _("You were mentioned: %(topic)s") % {"topic": post.topic.title}
    ),
)
SOLVING = Kind(
    name="forum.solving",
    group=GROUP,
    label=gettext_lazy("Your answer was the solution"),
    about=gettext_lazy("An answer of yours was marked as the solution."),
    way=Way.AT_ONCE,
    describe=_of_posts(
        lambda post: _("Your answer is the solution: %(topic)s") % {"topic": post.topic.title}
    ),
)
REPLY = Kind(
    name="forum.reply",
    group=GROUP,
    label=gettext_lazy("Answers in topics that you follow"),
    about=gettext_lazy("Somebody wrote in a topic that you follow and did not begin."),
    way=Way.DAILY,
    describe=_of_posts(lambda post: _("New answer: %(topic)s") % {"topic": post.topic.title}),
)
SOLVED = Kind(
    name="forum.solved",
    group=GROUP,
    label=gettext_lazy("Solutions"),
    about=gettext_lazy("A question that you follow was solved."),
    way=Way.DAILY,
    describe=_of_posts(lambda post: _("Solved: %(topic)s") % {"topic": post.topic.title}),
)
TOPIC = Kind(
    name="forum.topic",
    group=GROUP,
    label=gettext_lazy("New topics"),
    about=gettext_lazy("A topic was begun in a category or a course’s discussion that you follow."),
    way=Way.DAILY,
    describe=_of_posts(_title_of_topic),
)
MODERATED = Kind(
    name="forum.moderated",
    group=GROUP,
    label=gettext_lazy("What moderators do"),
    about=gettext_lazy("A moderator did something about what you wrote."),
    way=Way.AT_ONCE,
    describe=told_of(ModerationAct.objects.all(), _moderated),
)
COMPLAINT = Kind(
    name="forum.complaint",
    group=GROUP,
    label=gettext_lazy("Your complaints"),
    about=gettext_lazy("A moderator looked at what you complained of."),
    way=Way.DAILY,
    describe=told_of(Flag.objects.select_related("post"), _settled),
)
# They hold as long as their post is the solution, not only as long as it is shown.
OF_SOLUTIONS = (SOLVED.name, SOLVING.name)


def register_kinds() -> None:
    """Join them, in the order in which a page lists them."""
    for kind in (ANSWER, MENTION, SOLVING, REPLY, SOLVED, TOPIC, MODERATED, COMPLAINT):
        register(kind)
