"""Words of one post in another: under its author's name, and as long as the post itself is shown."""

from typing import Any

import pytest
from django.utils import translation

from exchange.forum.choices import Audience
from exchange.forum.editing import delete_post, edit_post, undo_deletion
from exchange.forum.markdown import words_in
from exchange.forum.models import Post, Topic
from exchange.forum.moderation import hide_topic, restore_topic
from exchange.forum.quoting import on_shown_anew, quote_of, show_posts_anew
from exchange.forum.showing import for_reading
from tests import make
from tests.forum import talk

pytestmark = pytest.mark.django_db

WORDS = "Штраф за пропущенный рейс."


@pytest.fixture
def quoted() -> Post:
    return talk.post(talk.topic(), text=f"Укажите:\n\n1. Дни и **часы**.\n2. {WORDS}")


def html_of(post: Post) -> str:
    post.refresh_from_db()
    return str(for_reading([post.html])[0])


def test_a_quote_has_its_authors_name_and_leads_to_the_post(quoted: Post):
    post = talk.post(quoted.topic, text=quote_of(quoted) + "Согласен.")
    html = html_of(post)
    assert f'/forum/posts/{quoted.pk}/" rel' in html
    assert f">{quoted.author.short_name}</a></p>" in html
    assert "@post" not in html


def test_a_passage_is_quoted(quoted: Post):
    post = talk.post(quoted.topic, text=quote_of(quoted, WORDS))
    assert quoted.author.short_name in html_of(post)


def test_words_that_were_never_said_are_nobodys(quoted: Post):
    post = talk.post(quoted.topic, text=quote_of(quoted, "Штраф не нужен."))
    html = html_of(post)
    assert "Штраф не нужен." in html
    assert quoted.author.short_name not in html
    assert not post.quotes.exists()


def test_words_of_somebody_whom_a_post_quotes_are_not_its_own(quoted: Post):
    middle = talk.post(quoted.topic, text=quote_of(quoted, WORDS) + "Да.")
    post = talk.post(quoted.topic, text=quote_of(middle, WORDS))
    assert middle.author.short_name not in html_of(post)
    assert quote_of(middle) == f"> [@post:{middle.pk}]\n> Да.\n\n"


def test_a_quote_goes_and_comes_back_with_its_post(quoted: Post):
    post = talk.post(quoted.topic, text=quote_of(quoted, WORDS) + "Согласен.")
    delete_post(by=quoted.author, post=quoted)
    with translation.override("ru"):
        html = html_of(post)
    assert WORDS not in html
    assert quoted.author.short_name not in html
    assert words_in(post.html) == "Согласен."
    undo_deletion(by=quoted.author, post=quoted)
    assert WORDS in html_of(post)


def test_words_stay_said_after_their_author_has_changed_them(quoted: Post):
    post = talk.post(quoted.topic, text=quote_of(quoted, WORDS))
    edit_post(by=quoted.author, post=quoted, text="Ничего.", version=1)
    assert quoted.author.short_name in html_of(post)
    edit_post(by=post.author, post=post, text=post.text + "\n\nДа.", version=1)
    assert quoted.author.short_name in html_of(post)


def test_a_change_does_not_bring_back_what_is_hidden(quoted: Post):
    post = talk.post(quoted.topic, text=quote_of(quoted, WORDS))
    delete_post(by=quoted.author, post=quoted)
    edit_post(by=post.author, post=post, text=post.text + "\n\nДа.", version=1)
    assert WORDS not in html_of(post)


def test_what_its_readers_may_not_read_is_not_quoted_to_them():
    place = make.municipality()
    own = talk.topic(make.learner(place), category=talk.category("own", Audience.MUNICIPALITY))
    private = talk.post(own, make.learner(place), WORDS)
    post = talk.post(talk.topic(), make.learner(place), quote_of(private))
    assert WORDS not in html_of(post)
    stranger = talk.post(talk.topic(), make.learner(), quote_of(private))
    assert private.author.short_name not in html_of(stranger)
    assert not stranger.quotes.exists()  # whether there is such a post is not told either


def test_a_quote_goes_when_its_topic_moves_to_where_others_do_not_read(quoted: Post):
    post = talk.post(talk.topic(), text=quote_of(quoted, WORDS))
    assert WORDS in html_of(post)
    Topic.objects.filter(pk=quoted.topic_id).update(audience=Audience.MEMBERS)
    show_posts_anew([post])
    assert WORDS not in html_of(post)


def test_a_quote_goes_and_comes_back_with_its_topic(quoted: Post):
    post, by = talk.post(talk.topic(), text=quote_of(quoted, WORDS)), make.moderator()
    hide_topic(by=by, topic=quoted.topic, reason="Реклама.")
    assert WORDS not in html_of(post)
    restore_topic(by=by, topic=quoted.topic, reason="Не реклама.")
    assert WORDS in html_of(post)


def test_a_quote_in_a_quote_goes_too(quoted: Post):
    middle = talk.post(quoted.topic, text="Да, так и есть.")
    inner = "".join(f"> {line}\n" for line in quote_of(quoted, WORDS).strip().splitlines())
    post = talk.post(
        quoted.topic, text=f"> [@post:{middle.pk}]\n> Да, так и есть.\n>\n{inner}\nСпасибо."
    )
    html = html_of(post)
    assert quoted.author.short_name in html
    assert middle.author.short_name in html
    delete_post(by=quoted.author, post=quoted)
    html = html_of(post)
    assert WORDS not in html
    assert middle.author.short_name in html


def test_a_post_that_many_quote_costs_no_more_queries(
    quoted: Post, django_assert_max_num_queries: Any
):
    author = make.moderator()
    posts = [talk.post(quoted.topic, author, quote_of(quoted) + f"Да, {n}.") for n in range(30)]
    told: list[Post] = []
    on_shown_anew.append(told.extend)
    try:
        # Of which the search takes ten, for all of them together, and locking six.
        with django_assert_max_num_queries(45):
            delete_post(by=quoted.author, post=quoted)
    finally:
        on_shown_anew.remove(told.extend)
    assert {post.pk for post in told} == {post.pk for post in posts}
    assert all(WORDS not in html_of(post) for post in posts)
