# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""What is asked of the search, by readers and, beside them, with nothing around it."""

import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from itertools import count
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.performance.search_content import KINDS

QUESTIONS = 60
PAGE, SUGGESTIONS = "/ru/search/", "/ru/search/suggest/"
# What people look for in the demonstration: every fifth question finds real lessons, people and documents.
OF_THE_DEMONSTRATION = [
    "мусор", "сбор отходов", "бюджет", "суу", "жарандар", "муниципалитет", "калдык", "тарифы на воду",
    "айыл өкмөтү", "договор", "vecjh", "обращения граждан",
]  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question of the mix: what is typed, and how it is narrowed."""

    text: str
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def query(self) -> str:
        return urlencode({"q": self.text, **self.more}, doseq=True)


def questions(words: Sequence[str], topics: Sequence[str]) -> list[Asked]:
    """Frequent and rare words, one to three, slips, filters, dates."""
    chance = random.Random(3)
    mix = []
    for number in range(QUESTIONS):
        some = [words[int(chance.paretovariate(0.4)) % 3000] for _ in range(1 + number % 3)]
        if number % 6 == 5:
            some[0] = some[0][:2] + some[0][3:]
        more: dict[str, Any] = {}
        if number % 4 == 1:
            more["topic"] = [topics[number % len(topics)]]
        if number % 4 == 2:
            more["kind"] = [KINDS[0]]
        if number % 7 == 3:
            more["sort"] = "date"
        if number % 5 == 4:
            some, more = [OF_THE_DEMONSTRATION[number // 5 % len(OF_THE_DEMONSTRATION)]], {}
        mix.append(Asked(" ".join(some), more))
    return mix


def begun(mix: Sequence[Asked]) -> list[Asked]:
    """What is typed so far, at one moment of typing each."""
    return [Asked(asked.text[: 3 + at % 5]) for at, asked in enumerate(mix)]


class Reader:
    """Opens pages as a browser does, through all that a request goes through; from a new address every time."""

    def __init__(self) -> None:
        from django.test import Client

        self.client = Client(headers={"x-forwarded-proto": "https"})
        self.addresses = count(1)

    def search(self, asked: Asked) -> None:
        self.open(f"{PAGE}?{asked.query}")

    def suggest(self, asked: Asked) -> None:
        self.open(f"{SUGGESTIONS}?{asked.query}")

    def open(self, path: str) -> None:
        number = next(self.addresses)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        # An office is asked to wait after sixty new questions a minute: these are not of one office.
        answer = self.client.get(path, headers={"x-forwarded-for": address})
        assert answer.status_code == HTTPStatus.OK, f"{path} answered {answer.status_code}"


class Bare:
    """The very requests that a page sends to Elasticsearch, sent again with nothing around them."""

    def __init__(self, reader: Reader) -> None:
        from search.engines import engine

        self.reader = reader
        self.node = engine("elasticsearch").client.transport.node_pool.get()  # type: ignore[attr-defined]
        address = urlsplit(os.environ["ELASTICSEARCH_URL"])
        self.connection = HTTPConnection(address.hostname or "", address.port)
        self.requests: dict[str, list[tuple[str, bytes]]] = {}

    def learn(self, mix: Sequence[Asked]) -> None:
        """Note what each page asks."""
        send = self.node.perform_request
        sent: list[tuple[str, bytes]] = []

        def note(method: str, target: str, body: bytes, **more: Any) -> Any:
            sent.append((target, body))
            return send(method, target, body=body, **more)

        self.node.perform_request = note
        for asked in mix:
            self.reader.search(asked)
            self.requests[asked.query] = list(sent)
            sent.clear()
        self.node.perform_request = send

    def ask(self, asked: Asked) -> None:
        for target, body in self.requests[asked.query]:
            self.connection.request("POST", target, body, {"Content-Type": "application/x-ndjson"})
            self.connection.getresponse().read()


def plain_elasticsearch(asked: Asked) -> None:
    """What a tutorial would send: one match over the ready tokens, ten hits, no facets."""
    from search.engines import engine

    copy: Any = engine("elasticsearch")
    fields = ["title_tokens^3", "body_tokens"]
    copy.client.search(
        index=copy.copy.alias,
        query={"multi_match": {"query": stems_of(asked), "fields": fields}},
        size=10,
    )


def plain_database(asked: Asked) -> None:
    """What a tutorial would ask of the full-text index of the database: the ten best, by its own ranking."""
    from django.db import connection

    words = stems_of(asked).split()
    is_sqlite = connection.vendor == "sqlite"
    sql = PLAIN_FTS5 if is_sqlite else PLAIN_TSVECTOR
    quote, or_ = ('"', " OR ") if is_sqlite else ("'", " | ")
    expression = or_.join(f"{quote}{word}{quote}" for word in words)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"words": expression})
        cursor.fetchall()


def stems_of(asked: Asked) -> str:
    """The words as they are indexed."""
    from search.analysis import analyse

    return analyse(asked.text).exact


PLAIN_FTS5 = (
    "SELECT rowid FROM search_words WHERE search_words MATCH %(words)s ORDER BY rank LIMIT 10"
)
PLAIN_TSVECTOR = """SELECT id FROM search_searchentry WHERE words @@ %(words)s::tsquery
ORDER BY ts_rank(words, %(words)s::tsquery) DESC LIMIT 10"""
