"""Where `make run PORT=…` says it is."""

import os
from typing import Any

import pytest

from lms.people.invitations import link_of
from lms.website.management.commands.start import be_at


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "what the test may overwrite")


def test_links_lead_to_the_port_that_is_served(settings: Any) -> None:
    settings.SITE_URL = settings.WAGTAILADMIN_BASE_URL = settings.SITE_URL_UNSAID
    be_at(8001)
    assert link_of("1234", "ky") == "http://localhost:8001/ky/invitation/1234/"
    assert os.environ["SITE_URL"] == "http://localhost:8001"


def test_who_says_where_links_lead_is_obeyed(settings: Any) -> None:
    settings.SITE_URL = "http://office.example"
    be_at(8001)
    assert link_of("1234", "ky").startswith("http://office.example/")
    assert os.environ["SITE_URL"] == "what the test may overwrite"
