"""A question in the forum, and people who answer it, one for each test; made beside the server, in its database."""

from exchange.forum.models import Topic
from exchange.forum.moderation import hide_topic
from lms.people.models import Person
from tests import make
from tests.e2e.taking_a_quiz import NAMES
from tests.forum import talk


def prepare() -> None:
    """Called by `manage.py shell` on the server's database."""
    place = make.municipality()
    for name in NAMES:
        make.learner(place, email=f"{name}@example.org", given_name=name.title())
    topic = talk.topic(text="Укажите дни и часы. Штраф за пропущенный рейс.")
    print(talk.topic().pk, topic.pk)  # noqa: T201  read by the test


def hide(key: int) -> None:
    """A moderator hides the topic."""
    topic, moderator = Topic.objects.get(pk=key), Person.objects.get(email="moderator@demo.kg")
    hide_topic(by=moderator, topic=topic, reason="Не по теме.")
