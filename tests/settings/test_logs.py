"""What production writes down: JSON, one line a thing, and nobody's name, number or address in it."""

import json
from pathlib import Path

import pytest

from tests.settings.start import start

pytestmark = pytest.mark.slow  # a process for each start


def logged(tmp_path: Path, code: str, **changes: str) -> list[dict[str, object]]:
    """The lines that the code makes production write."""
    done = start(tmp_path, code=f"import django; django.setup()\n{code}", **changes)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_line_is_json_with_its_ids_beside_the_sentence(tmp_path: Path):
    (line,) = logged(
        tmp_path,
        "import logging; logging.getLogger('courses').info('A lesson was completed', extra={'lesson': 7})",
    )
    assert line["event"] == "A lesson was completed"
    assert line["lesson"] == 7
    assert line["level"] == "info"
    assert line["logger"] == "courses"


def test_people_are_blacked_out_of_what_an_exception_says(tmp_path: Path):
    (line,) = logged(
        tmp_path,
        "import logging\n"
        "try: raise ValueError('Key (email)=(aigul@aiyl.kg), phone +996 555 12-34-56 exists')\n"
        "except ValueError: logging.getLogger('lms').exception('It failed')",
    )
    text = str(line["exception"])
    assert "ValueError: Key (email)=(…), phone" in text
    assert "aigul" not in text
    assert "12-34" not in text


def test_a_request_is_one_line_without_its_address_or_its_person(tmp_path: Path):
    lines = logged(
        tmp_path,
        "from django.test import Client\n"
        "client = Client(headers={'user-agent': 'Phone of Aigul'}, REMOTE_ADDR='203.0.113.9')\n"
        "client.get('/healthz?code=secret', secure=True, headers={'host': 'tajryiba.example'})",
        DATABASE_URL=f"sqlite:///{tmp_path}/db.sqlite3",
        REDIS_URL="none",
    )
    assert [line["code"] for line in lines if line["event"] == "request_finished"] == [503]
    for secret in ("secret", "Aigul", "203.0.113.9"):
        assert secret not in str(lines)
