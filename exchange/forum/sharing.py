"""A page that everybody reads is passed on: title and address, as messengers take them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from exchange.forum.choices import Audience
from exchange.forum.feeds import path_of
from exchange.forum.models import Topic
from lms.addresses import full


@dataclass(frozen=True)
class Share:
    """A link that opens a messenger; what it is called is the same in every language."""

    name: str
    url: str


def is_public(topic: Topic) -> bool:
    """Whether everybody reads it: its title may stand outside."""
    return topic.audience == Audience.EVERYONE and topic.hidden_at is None


def shares_of(topic: Topic) -> list[Share]:
    """Where it can be passed on; nowhere if it is not for everybody."""
    if not is_public(topic):
        return []
    return shares_at(full(path_of(topic)), topic.title)


def shares_at(address: str, title: str) -> list[Share]:
    """Where a public page is passed on."""
    return [
        Share("WhatsApp", "https://wa.me/?" + urlencode({"text": f"{title}\n{address}"})),
        Share("Telegram", "https://t.me/share/url?" + urlencode({"url": address, "text": title})),
    ]
