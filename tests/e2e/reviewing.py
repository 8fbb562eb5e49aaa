"""A case that waits for its review, its author and two moderators; made beside the server, in its database."""

from lms.people.choices import Role
from lms.people.roles import grant_role
from tests import make
from tests.cases import reviews

TITLE = "Контейнеры у каждого магазина"


def prepare() -> None:
    """Called by `manage.py shell` on the server's database."""
    author = make.learner(email="writes@example.org", language="ru")
    for name in ("first", "second"):
        moderator = make.person(email=f"{name}@example.org", language="ru")
        grant_role(by=make.manager(), person=moderator, role=Role.MODERATOR)
    draft = reviews.submitted(author, title=TITLE)
    print(draft.key)  # noqa: T201  read by the test
