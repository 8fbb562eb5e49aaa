"""Topics and posts are found by those who read them, as they stand now, and by nobody else; on either engine."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse

from exchange.forum.choices import Audience, TopicKind
from exchange.forum.editing import delete_post, edit_post, undo_deletion
from exchange.forum.merging import merge_topics
from exchange.forum.models import Post, Topic
from exchange.forum.moderation import (
    hide_post,
    hide_topic,
    release_post,
    restore_post,
    restore_topic,
)
from exchange.forum.moving import follow_audience, move_topic
from exchange.forum.quoting import quote_of
from exchange.forum.similar import similar_to
from exchange.forum.solving import mark_solution, take_solution_back
from exchange.forum.splitting import split_topic
from lms.people.models import Person
from search.comparing import differences, rebuild_entries
from search.models import SearchEntry
from search.query import Result, search, suggest
from tests import make
from tests.forum import talk
from tests.search.things import catch_up

pytestmark = pytest.mark.django_db
on_each_engine = pytest.mark.usefixtures("engine_in_use")
WHY: dict[str, Any] = {"reason": "По правилам форума."}
VISITOR = AnonymousUser()


def found(text: str, user: Any = VISITOR, **options: Any) -> list[Result]:
    """Only what is of the forum."""
    return search(user, text, language="ru", kinds=("topic", "post"), **options).hits


def kinds_found(text: str, user: Any = VISITOR) -> list[str]:
    return sorted(hit.kind for hit in found(text, user))


def differing() -> set[str]:
    """The kinds of the forum of which the entries are not what the rows say."""
    return {kind for kind, _key, _wrong in differences()} & {"topic", "post"}


def readers() -> dict[str, Any]:
    place = make.municipality("Көк-Жар")
    return {
        "visitor": VISITOR,
        "claims": make.person(municipality=place),
        "member": make.learner(place),
        "foreign": make.learner(make.municipality("Тамга")),
        "trainer": make.trainer(),
        "moderator": make.moderator(),
        "manager": make.manager(),
        "admin": make.admin(),
    }


STAFF = {"trainer", "moderator", "manager", "admin"}
WHO_READS = {
    Audience.EVERYONE: {"visitor", "claims", "member", "foreign"} | STAFF,
    Audience.MEMBERS: {"member", "foreign"} | STAFF,
    Audience.TRAINERS: STAFF,
    Audience.MUNICIPALITY: {"member"},
    Audience.TWO: {"member", "foreign"},
}


def ways_to_learn(user: Any) -> dict[str, bool]:
    """By which of the ways a reader learns of the topic or of its answer."""
    answer = search(user, "шлюзование", language="ru", kinds=("post",))
    title = search(user, "заповедник", language="ru", kinds=("topic",))
    everything = search(user, "", language="ru")
    return {
        "hits": bool(answer.hits and title.hits),
        "any hit": bool(answer.hits or title.hits),
        "total": bool(answer.total or title.total),
        "facets": any(answer.facets.values()) or any(title.facets.values()),
        "facets of everything": not {"topic", "post"}.isdisjoint(everything.facets["kind"]),
        "excerpt": any("<mark>" in hit.excerpt for hit in answer.hits),
        "suggestions": bool(suggest(user, "запов", language="ru")),
        "correction": bool(search(user, "шлюзованиее", language="ru").did_you_mean),
        "nearly": bool(search(user, "заповедникк", language="ru").total),
        "similar": isinstance(user, Person) and bool(similar_to(user, "Заповедник")),
    }


@on_each_engine
@pytest.mark.parametrize("audience", Audience)
def test_each_reader_finds_what_is_for_them_and_learns_nothing_of_the_rest(audience: Audience):
    everybody = readers()
    of_places = {Audience.MUNICIPALITY, Audience.TWO}
    author = everybody["member" if audience in of_places else "trainer"]
    other = (
        {"other": make.membership_of(everybody["foreign"]).municipality}
        if audience == Audience.TWO
        else {}
    )
    topic = talk.of(audience, author, title="Заповедник", text="У реки.", **other)
    talk.post(topic, author, "Шлюзование весной")
    catch_up()
    for name, user in everybody.items():
        ways = ways_to_learn(user)
        # Shown to who is signed in; and what two say to each other answers no question.
        shows_similar = ways.pop("similar")
        assert shows_similar == (
            isinstance(user, Person) and audience != Audience.TWO and name in WHO_READS[audience]
        ), name
        assert set(ways.values()) == {name in WHO_READS[audience]}, (name, ways)


@on_each_engine
def test_what_has_been_answered_is_offered_before_what_waits():
    waiting = talk.topic(title="Заповедник: кто отвечает?")
    answered = talk.topic(title="Заповедник и кто за него отвечает у нас в округе")
    talk.post(answered)
    catch_up()
    first, second = similar_to(make.learner(), "Заповедник кто отвечает")
    assert (first.key, second.key) == (str(answered.pk), str(waiting.pk))
    assert "Ответов пока нет" in second.note
    assert "Ответов пока нет" not in first.note


@on_each_engine
def test_a_post_is_found_by_its_own_words_and_opens_where_it_stands(client: Client):
    topic = talk.topic(title="Заповедник")
    post = talk.post(topic, text="Шлюзование **весной**")
    catch_up()
    (hit,) = found("шлюзование")
    assert (hit.kind, hit.title, hit.url) == (
        "post",
        "Заповедник",
        f"/ru/forum/posts/{post.pk}/",
    )
    assert "<mark>Шлюзование</mark> весной" in hit.excerpt
    assert client.get(hit.url)["Location"].endswith(f"#p{post.pk}")
    assert kinds_found("заповедник") == ["topic"]
    assert kinds_found("самосвал") == ["topic"]  # what the question itself says


@on_each_engine
def test_three_words_of_a_title_put_its_topic_first():
    asked = {
        "Закупка вывоза мусора: конкурс или прямой договор?": "закупка вывоза мусора",
        "Общий контейнер на улице или мешки у двора?": "контейнер или мешки",
        "Кто отвечает за травму в школьном зале вечером?": "травма школьный зал",
        "Журнал обращений: какие столбцы правда нужны?": "столбцы журнала обращений",
    }
    writer = make.trainer()
    topics = [talk.topic(writer, title=title) for title in asked]
    for number, topic in enumerate(topics):
        for other in topics[:number] + topics[number + 1 :]:
            talk.post(topic, writer, f"А ещё спрашивали: {other.title} {other.title.lower()}")
    catch_up()
    for topic in topics:
        first = found(asked[topic.title])[0]
        assert (first.kind, first.key) == ("topic", str(topic.pk))


@on_each_engine
def test_a_solved_topic_stands_above_an_open_one_and_its_solution_is_found_with_it():
    asker = make.trainer()
    solved, open_ = (talk.topic(asker, title="Заповедник", text="Как?") for _ in range(2))
    first, second = (talk.post(solved, text=text) for text in ("Шлюзование", "Обводнение"))
    mark_solution(by=asker, post=first)
    mark_solution(by=asker, post=second)
    catch_up()
    keys = [(hit.kind, hit.key) for hit in found("заповедник")]
    assert keys == [("topic", str(solved.pk)), ("topic", str(open_.pk)), ("post", str(second.pk))]
    take_solution_back(by=asker, topic=solved)
    catch_up()
    assert kinds_found("заповедник") == ["topic", "topic"]
    assert differing() == set()


@on_each_engine
def test_each_post_is_found_in_its_language_place_and_service():
    place = make.municipality("Көк-Жар")
    topic = talk.topic(make.learner(place), title="Вывоз мусора зимой")
    talk.post(
        topic, make.learner(place), "Биздин айылда таштандыны трактор чыгарат, шлюзование жок"
    )
    catch_up()
    (hit,) = found("шлюзование", filters={"language": ["ky"], "municipality": [place.code]})
    assert (hit.kind, hit.municipality) == ("post", place.name_in("ru"))
    assert found("шлюзование", filters={"topic": ["waste"]})
    assert not found("шлюзование", filters={"language": ["ru"]})


@on_each_engine
def test_what_is_held_is_found_once_it_is_released():
    held = talk.post(talk.topic(), text=f"{talk.LINKS} шлюзование")
    catch_up()
    assert found("шлюзование", make.moderator()) == []
    release_post(by=make.moderator(), post=held, **WHY)
    catch_up()
    assert kinds_found("шлюзование") == ["post"]
    assert differing() == set()


@on_each_engine
def test_a_topic_whose_question_is_held_is_found_once_it_is_released():
    held = talk.topic(title="Заповедник", text=f"{talk.LINKS} шлюзование")
    catch_up()
    assert found("заповедник", held.author) == []
    assert suggest(held.author, "запов", language="ru") == []
    release_post(by=make.moderator(), post=held.posts.get(), **WHY)
    catch_up()
    assert kinds_found("заповедник") == kinds_found("шлюзование") == ["topic"]
    assert differing() == set()


def hide_and_restore(post: Post) -> tuple[Callable[[], Any], Callable[[], Any]]:
    by = make.moderator()
    return (
        lambda: hide_post(by=by, post=post, **WHY),
        lambda: restore_post(by=by, post=post, **WHY),
    )


def delete_and_undo(post: Post) -> tuple[Callable[[], Any], Callable[[], Any]]:
    return (
        lambda: delete_post(by=post.author, post=post),
        lambda: undo_deletion(by=post.author, post=post),
    )


def hide_its_topic(post: Post) -> tuple[Callable[[], Any], Callable[[], Any]]:
    by = make.moderator()
    return (
        lambda: hide_topic(by=by, topic=post.topic, **WHY),
        lambda: restore_topic(by=by, topic=post.topic, **WHY),
    )


def make_its_topic_private(post: Post) -> tuple[Callable[[], Any], Callable[[], Any]]:
    by, inside = make.moderator(), talk.category("inside", Audience.TRAINERS)
    return (
        lambda: move_topic(by=by, topic=post.topic, category=inside, **WHY),
        lambda: move_topic(
            by=by, topic=post.topic, category=talk.category(), confirmed=True, **WHY
        ),
    )


def make_its_category_private(post: Post) -> tuple[Callable[[], Any], Callable[[], Any]]:
    def give_to(audience: Audience) -> None:
        category = talk.category()
        category.audience = audience
        category.save()
        follow_audience(category)

    return lambda: give_to(Audience.TRAINERS), lambda: give_to(Audience.EVERYONE)


@on_each_engine
@pytest.mark.parametrize(
    "acts",
    [
        hide_and_restore,
        delete_and_undo,
        hide_its_topic,
        make_its_topic_private,
        make_its_category_private,
    ],
)
@pytest.mark.parametrize("which", ["question", "answer"])
def test_what_goes_is_not_found_nor_are_its_words_elsewhere_until_it_comes_back(
    acts: Callable[[Post], Any], which: str
):
    asker = make.trainer()
    text = "Шлюзование весной"
    topic = talk.topic(asker, title="Заповедник", text=text if which == "question" else "Как?")
    post = topic.posts.get() if which == "question" else talk.post(topic, asker, text)
    talk.post(talk.topic(asker, title="Другое"), text=quote_of(post) + "Согласны.")
    reader = make.person()
    catch_up()
    kind = "topic" if which == "question" else "post"
    assert kinds_found("шлюзование", reader) == sorted([kind, "post"])
    go, come_back = acts(post)
    go()
    catch_up()
    assert search(reader, "шлюзование", language="ru").total == 0
    assert search(reader, "шлюзованиее", language="ru").did_you_mean == ""
    assert differing() == set()
    come_back()
    catch_up()
    assert kinds_found("шлюзование", reader) == sorted([kind, "post"])
    assert differing() == set()


@on_each_engine
def test_the_title_of_a_topic_with_nothing_to_read_is_not_found():
    topic = talk.topic(title="Заповедник")
    delete_post(by=topic.author, post=topic.posts.get())
    catch_up()
    assert found("заповедник") == []
    talk.post(topic)  # whoever has the address may still answer
    catch_up()
    assert kinds_found("заповедник") == ["topic"]


@on_each_engine
def test_a_changed_text_and_title_are_found_and_the_old_ones_are_not():
    asker = make.trainer()
    topic = talk.topic(asker, title="Заповедник")
    solution = talk.post(topic)
    mark_solution(by=asker, post=solution)
    edit_post(by=asker, post=topic.posts.earliest("pk"), text="Обводнение", version=1, title="Арык")
    edit_post(by=solution.author, post=solution, text="Гидропост", version=1)
    catch_up()
    assert found("заповедник") == found("самосвал") == found("часы") == []
    assert kinds_found("арык") == ["post", "topic"]  # with the solution
    assert kinds_found("обводнение") == ["topic"]
    assert kinds_found("гидропост") == ["post"]
    assert differing() == set()


@on_each_engine
def test_merged_and_split_posts_are_found_where_they_stand_now():
    moderator = make.moderator()
    target = talk.topic(title="Заповедник", text="Обводнение")
    source = talk.topic(title="Арык", text="Шлюзование")
    merge_topics(by=moderator, source=source, target=target, **WHY)
    catch_up()
    assert found("арык") == []
    (hit,) = found("шлюзование")
    assert (hit.kind, hit.title) == ("post", "Заповедник")
    post = Post.objects.get(text="Шлюзование")
    target = Topic.objects.get(pk=target.pk)
    made = split_topic(
        by=moderator,
        topic=target,
        posts=[post.pk],
        title="Гидропост",
        kind=TopicKind.DISCUSSION,
        **WHY,
    )
    catch_up()
    assert [(hit.kind, hit.key) for hit in found("шлюзование")] == [("topic", str(made.pk))]
    assert kinds_found("гидропост") == ["topic"]
    assert differing() == set()


def test_an_index_that_lags_behind_shows_nothing_of_what_was_hidden_since():
    topic = talk.topic(title="Заповедник")
    talk.post(topic, text="Шлюзование")
    Topic.objects.update(
        hidden_at=topic.created_at
    )  # past the use case, which would tell the search
    assert search(VISITOR, "шлюзование", language="ru").total == 1
    assert found("шлюзование") == found("заповедник") == []
    assert found("шлюзование", make.moderator()) == []


def test_a_rebuild_makes_the_entries_that_are_missing():
    topic = talk.topic(title="Заповедник")
    talk.post(topic, text="Шлюзование")
    SearchEntry.objects.filter(kind__in=["topic", "post"]).delete()
    assert differing() == {"topic", "post"}
    rebuild_entries(["topic", "post"])
    assert kinds_found("заповедник") == ["topic"]
    assert kinds_found("шлюзование") == ["post"]
    assert differing() == set()


def test_the_page_says_which_of_its_results_are_of_the_forum(client: Client):
    talk.post(talk.topic(title="Заповедник", text="Шлюзование"), text="Шлюзование весной")
    html = client.get(reverse("search"), {"q": "шлюзование"}).content.decode()
    assert "Тема форума" in html
    assert "Ответ на форуме" in html
    assert "Темы форума" in html
