"""What an answer costs until it is sent and kept: the whole request, each of another member, as a phone sends it."""

import http.client
import time
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import uuid4

from tests.performance.process_times import Cost, cpu_seconds

TEXT = (
    "У нас так же. **Договор** заключили на год, вот что в нём есть:\n\n"
    "- дни и часы вывоза\n- кто отвечает за контейнеры\n\nЕсли нужно, пришлю образец. Номер {number}."
)
TOKEN = "t" * 32


@dataclass(frozen=True, slots=True)
class Letter:
    """An answer to be sent: where, and by whom."""

    path: str
    cookie: str


def cost_of_posting(port: int, server: int, host: str, letters: list[Letter]) -> list[Cost]:
    """Send them one after the other. Raises `RuntimeError` if one is not taken."""
    costs = []
    for number, letter in enumerate(letters):
        before, began = cpu_seconds(server), time.perf_counter()
        size = post(port, host, letter, TEXT.format(number=number))
        wall = (time.perf_counter() - began) * 1000
        costs.append(Cost((cpu_seconds(server) - before) * 1000, wall, size))
    return costs


def post(port: int, host: str, letter: Letter, text: str) -> int:
    """One form; returns the bytes of the answer's body."""
    form = urlencode({"csrfmiddlewaretoken": TOKEN, "client_id": uuid4(), "text": text})
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Host": host,
        "Origin": f"https://{host}",
        "X-Forwarded-Proto": "https",
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={TOKEN}; {letter.cookie}",
    }
    connection.request("POST", letter.path, body=form, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != HTTPStatus.FOUND or "#p" not in (answer.getheader("Location") or ""):
        raise RuntimeError(f"{letter.path} answered {answer.status}")
    return len(body)
