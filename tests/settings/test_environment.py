"""A value that cannot be stops the start with a sentence that says what is wrong, and what may be."""

import re
from pathlib import Path
from typing import Any

import pytest

from lms.settings.environment import BASE_DIR, DOCUMENTED, variables_in
from tests.settings.start import start

pytestmark = pytest.mark.slow  # a process for each start

READS = re.compile(
    r"\b(?:env(?:\.\w+)?|choice|boolean|whole_number|address|required)\(\s*\"([A-Z][A-Z0-9_]+)\""
)
BY_NAME = {"ENV_FILE", "DATABASE_URL", "REDIS_URL"}  # read in environment.py itself


def test_every_variable_that_is_read_is_documented_and_the_other_way_round():
    sources = [path.read_text() for path in (BASE_DIR / "lms" / "settings").glob("*.py")]
    read = {name for source in sources for name in READS.findall(source)} | BY_NAME
    of_containers = {"POSTGRES_PASSWORD"}  # read by compose.yaml; its own test says so
    assert read | of_containers == set(variables_in(DOCUMENTED))


def test_production_starts_with_what_the_example_asks_for(tmp_path: Path):
    done = start(tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"DATABASE_URL": "mysql://u:hidden@host/db"}, "DATABASE_URL is “mysql://u:…@host/db”"),
        ({"DATABASE_URL": None}, "DATABASE_URL is missing"),
        ({"DATABASE_URL": "postgresql://host"}, "DATABASE_URL names no database"),
        ({"REDIS_URL": None}, "REDIS_URL is missing"),
        (
            {"REDIS_URL": "http://host"},
            "REDIS_URL is “http://host”, but it must begin with redis://",
        ),
        ({"SECRET_KEY": None}, "SECRET_KEY is missing"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name the hosts"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name the hosts"),
        ({"SITE_URL": None}, "SITE_URL is missing"),
        ({"SITE_URL": "http://tajryiba.example"}, "SECURE_SSL_REDIRECT sends everybody to https"),
        (
            {"SITE_URL": "http://tajryiba.example", "SECURE_SSL_REDIRECT": "false"},
            "without encryption only this machine itself is reached",
        ),
        (
            {"EMAIL_URL": "filemail:///tmp"},
            "EMAIL_URL is “filemail:///tmp”, but it must begin with",
        ),
        ({"SITE_URL": "https://other.example"}, "its host is not in ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"SECURE_SSL_REDIRECT": "ture"}, "must be true or false"),
        ({"TRUSTED_PROXY_COUNT": "many"}, "must be a whole number"),
        ({"ELASTICSEARCH_URL": "ftp://host:9200"}, "ELASTICSEARCH_URL has “ftp://host:9200”"),
        (
            {"ELASTICSEARCH_URL": "https://u:hidden@host"},
            "ELASTICSEARCH_URL has “https://u:…@host”",
        ),
        (
            {"ELASTICSEARCH_URL": "http://a:9200,http://b:many"},
            "has “http://b:many”, but each node",
        ),
        ({"ELASTICSEARCH_INDEX_PREFIX": "Ош-"}, "ELASTICSEARCH_INDEX_PREFIX is “Ош-”"),
        ({"ELASTICSEARCH_SHARDS": "0"}, "must be a whole number of 1 or more"),
        ({"SMS_SENDER": "pigeon"}, "SMS_SENDER is “pigeon”, but it must be one of"),
        ({"SMS_SENDER": "outbox"}, "SMS_SENDER is “outbox”, but it must be one of: http, none"),
        ({"SMS_SENDER": "http"}, "SMS_GATEWAY_URL is no http or https address"),
        ({"EMAIL_URL": None}, "EMAIL_URL is missing"),
        ({"EMAIL_URL": "ftp://host"}, "EMAIL_URL is “ftp://host”, but it must begin with smtp://"),
        ({"MAIL_PROVIDER": "brevo"}, "MAIL_PROVIDER_KEY is missing"),
        ({"DEFAULT_FROM_EMAIL": None}, "DEFAULT_FROM_EMAIL is missing"),
        ({"LOG_LEVEL": "loud"}, "LOG_LEVEL is “loud”"),
    ],
)
def test_production_does_not_start_with(tmp_path: Path, changes: dict[str, Any], sentence: str):
    done = start(tmp_path, **changes)
    assert done.returncode != 0
    last = done.stderr.strip().splitlines()[-1]
    assert sentence in last
    assert "hidden" not in done.stderr.splitlines()[-1]


def test_a_name_in_the_file_that_nothing_reads_is_a_slip(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text("DATABSE_URL=postgresql://host/name\n")
    done = start(tmp_path, settings="dev", ENV_FILE=str(file))
    assert "sets DATABSE_URL, which nothing reads. Was DATABASE_URL meant?" in done.stderr


def test_the_file_fills_in_what_the_environment_leaves_out(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text("SITE_URL=http://file.example\nDEBUG=yes\n")
    code = "print(s.SITE_URL, s.DEBUG)"
    assert start(tmp_path, settings="dev", code=code, ENV_FILE=str(file)).stdout == (
        "http://file.example True\n"
    )
    done = start(
        tmp_path, settings="dev", code=code, ENV_FILE=str(file), SITE_URL="http://first.example"
    )
    assert done.stdout == "http://first.example True\n"


def test_without_a_proxy_no_header_is_believed(tmp_path: Path):
    code = "print(s.SECURE_PROXY_SSL_HEADER, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert start(tmp_path, code=code, TRUSTED_PROXY_COUNT="0").stdout == "None 0\n"
    assert "X_FORWARDED_PROTO', 'https') 1" in start(tmp_path, code=code).stdout


def test_elasticsearch_is_as_many_nodes_as_are_named(tmp_path: Path):
    code = "print(s.ELASTICSEARCH_NODES, s.ELASTICSEARCH_SHARDS, s.ELASTICSEARCH_REPLICAS)"
    assert start(tmp_path, code=code).stdout == "[] 1 0\n"
    assert start(tmp_path, code=code, ELASTICSEARCH_URL="none").stdout == "[] 1 0\n"
    three = "http://a:9200,http://b:9200, http://c:9200"
    done = start(tmp_path, code=code, ELASTICSEARCH_URL=three, ELASTICSEARCH_REPLICAS="1")
    assert done.stdout == "['http://a:9200', 'http://b:9200', 'http://c:9200'] 1 1\n"


def test_cookies_need_encryption_but_on_this_machine_itself(tmp_path: Path):
    code = "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.LANGUAGE_COOKIE_SECURE)"
    assert start(tmp_path, code=code).stdout == "True True True\n"
    here = {"SITE_URL": "http://localhost:8080", "ALLOWED_HOSTS": "localhost"}
    done = start(tmp_path, code=code, SECURE_SSL_REDIRECT="false", **here)
    assert done.stdout == "False False False\n"


def test_without_redis_one_process_does_everything(tmp_path: Path):
    code = "print(s.SWEEPS_IN_PROCESS, s.CELERY_TASK_ALWAYS_EAGER, s.CACHES['default']['BACKEND'])"
    alone = start(tmp_path, code=code, REDIS_URL="none").stdout
    assert alone == "True True django.core.cache.backends.locmem.LocMemCache\n"
    assert start(tmp_path, code=code).stdout == ("False False lms.cache.SharedCache\n")
