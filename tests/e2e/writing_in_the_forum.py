"""A question in the forum, and people who answer it, one for each test; made beside the server, in its database."""

from tests import make
from tests.e2e.taking_a_quiz import NAMES
from tests.forum import talk


def prepare() -> None:
    """Called by `manage.py shell` on the server's database."""
    place = make.municipality()
    for name in NAMES:
        make.learner(place, email=f"{name}@example.org", given_name=name.title())
    topic = talk.topic(text="Укажите дни и часы. Штраф за пропущенный рейс.")
    print(topic.pk)  # noqa: T201  read by the test
