"""Whatever happens in whatever order: once all is sent, both engines find what a plain list of words says."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import Phase
from hypothesis import settings as tried
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from lms.people.models import Person
from search.engines.elasticsearch import ElasticsearchEngine
from search.models import SearchEntry, SearchOutbox
from search.outbox import take_off, waiting_for
from search.query import search
from search.tasks import drain
from tests.search.histories import WORDS, Found, History

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]

# What somebody does, once: its name, a word, and a number that chooses of whatever there is then.
acts = st.tuples(
    st.sampled_from(
        [
            "add_course",
            "add_lesson",
            "save",
            "publish",
            "publish",
            "withdraw",
            "delete",
            "register",
            "confirm",
            "confirm",
            "rename",
            "leave",
            "come_back",
            "give_or_take_the_role",
        ]
    ),
    st.sampled_from(WORDS),
    st.integers(0, 5),
)
works = st.lists(acts, min_size=2, max_size=5)
Act = tuple[str, str, int]
MOST_REBUILDS = 2  # of a history: each makes an index, which takes a second on a busy machine


class Killed(Exception):
    """Whoever works dies here."""


def test_both_engines_find_what_is_there_whatever_happened(copying: ElasticsearchEngine):
    class Histories(IndexingHistories):
        engine = copying

    run_state_machine_as_test(
        Histories,
        settings=tried(
            max_examples=5, stateful_step_count=12, phases=[Phase.generate], deadline=None
        ),
    )


class IndexingHistories(RuleBasedStateMachine):
    """Each history begins on an empty index, and nothing of it stays in the database."""

    engine: ElasticsearchEngine

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        client = self.engine.client
        for name in client.indices.get(index=f"{self.engine.copy.prefix}*", expand_wildcards="all"):
            client.indices.delete(index=name)
        self.history = History()
        self.late: list[list[SearchEntry]] = []
        self.rebuilds = 0
        for act in [("add_course", WORDS[0], 1), ("register", WORDS[1], 0), ("confirm", "", 0)]:
            self.do(act)

    def do(self, act: Act) -> None:
        name, word, n = act
        getattr(self.history, name)(word, n)

    @rule(some=works)
    def people_work(self, some: list[Act]) -> None:
        for act in some:
            self.do(act)

    @rule(meanwhile=works, dies=st.sampled_from(["never", "before it has noted", "on its way"]))
    def a_worker_is_slow(self, meanwhile: list[Act], dies: str) -> None:
        """What it sends has changed since it was read; another one comes late with the same."""
        rows = waiting_for(SearchOutbox, 100)
        self.people_work(meanwhile)
        if dies != "on its way":
            arrived = set(self.engine.send(rows))
            if dies == "never":
                take_off(SearchOutbox, {row.pk: row.version for row in rows if row.pk in arrived})
        self.late.append(rows)

    @rule(n=st.integers(0, 99))
    def a_worker_sends_a_few(self, n: int) -> None:
        rows = waiting_for(SearchOutbox, 2, after=n)
        arrived = set(self.engine.send(rows))
        take_off(SearchOutbox, {row.pk: row.version for row in rows if row.pk in arrived})

    @precondition(lambda self: self.rebuilds < MOST_REBUILDS)
    @rule(meanwhile=works, at=st.integers(0, 4), is_sent=st.booleans(), is_killed=st.booleans())
    def the_index_is_rebuilt(
        self, meanwhile: list[Act], at: int, is_sent: bool, is_killed: bool
    ) -> None:
        """People go on while rows are read; what they change may be sent at once; and it may be killed there."""
        self.rebuilds += 1

        def rows() -> Iterator[SearchEntry]:
            pks = list(SearchEntry.objects.order_by("pk").values_list("pk", flat=True))
            for number, pk in enumerate(pks):
                row = SearchEntry.objects.get(pk=pk)
                if number == at:
                    self.people_work(meanwhile)
                    if is_sent:
                        drain()
                    if is_killed:
                        raise Killed
                yield row  # as it was when it was read

        with suppress(Killed):
            self.engine.rebuild(rows())

    def teardown(self) -> None:
        try:
            drain()
            for rows in self.late:
                self.engine.send(rows)
            self.engine.client.indices.refresh(index=self.engine.copy.alias)
            assert not SearchOutbox.objects.exists()
            self.found_is_what_is_there()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    def found_is_what_is_there(self) -> None:
        history = self.history
        reader = Person.objects.get(pk=history.reader.pk)
        readers = [
            (AnonymousUser(), False),
            (Person.objects.get(pk=history.coordinator.pk), True),
            (reader, history.grant is not None),
        ]
        for user, sees_people in readers:
            for word in WORDS:
                expected = history.expected(word, sees_people=sees_people)
                for engine in ("database", "elasticsearch"):
                    assert self.found(user, word, engine) == expected, (engine, word, sees_people)

    @staticmethod
    def found(user: object, word: str, engine: str) -> Found:
        """What is shown; and what is counted is as much."""
        results = search(user, word, language="ru", size=100, engine=engine)
        assert results.total == len(results.hits) == sum(results.facets["kind"].values())
        return {(hit.kind, hit.key) for hit in results.hits}
