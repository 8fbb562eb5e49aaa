"""The score that Mozilla's Observatory gives a site, computed from the headers it would see.

Rules and numbers: the SCORE_TABLE of MDN's HTTP Observatory (github.com/mdn/mdn-http-observatory,
src/grader/charts.js, scoring version 5): a site begins with 100; bonuses count only from 90 upwards; 100 and more is
an A+. What needs a network (the certificate, the preload list of browsers) is left out: it can only add here.
"""

import re
from collections.abc import Iterable
from http.cookies import Morsel, SimpleCookie

from django.http import HttpResponseBase

START = 100
BONUSES_FROM = 90
SIX_MONTHS = 15_768_000  # seconds
PRIVATE_REFERRERS = {
    "no-referrer",
    "same-origin",
    "strict-origin",
    "strict-origin-when-cross-origin",
}
BROAD = {"*", "http:", "https:", "data:", "blob:"}


def policy_of(response: HttpResponseBase) -> dict[str, set[str]]:
    """The Content-Security-Policy by directive."""
    header = response.headers.get("Content-Security-Policy", "")
    parts = [part.split() for part in header.split(";") if part.split()]
    return {words[0]: set(words[1:]) for words in parts}


def content_security(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    scripts = policy.get("script-src", policy.get("default-src", {"*"}))
    objects = policy.get("object-src", policy.get("default-src", {"*"}))
    styles = policy.get("style-src", policy.get("default-src", {"*"}))
    guarded = any(source.startswith(("'nonce-", "'sha")) for source in scripts)
    if scripts & BROAD or objects & BROAD or ("'unsafe-inline'" in scripts and not guarded):
        return -20
    if "'unsafe-eval'" in scripts:
        return -10
    if styles & BROAD or "'unsafe-inline'" in styles:
        return 0
    if policy.get("default-src") == {"'none'"} and policy.get("form-action", set()) <= {
        "'none'",
        "'self'",
    }:
        return 10
    return 5


def cookies(jar: Iterable[Morsel[str]]) -> int:
    found = list(jar)
    if not found:
        return 0
    if any(not cookie["secure"] for cookie in found):
        return -40 if any("sess" in cookie.key for cookie in found) else -20
    if any("sess" in cookie.key and not cookie["httponly"] for cookie in found):
        return -30
    if any(cookie["samesite"].lower() not in {"lax", "strict"} for cookie in found):
        return -20 if any("csrf" in cookie.key for cookie in found) else 0
    return 5


def transport(response: HttpResponseBase) -> int:
    age = re.search(r"max-age=(\d+)", response.headers.get("Strict-Transport-Security", ""))
    if age is None:
        return -20
    return 0 if int(age[1]) >= SIX_MONTHS else -10


def framing(response: HttpResponseBase, policy: dict[str, set[str]]) -> int:
    if policy.get("frame-ancestors", {"*"}) <= {"'none'", "'self'"}:
        return 5
    return 0 if response.headers.get("X-Frame-Options") in {"DENY", "SAMEORIGIN"} else -20


def modifiers(
    response: HttpResponseBase, jar: SimpleCookie, plain: HttpResponseBase
) -> dict[str, int]:
    """Each test's part in the score. `plain` is what the same address answers without encryption."""
    policy = policy_of(response)
    referrer = response.headers.get("Referrer-Policy")
    resources = response.headers.get("Cross-Origin-Resource-Policy")
    to_https = plain.headers.get("Location", "").startswith("https://")
    return {
        "content-security-policy": content_security(policy),
        "cookies": cookies(jar.values()),
        "cross-origin-resource-policy": 10 if resources in {"same-origin", "same-site"} else 0,
        "cross-origin-resource-sharing": -50
        if response.headers.get("Access-Control-Allow-Credentials") == "true"
        else 0,
        "redirection": 0 if to_https else -20,
        "referrer-policy": (5 if referrer in PRIVATE_REFERRERS else -5) if referrer else 0,
        "strict-transport-security": transport(response),
        "x-content-type-options": 0
        if response.headers.get("X-Content-Type-Options") == "nosniff"
        else -5,
        "x-frame-options": framing(response, policy),
    }


def score(parts: dict[str, int]) -> int:
    without_bonuses = START + sum(part for part in parts.values() if part < 0)
    if without_bonuses < BONUSES_FROM:
        return max(without_bonuses, 0)
    return START + sum(parts.values())
