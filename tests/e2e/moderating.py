"""Somebody rude in the forum, and people who mind; made beside the server, in its database."""

from lms.people.choices import Role
from lms.people.roles import grant_role
from tests import make
from tests.forum import talk

RUDE = "Сами вы ничего не понимаете."


def prepare() -> None:
    """Called by `manage.py shell` on the server's database."""
    author = make.learner(email="rude@example.org")
    make.learner(email="minds@example.org")
    moderator = make.person(email="keeps@example.org", language="en")
    grant_role(by=make.manager(), person=moderator, role=Role.MODERATOR)
    topic = talk.topic(category=talk.category("moderated"), title="Who pays for the containers?")
    talk.post(topic, author, RUDE)
    print(topic.pk)  # noqa: T201  read by the test
