"""Who may see a notice at all, decided when it is read: a right that was lost takes its notices along.

A notice names its readers in a word; higher rooms say, in SQL, for whom each of their words holds now. So the count in
the bell, the list and the mails ask the same question, for one person or for thousands, in the query that they make
anyway.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import Q

from lms.prepared import Slot

OWN = "own"  # it concerns the account alone

# Each is given the moment, and returns a condition on notices: `OuterRef("person")` and `readers` in it are theirs.
rules: list[Callable[[datetime | Slot], Q]] = []


def may_see(now: datetime | Slot) -> Q:
    """The condition under which the person that a notice is for may see it then."""
    condition = Q(readers=OWN)
    for rule in rules:
        condition |= rule(now)
    return condition
