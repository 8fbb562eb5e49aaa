"""What browsers are told: no inline script or style on the site, and the highest grade of Mozilla's Observatory."""

import re

import pytest
from django.test import Client

from tests import make
from tests.security import observatory

# What production sets beside the shared settings (tests/settings holds that it does): the test client has no TLS.
AS_IN_PRODUCTION = {
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 63_072_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "LANGUAGE_COOKIE_SECURE": True,
}
PAGES = ["/ky/", "/ru/courses/", "/ky/accounts/login/", "/ru/accounts/signup/", "/ky/nowhere/"]


@pytest.fixture
def production(settings: object) -> None:
    for name, value in AS_IN_PRODUCTION.items():
        setattr(settings, name, value)


@pytest.mark.django_db
@pytest.mark.usefixtures("production")
@pytest.mark.parametrize("path", PAGES)
def test_a_page_gets_the_observatory_s_highest_grade(path: str):
    client = Client()
    response = client.get(path, secure=True)
    parts = observatory.modifiers(response, client.cookies, client.get(path))
    assert observatory.score(parts) >= 100, parts
    assert all(part >= 0 for part in parts.values()), parts
    assert parts["content-security-policy"] == 10


@pytest.mark.django_db
@pytest.mark.usefixtures("production")
def test_a_signed_in_page_gets_it_too():
    client = Client()
    person = make.person(email="aigul@aiyl.example")
    answer = client.post(
        "/ru/accounts/login/",
        {"login": person.email, "password": make.PASSWORD},
        secure=True,
    )
    assert answer.status_code == 302
    response = client.get("/ru/", secure=True)
    parts = observatory.modifiers(response, client.cookies, client.get("/ru/"))
    assert "sessionid" in client.cookies
    assert parts["cookies"] == 5
    assert observatory.score(parts) >= 130, parts


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_the_site_has_what_its_policy_forbids(client: Client, path: str):
    response = client.get(path)
    policy = observatory.policy_of(response)
    assert "'unsafe-inline'" not in policy["script-src"] | policy["style-src"]
    html = response.content.decode()
    assert re.findall(r"<[^>]+\sstyle=", html) == []
    assert re.findall(r"<[^>]+\son[a-z]+=", html) == []
    assert [tag for tag in re.findall(r"<(?:script|style)[^>]*>", html) if "src=" not in tag] == []


@pytest.mark.django_db
def test_only_the_editor_s_pages_may_have_inline_scripts(client: Client):
    client.force_login(make.admin())
    policy = observatory.policy_of(client.get("/admin/", follow=True))
    assert "'unsafe-inline'" in policy["script-src"]


@pytest.mark.django_db
def test_only_the_editor_shows_a_picture_that_is_being_uploaded(client: Client):
    client.force_login(make.admin())
    for address, shows in (("/admin/", True), ("/ky/", False)):
        policy = observatory.policy_of(client.get(address, follow=True))
        assert ("blob:" in policy["img-src"]) is shows


@pytest.mark.parametrize(
    ("header", "points"),
    [
        ("default-src 'none'; script-src 'self'; form-action 'self'", 10),
        ("default-src 'self'; form-action 'self'", 5),
        ("default-src 'none'; style-src 'unsafe-inline'", 0),
        ("default-src 'none'; script-src 'unsafe-eval'", -10),
        ("default-src 'none'; script-src 'self' 'unsafe-inline'", -20),
        ("default-src 'none'; script-src https:", -20),
        ("img-src 'self'", -20),
        ("", -25),
    ],
)
def test_the_observatory_s_rule_for_policies(header: str, points: int):
    parts = [part.split() for part in header.split(";") if part.split()]
    assert observatory.content_security({p[0]: set(p[1:]) for p in parts}) == points
