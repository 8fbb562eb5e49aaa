"""A User-Agent header in words."""

import pytest

from lms.people.templatetags.devices import device

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
PHONE = f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT}"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (f"{PHONE} Chrome/139.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        (f"{PHONE} SamsungBrowser/19.0 Chrome/102.0 Mobile", "Samsung Internet, Android"),
        (
            "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox, Windows",
        ),
        (f"{IPHONE} Version/17.5 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
        ("curl/8.5", "curl/8.5"),
        ("", ""),
    ],
)
def test_a_browser_and_its_system_are_named(header: str, words: str) -> None:
    assert device(header) == words
