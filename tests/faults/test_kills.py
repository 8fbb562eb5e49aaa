"""What is killed, or away for a while, delays and loses nothing: `make faults`."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher

from courses.certificates.models import CertificateIssue
from lms.notifications.models import Channel, OutgoingMessage
from tests import make
from tests.certificates.courses import a_course, certify
from tests.faults.conftest import until
from tests.faults.standing_still import stand_still, story
from tests.services.redis_server import Redis
from tests.services.site import Beat, Web, Worker, manage

pytestmark = [pytest.mark.faults, pytest.mark.postgresql]

RUN_AGAIN_WITHIN = 30  # seconds
LONGER_THAN_A_MESSAGE_IS_LENT = 25  # seconds
CAUGHT_UP_WITHIN = 180  # seconds; sweeps come round each minute
PAGE_WITHIN = 10  # seconds, on a machine that is busy
PEOPLE = 3


class WorkerOfTests(Worker):
    modules = ("tests.faults.standing_still",)


def test_the_task_of_a_killed_worker_runs_again_soon(
    environment: dict[str, str], redis: Redis, over: Callable[[str], None], tmp_path: Path
):
    over(redis.url)
    worker = WorkerOfTests(tmp_path, environment)
    worker.start()
    stand_still.delay(str(tmp_path))
    until(lambda: story(tmp_path) == ["began"], within=30)
    worker.kill_all()
    (tmp_path / "on").touch()
    worker.launch()
    try:
        until(lambda: story(tmp_path) == ["began", "began", "ended"], within=RUN_AGAIN_WITHIN)
    finally:
        worker.stop()


def test_a_long_task_stays_with_its_worker_while_that_lives(
    environment: dict[str, str], redis: Redis, over: Callable[[str], None], tmp_path: Path
):
    over(redis.url)
    with WorkerOfTests(tmp_path / "one", environment), WorkerOfTests(tmp_path / "two", environment):
        stand_still.delay(str(tmp_path))
        until(lambda: story(tmp_path) == ["began"], within=30)
        with pytest.raises(AssertionError):  # nothing more happens
            until(lambda: story(tmp_path) != ["began"], within=LONGER_THAN_A_MESSAGE_IS_LENT)
        (tmp_path / "on").touch()
        until(lambda: story(tmp_path) == ["began", "ended"], within=10)


def test_certificates_catch_up_once_each_when_redis_is_back(
    environment: dict[str, str], redis: Redis, over: Callable[[str], None], tmp_path: Path
):
    over(redis.url)
    redis.kill()
    course = a_course()
    people = [make.learner(email=f"person-{number}@aiyl.example") for number in range(PEOPLE)]
    issues = [certify(person, course) for person in people]
    assert not CertificateIssue.objects.exclude(pdf_sha256="").exists()
    redis.start()
    with Worker(tmp_path, environment), Beat(tmp_path, environment):
        waiting = OutgoingMessage.objects.filter(sent_at=None, channel=Channel.MAIL)
        until(
            lambda: not CertificateIssue.objects.without_pdf().exists() and not waiting.exists(),
            within=CAUGHT_UP_WITHIN,
        )
    assert CertificateIssue.objects.count() == len(issues)
    sent = OutgoingMessage.objects.filter(channel=Channel.MAIL)
    assert {message.tries for message in sent} == {1}
    # A file is named by second and connection, so one may hold several messages.
    mailed = "".join(file.read_text() for file in (tmp_path / "mail").iterdir())
    assert mailed.count("\nMessage-ID: ") == len(sent)


@pytest.mark.parametrize("fault", [Redis.kill, Redis.hang])
def test_pages_answer_and_people_sign_in_while_redis_is_away(
    environment: dict[str, str], redis: Redis, tmp_path: Path, fault: Callable[[Redis], None]
):
    person = make.learner()
    person.password = Argon2PasswordHasher().encode(make.PASSWORD, "of-this-test-only")
    person.save(update_fields=["password"])  # as production hashes it; tests have a quicker way
    manage(environment, "collectstatic", "--no-input", "--verbosity=0")
    with Web(tmp_path, environment) as web:
        home = f"http://127.0.0.1:{web.port}"
        browser = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        )

        def read(path: str, data: dict[str, str] | None = None) -> str:
            body = urllib.parse.urlencode(data).encode() if data else None
            with browser.open(f"{home}{path}", body, timeout=PAGE_WITHIN) as answer:
                return str(answer.read().decode())

        read("/ru/")
        fault(redis)
        read("/healthz")
        read("/ru/")
        read("/ru/courses/")
        page = read("/ru/accounts/login/")
        token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        form = {"csrfmiddlewaretoken": token, "login": str(person.phone), "password": make.PASSWORD}
        read("/ru/accounts/login/", form)
        assert "/accounts/logout/" in read("/ru/my/")
        redis.go_on()
