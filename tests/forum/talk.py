"""Topics and posts for tests, made by the use cases that make the real ones."""

from typing import Any
from uuid import uuid4

from exchange.forum.choices import Audience, TopicKind
from exchange.forum.models import Category, Post, Topic
from exchange.forum.posting import answer, start_topic
from lms.people.models import Municipality, Person
from tests import make

# More than a newcomer may have in a post: it is held.
LINKS = "Смотрите https://a.example https://b.example https://c.example"


def category(key: str = "waste", audience: str = Audience.EVERYONE, **fields: Any) -> Category:
    """The category with that key, made when first asked for."""
    names = {"name_ru": "Отходы", "name_ky": "Таштанды", "name_en": "Waste"}
    made, _is_new = Category.objects.get_or_create(
        key=key, defaults={"audience": audience} | names | fields
    )
    return made


def of(audience: str, author: Person, **facts: Any) -> Topic:
    """A topic for such readers, begun by somebody who is one of them."""
    if audience == Audience.TWO:
        return between(author, **facts)
    return topic(author, category=category(f"for-{audience}", audience), **facts)


def between(author: Person, other: Municipality | None = None, **facts: Any) -> Topic:
    """What the author's municipality says to another one alone."""
    of_two = {"other_municipality": other or make.municipality(), "kind": TopicKind.DISCUSSION}
    return topic(author, category=None, **of_two | facts)


def topic(author: Person | None = None, **facts: Any) -> Topic:
    """A question of a member, in the category for everyone unless the facts say otherwise."""
    if "course_key" not in facts and "category" not in facts:
        facts["category"] = category()
    defaults: dict[str, Any] = {
        "kind": TopicKind.QUESTION,
        "title": "Как составить договор на вывоз мусора?",
        "text": "У нас один предприниматель с самосвалом.",
        "client_id": uuid4(),
    }
    return start_topic(author=author or make.learner(), **defaults | facts)


def post(topic: Topic, author: Person | None = None, text: str = "Укажите дни и часы.") -> Post:
    """An answer of a member."""
    return answer(author=author or make.learner(), topic=topic, text=text, client_id=uuid4())


def held(topic_: Topic | None = None) -> Post:
    """An answer of a newcomer that waits for a moderator."""
    return post(topic_ or topic(), text=LINKS)


def sent_again(post: Post) -> Post:
    """The same form, minutes later."""
    return answer(author=post.author, topic=post.topic, text=post.text, client_id=post.client_id)
