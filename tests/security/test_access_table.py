"""Who may do what at each of our addresses: one row an address (`table/`), one column for everybody.

yes: the page, or what the form does. no: 404, 403, or a sentence that refuses. in: first sign in.
An address that is not in the table fails the test, so that nobody forgets to think about it.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.messages import ERROR, get_messages
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TestCase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.api.v2.views import BaseAPIViewSet

from tests.security.table import ABOUT, ASKED, POSTED, TABLE
from tests.security.world import ROLES, World, make_world


def rows() -> dict[str, list[str]]:
    """The table by the name of the address."""
    lines = (line.split() for line in TABLE.splitlines() if line)
    return {name: cells for name, *cells in lines}


def our_names(patterns: list[Any]) -> Iterator[str]:
    """The names of all addresses that are not Wagtail's or allauth's: those have a rule of their own."""
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            if pattern.name and is_ours(pattern):
                yield pattern.name
        elif isinstance(pattern, URLResolver):
            yield from our_names(pattern.url_patterns)


def is_ours(pattern: URLPattern) -> bool:
    view = getattr(pattern.callback, "view_class", pattern.callback)
    if issubclass(getattr(view, "cls", object), BaseAPIViewSet):
        return False  # Wagtail's for scripts of the editor, which we only narrow
    module: str = view.__module__
    return module.startswith(("lms.", "courses.", "exchange.", "search."))


def is_of_a_role(name: str) -> bool:
    """Whether the address is a coordinator's or a manager's."""
    roles = ("municipality", "programme", "membership_", "name_", "role_")
    acts = {"invitation_withdraw", "revoke_certificate", "reissue_certificate"}
    return name.startswith(roles) or name in acts


def what_happened(response: Any) -> str:
    """In the table's words."""
    if response.status_code in (403, 404):
        return "no"
    location = response.headers.get("Location", "")
    if response.status_code == 401 or (
        response.status_code == 302 and location.partition("?")[0].endswith("/login/")
    ):
        return "in"
    refused = any(m.level == ERROR for m in get_messages(response.wsgi_request))
    return "no" if refused and response.status_code == 302 else "yes"


class AccessTable(TestCase):
    world: World
    clients: dict[str, Client]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.world = make_world()
        cls.clients = {role: Client() for role in ROLES}
        for role, person in cls.world.people.items():
            if person is not None:
                cls.clients[role].force_login(person)

    def come(self, role: str, name: str) -> str:
        return what_happened(self.response(role, name))

    def response(self, role: str, name: str) -> Any:
        """What happens to somebody at an address; nothing of it stays."""
        cache.clear()  # rate limits count everybody of this test together
        about = ABOUT.get(name, lambda _: {})(self.world)
        path = reverse(name, kwargs=about)
        client = self.clients[role]
        client.cookies.pop("messages", None)  # what an earlier address has said
        with transaction.atomic():
            ask, data = (client.post, POSTED) if name in POSTED else (client.get, ASKED)
            response = ask(path, data.get(name))
            transaction.set_rollback(True)
        return response

    def test_what_is_not_theirs_is_not_there_for_them(self) -> None:
        """Pages of a role, and what belongs to another municipality, answer 404: nobody learns that they exist."""
        wrong = []
        for name in filter(is_of_a_role, rows()):
            for role, cell in zip(ROLES, rows()[name], strict=True):
                own = role == "unconfirmed" and name.startswith("membership_")
                if cell == "no" and role not in {"manager", "admin"} and not own:
                    status = self.response(role, name).status_code
                    if status != 404:
                        wrong.append(f"{name}: {role} gets {status}")
        assert wrong == []

    def test_every_address_of_ours_is_in_the_table(self) -> None:
        there = set(our_names(get_resolver().url_patterns))
        assert there == set(rows())

    def test_everybody_may_what_the_table_says(self) -> None:
        wrong = [
            f"{name}: {role} is told “{found}”, the table says “{cell}”"
            for name, cells in rows().items()
            for role, cell in zip(ROLES, cells, strict=True)
            if (found := self.come(role, name)) != cell
        ]
        assert wrong == []
