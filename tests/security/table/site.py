"""Who may do what at the addresses of the site itself, the search and notices."""

from collections.abc import Callable
from typing import Any

from lms.notifications.models import Channel, Notice, OutgoingMessage
from lms.notifications.outgoing import send_later
from lms.notifications.unsubscribing import token_of
from tests.security.world import World

#                         visitor unconfirmed refused former learner coordinator foreign trainer moderator manager admin
TABLE = """
about                     yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
dev_gallery               yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
dev_outbox                yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
dev_outbox_mail           yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
healthz                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
help                      yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
help_page                 yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
home                      yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my                        in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_notice                 in      no          no      no     yes     no          no      no      no        no      no
my_notices                in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_notices_read           in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
my_notices_settings       in      yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
offline                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
privacy                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
search                    yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
search_opened             yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
searches                  in      no          no      no     no      no          no      yes     yes       yes     yes
service_worker            yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
suggest                   yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
unsubscribe               yes     yes         yes     yes    yes     yes         yes     yes     yes       yes     yes
"""

ABOUT: dict[str, Callable[[World], dict[str, Any]]] = {
    "dev_outbox_mail": lambda w: {"pk": a_mail().pk},
    "help_page": lambda w: {"page": "learner"},
    "my_notice": lambda w: {"pk": Notice.objects.get(event=f"post:{w.post.pk}").pk},
    "unsubscribe": lambda w: {"token": token_of(w.person("learner").pk, "digest")},
}

POSTED: dict[str, dict[str, Any]] = {
    "my_notices_read": {},
    "search_opened": {},
}


def a_mail() -> OutgoingMessage:
    return send_later(
        event="table", channel=Channel.MAIL, recipient="a@aiyl.example", language="ky", text="Салам"
    )
