"""Two topics that fill a page each, with what people of the demonstration wrote; made in the server's database."""

from itertools import cycle, islice

from courses.reports.scale.talk_texts import TOPICS
from exchange.forum.listing import POSTS
from lms.yaml_files import read_yaml
from tests import make
from tests.forum import talk


def prepare() -> None:
    """Called by `manage.py shell` on the server's database."""
    topics = [topic for path in sorted(TOPICS.glob("*.yaml")) for topic in read_yaml(path)]
    said = [post["text"] for topic in topics for post in topic["posts"]]
    texts = iter([*said, *(f"Да, так и есть. {text}" for text in said)])
    writers = cycle([make.learner(make.municipality()) for _ in range(15)])
    for _ in range(2):
        topic = talk.topic(next(writers), text=next(texts))
        for text in islice(texts, POSTS - 1):
            talk.post(topic, next(writers), text)
        topic.refresh_from_db()
        assert topic.posts_count == POSTS
        print(topic.pk)  # noqa: T201  read by the test
