# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""A hundred thousand entries for the bench, as `touch` would write them, but by bulk and each word analysed once."""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

WORDS, KNOWN_WORDS = 100, 20_000  # of an entry, and in all
TITLE = 6  # words of an entry that are its title
KINDS = ("article", "letter", "order")
SYLLABLES = ["ба", "ве", "го", "ду", "жи", "за", "ка", "ла", "мо", "ну", "по", "ра", "со", "ту"]
SYLLABLES += ["фы", "ха", "ше", "эр", "юк", "ял", "кыр", "бол", "суу", "таш", "ком", "мун"]
FIELDS = (
    "id", "kind", "object_key", "language", "thing", "shelf", "within", "moment", "weight", "times",
    "version", "is_deleted", "changed_at", "facets", "access", "title", "title_forms",
    "title_tokens", "extra_tokens", "loose_tokens", "body_tokens", "extra", "body",
)  # fmt: skip


def vocabulary() -> list[str]:
    """Words that nobody knows, of which a text has the first far more often than the last."""
    chance = random.Random(1)
    words: dict[str, None] = {}
    while len(words) < KNOWN_WORDS:
        words["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4)))] = None
    return list(words)


def register_kinds() -> None:
    """Kinds whose things are nowhere but in the entries; to show some is a query, as with any other kind."""
    from search.models import SearchEntry
    from search.registry import Kind, Shown, register

    for name in KINDS:

        def show(
            reader: object, keys: Collection[str], language: str, name: str = name
        ) -> Mapping[str, Shown]:
            rows = SearchEntry.objects.filter(kind=name, object_key__in=keys, language=language)
            return {
                row.object_key: Shown(row.title, f"/{name}/{row.object_key}/", language)
                for row in rows.only("object_key", "title")
            }

        register(Kind(name, name, lambda keys: {}, list, show))


def fill(entries: int, words: Sequence[str]) -> None:
    """Write so many entries beside those that there are, with their shelves, and the words into the vocabulary."""
    from courses.reports.scale.bulk import (
        continue_numbering,
        count_anew,
        first_free_key,
        insert_rows,
    )
    from search.indexing import shelf_of
    from search.models import SearchEntry, Shelf
    from search.outbox import put_out_everything
    from search.vocabulary import learn

    shelves: dict[int, Shelf] = {}

    first, facets = first_free_key(SearchEntry), facets_there_are()

    def rows() -> Iterator[Sequence[Any]]:
        for entry in entries_of(entries, words, facets, first):
            if entry.shelf not in shelves:
                shelves[entry.shelf] = shelf_of(entry)
            yield [getattr(entry, name) for name in FIELDS]

    with indexed_afterwards():
        insert_rows(SearchEntry, FIELDS, rows())
    continue_numbering([SearchEntry])
    Shelf.objects.bulk_create(shelves.values(), batch_size=1000, ignore_conflicts=True)
    learn(words)
    put_out_everything()
    count_anew()


def facets_there_are() -> dict[str, list[str]]:
    """The values that the page has words for."""
    from courses.catalogue.models import Topic
    from lms.people.models import Municipality, Region

    return {
        "topic": list(Topic.objects.order_by("key").values_list("key", flat=True)),
        "region": list(Region.objects.order_by("code").values_list("code", flat=True)),
        "municipality": list(Municipality.objects.order_by("code").values_list("code", flat=True)),
        "year": ["2023", "2024", "2025", "2026"],
    }


def entries_of(
    count: int, words: Sequence[str], facets: Mapping[str, Sequence[str]], first: int
) -> Iterator[Any]:
    """The entries, each thing in two languages; numbered from `first`."""
    from lms import clock
    from search.analysis import tokens
    from search.models import SearchEntry
    from search.shelves import shelf_for, thing_of

    chance = random.Random(2)
    # As rare as in a language (Zipf), but flattened where stop words are.
    weights = [1 / (10 + rank) for rank in range(len(words))]
    total = list(cumulated(weights))
    read = {word: next(tokens(word)) for word in words}
    stems = {word: " ".join(token.stems) for word, token in read.items()}
    loose = {word: " ".join(token.loose) for word, token in read.items()}
    now = clock.now()
    for number in range(count):
        said = chance.choices(words, cum_weights=total, k=WORDS)
        title, body = said[:TITLE], said[TITLE:]
        key, kind = str(number // 2), KINDS[number // 2 % len(KINDS)]
        row = SearchEntry(
            id=first + number,
            kind=kind,
            object_key=key,
            thing=thing_of(kind, key),
            language=("ru", "ky")[number % 2],
            moment=now - timedelta(days=number % 1500),
            version=1,
            facets={
                name: [values[(number // 2 if name == "topic" else number) % len(values)]]
                for name, values in facets.items()
            },
            access=[chance.choice(["public", "public", "member", "role:manager"])],
            title=" ".join(title),
            body=" ".join(body),
            title_forms=" ".join(title),
            title_tokens=" ".join([stems[word] for word in title]),
            body_tokens=" ".join([stems[word] for word in body]),
            loose_tokens=" ".join([loose[word] for word in said]),
        )
        row.shelf = shelf_for(kind, row.language, row.facets, row.access).pk
        yield row


def cumulated(weights: Sequence[float]) -> Iterator[float]:
    """Each with those before it: what `random.choices` would add up at every call."""
    total = 0.0
    for weight in weights:
        total += weight
        yield total


@contextmanager
def indexed_afterwards() -> Iterator[None]:
    """The full-text index is made when all rows are there, which takes a quarter of the time."""
    from django.db import connection

    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute(SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_INDEXES)
        made_by = dict(cursor.fetchall())
        for name in made_by:
            cursor.execute(f"DROP {'TRIGGER' if is_sqlite else 'INDEX'} {name}")
    yield
    with connection.cursor() as cursor:
        for statement in made_by.values():
            cursor.execute(statement)
        if is_sqlite:
            for name in ("search_words", "search_forms"):
                cursor.execute(f"INSERT INTO {name}({name}) VALUES ('rebuild')")  # noqa: S608  our own


SQLITE_TRIGGERS = """SELECT name, sql FROM sqlite_master
WHERE type = 'trigger' AND name IN ('search_words_added', 'search_forms_added')"""
POSTGRESQL_INDEXES = """SELECT indexname, indexdef FROM pg_indexes
WHERE indexname IN ('search_words', 'search_forms')"""
