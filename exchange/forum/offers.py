"""What rooms above offer to make of a topic: links beside its title."""

from collections.abc import Callable

from exchange.forum.access import User
from exchange.forum.models import Topic
from lms.beside import Link

# Asked on each page of a topic: an offer that needs the database asks it where its link leads.
offers: list[Callable[[Topic, User], Link | None]] = []


def offers_for(topic: Topic, user: User) -> list[Link]:
    """What this reader is offered."""
    return [link for offer in offers if (link := offer(topic, user))]
