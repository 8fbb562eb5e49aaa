"""What is not ours has one rule each: Wagtail's admin answers nobody who only learns; an account is its person's."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from lms.people.models import Person
from tests import make

ARGUMENT = re.compile(r"<(?:(\w+):)?\w+>")
VALUES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
# allauth's pages for those who are not in yet; what else it has is about one's own account.
BEFORE_SIGNING_IN = {
    "account_confirm_email",
    "account_confirm_login_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_request_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "mfa_authenticate",
    "mfa_login_webauthn",
    "mfa_signup_webauthn",
    "mfa_trust",
}


def patterns_under(
    prefix: str, patterns: list[Any], so_far: str = "/"
) -> Iterator[tuple[str, URLPattern]]:
    """The addresses below a prefix, with stand-ins for what they are about."""
    for pattern in patterns:
        path = so_far + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns_under(prefix, pattern.url_patterns, path)
        elif isinstance(pattern, URLPattern) and path.startswith(prefix):
            yield filled_in(path), pattern


def filled_in(path: str) -> str:
    path = ARGUMENT.sub(lambda found: VALUES.get(found[1] or "str", "1"), path)
    # A few are regular expressions: groups become 1, anchors go.
    return (
        re.sub(r"\(\?P<\w+>.*?\)", "1", path).replace("^", "").replace("$", "").replace("\\Z", "")
    )


def everything_under(prefix: str) -> list[tuple[str, URLPattern]]:
    return list(patterns_under(prefix, get_resolver().url_patterns))


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["visitor", "unconfirmed", "learner", "coordinator"])
def test_nothing_of_wagtail_s_admin_answers_who_only_learns(client: Client, who: str):
    people: dict[str, Person | None] = {
        "visitor": None,
        "unconfirmed": make.person(),
        "learner": make.learner(),
        "coordinator": make.coordinator(),
    }
    if person := people[who]:
        client.force_login(person)
    paths = [path for path, _ in everything_under("/admin/")]
    assert len(paths) > 100
    answered = [path for path in paths if client.get(path).status_code == 200]
    assert answered == []


@pytest.mark.django_db
def test_wagtail_s_own_sign_in_is_closed(client: Client):
    person = make.admin()
    credentials = {"username": str(person.phone), "password": make.PASSWORD}
    for method in (client.get, client.post):
        answer = method("/admin/login/", credentials)
        assert answer.status_code == 302
        assert "/accounts/login/" in answer.headers["Location"]
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_one_s_account_is_for_who_is_signed_in(client: Client):
    prefix = "/ru/accounts/"
    client.get("/ru/")
    open_to_all = []
    for path, pattern in everything_under(prefix):
        if (
            not pattern.callback.__module__.startswith("allauth.")
            or pattern.name in BEFORE_SIGNING_IN
        ):
            continue
        answer = client.get(path)
        if not (answer.status_code == 302 and "/accounts/login/" in answer.headers["Location"]):
            open_to_all.append(f"{pattern.name} {path} {answer.status_code}")
    assert open_to_all == []
