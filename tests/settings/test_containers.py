"""compose.yaml and Dockerfile, held to the settings and commands that they speak of; Docker itself is not needed."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from lms.queues import SLOW, URGENT
from lms.settings.environment import BASE_DIR, DOCUMENTED, variables_in
from tests.services.processes import LOOPBACK
from tests.services.site import Web

COMPOSE = (BASE_DIR / "compose.yaml").read_text()
DOCKERFILE = (BASE_DIR / "Dockerfile").read_text()
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
OF_SITE = {name: service for name, service in SERVICES.items() if "build" in service}
OF_PYTHON = {"DJANGO_SETTINGS_MODULE", "PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
PINNED = re.compile(r"[a-z]+:\d+\.\d+[.\d]*(-[a-z]+)*")


def test_all_of_production_is_there():
    assert set(OF_SITE) == {"upgrade", "web", "worker", "worker-slow", "beat"}
    assert set(SERVICES) - set(OF_SITE) == {"db", "redis", "elasticsearch", "proxy"}


def test_every_variable_is_one_that_is_documented():
    known = set(variables_in(DOCUMENTED))
    asked = set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))
    given = {name for service in OF_SITE.values() for name in service["environment"]}
    in_image = set(re.findall(r"^(?:ENV|   ) ([A-Z_]+)=", DOCKERFILE, re.MULTILINE)) - OF_PYTHON
    assert asked == {"POSTGRES_PASSWORD", "SITE_URL"}
    assert in_image == {"ENV_FILE", "VAR_DIR"}
    assert asked | given | in_image <= known


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"upgrade"}))
def test_a_service_says_how_it_is(name: str):
    service = SERVICES[name]
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_an_image_is_pinned_and_what_it_waits_for_is_there(name: str):
    service = SERVICES[name]
    assert PINNED.fullmatch(service["image"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)
    for other, wait in service.get("depends_on", {}).items():
        if wait["condition"] == "service_healthy":
            assert "healthcheck" in SERVICES[other]


def test_only_the_proxy_is_reached_from_outside():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    for name in ("db", "redis", "elasticsearch"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_no_password_stands_in_the_files():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            if "PASSWORD" in name or "@" in str(value):
                assert "${POSTGRES_PASSWORD:?}" in value
    assert "SECRET_KEY=" not in DOCKERFILE


def test_the_site_runs_as_nobody_in_particular():
    stage = DOCKERFILE.rpartition("\nFROM ")[2].splitlines()
    (user,) = [at for at, line in enumerate(stage) if line.startswith("USER ")]
    assert stage[user] == "USER tajryiba"
    assert not any(line.startswith(("RUN", "COPY")) for line in stage[user:])
    for source in re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE):
        assert PINNED.fullmatch(source)


def test_the_commands_are_ours():
    said = set(re.findall(r"manage\.py (\w+)", COMPOSE + DOCKERFILE))
    assert said == {
        "migrate",
        "set_up_site",
        "collectstatic",
        "check",
        "compile_catalogues",
        "search_rebuild",
    }
    assert said <= set(get_commands())


def test_gunicorn_is_told_in_one_file_how_to_run(tmp_path: Path):
    (said,) = re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)
    assert json.loads(said) == ["gunicorn", "--bind=0.0.0.0:8000"]
    assert "command" not in OF_SITE["web"]
    web = Web(tmp_path, {})
    assert web.arguments() == ["gunicorn", f"--bind={LOOPBACK}:{web.port}"]
    told = runpy.run_path(str(BASE_DIR / "gunicorn.conf.py"))
    assert told["wsgi_app"] == "lms.wsgi:application"
    assert told["limit_request_line"] == 8190
    # Where each of them starts is where that file is, and the image has it.
    assert "WORKDIR /srv/tajryiba\nCOPY . .\n" in DOCKERFILE
    assert not any(
        line.endswith(".py") for line in (BASE_DIR / ".dockerignore").read_text().split()
    )


def test_each_queue_has_a_worker():
    commands = {
        name: service["command"]
        for name, service in OF_SITE.items()
        if "celery" in service.get("command", ())
    }
    queues = {
        name: [word for word in words if word.startswith("--queues=")]
        for name, words in commands.items()
    }
    assert queues == {
        "worker": [f"--queues={URGENT}"],
        "worker-slow": [f"--queues={SLOW}"],
        "beat": [],
    }


def test_what_stays_out_of_the_image_has_the_secrets_and_the_data():
    left_out = (BASE_DIR / ".dockerignore").read_text().splitlines()
    assert {".env", "var", ".git", ".venv"} <= set(left_out)
