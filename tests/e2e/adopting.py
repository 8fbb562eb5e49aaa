"""A case of one municipality, and somebody of another who wants to do the same; made in the server's database."""

from tests import make
from tests.cases import library


def prepare() -> None:
    """Called by `manage.py shell` on the server's database."""
    place = make.municipality("Көк-Жар")
    make.coordinator(place)
    make.learner(place, email="giver@example.org")
    make.learner(make.municipality("Тамга"), email="taker@example.org")
    case = library.bring(library.full(place))[0]
    print(case.slug)  # noqa: T201  read by the test
