"""Whatever people do, the explorer counts what a recount by hand counts, and lists as many rows as it says."""

from datetime import timedelta
from random import Random

import pytest
from django.utils.datastructures import MultiValueDict

from courses.certificates.models import CertificateIssue
from courses.progress.models import Enrolment
from courses.reports.explorer.database import DatabaseEngine
from courses.reports.explorer.engine import Engine
from courses.reports.explorer.indexed import IndexedEngine
from courses.reports.explorer.outbox import all_documents, send_pending
from courses.reports.explorer.question import FACETS, Question, question_of
from courses.reports.explorer.reading import Explorer
from lms import clock
from lms.people.models import Municipality, Person
from search.engines.conditions import Document
from tests import make
from tests.reports.explorer.histories import History, merge
from tests.reports.explorer.recount import Answers, Recount, all_records

pytestmark = pytest.mark.django_db


def ask(**filters: str | list[str]) -> Question:
    lists = {name: [v] if isinstance(v, str) else v for name, v in filters.items()}
    return question_of(MultiValueDict(lists), clock.today())


def answers(reader: Person, question: Question, engine: Engine) -> Answers:
    """All pages of the explorer, twenty rows at a time."""
    explorer = Explorer(reader, question, engine)
    after, keys = None, []
    while True:
        found = explorer.find(after, limit=20)
        keys += [(row.enrolment_id, row.module_key) for row in found.rows]
        after = found.following
        if after is None:
            return found.total, found.facets, keys


def questions(history: History, chance: Random) -> list[Question]:
    """Everything, each filter alone, and some together."""
    everything = Recount(ask()).answers()[1]
    some = {name: chance.choice(sorted(counts)) for name, counts in everything.items() if counts}
    numbers = list(CertificateIssue.objects.values_list("number", flat=True)) or ["2026-000001"]
    month = (clock.today() - timedelta(days=chance.randint(20, 200))).isoformat()
    together = dict(chance.sample(sorted(some.items()), 3))
    return [
        ask(),
        *(ask(**{name: value}) for name, value in some.items()),
        ask(**together),
        ask(stage=["completed", "stuck"], territory="now"),
        ask(municipality=some["municipality"], territory="now", sex="f"),
        ask(region=[some["region"], "outside"], to=month),
        ask(name="асан", stage="completed"),
        ask(name="усо"),
        ask(days="100"),
        ask(certificate=chance.choice(numbers)),
        ask(**{"from": month}, course=some["course"]),
        ask(municipality="nowhere"),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_the_database_counts_what_a_recount_counts(seed: int):
    history = History(seed)
    for _day in history.days(40):
        pass
    first, second = (place for place in history.places[:2])
    assert first is not None
    assert second is not None
    coordinator = make.coordinator(first)
    merge(first, second)
    compare(history, coordinator, [first], DatabaseEngine(), Random(seed))


@pytest.mark.elasticsearch
@pytest.mark.parametrize("seed", range(2, 4))
def test_elasticsearch_counts_what_a_recount_counts(seed: int, indexed: IndexedEngine):
    """What happens is sent now and then; what was late is sent again, and changes nothing."""
    history = History(seed)
    late: list[Document] = []
    for day in history.days(40):
        if history.chance.random() < 0.3:
            send_pending()
        if day.day % 5 == 0:
            late = late or [each for part in all_documents() for each in part]
    first, second = (place for place in history.places[:2])
    assert first is not None
    assert second is not None
    coordinator = make.coordinator(first)
    merge(first, second)
    send_pending()
    assert indexed.index.send(late) == {document.key for document in late}
    assert not Enrolment.objects.pending().exists()
    indexed.index.refresh()
    compare(history, coordinator, [first], indexed, Random(seed))

    indexed.index.rebuild(all_documents())
    everything = ask()
    assert answers(history.manager, everything, indexed) == Recount(everything).answers()


def compare(
    history: History,
    coordinator: Person,
    places: list[Municipality],
    engine: Engine,
    chance: Random,
) -> None:
    """The engine and the recount agree on every question, for a manager and for a coordinator."""
    records = list(all_records())
    everything = Recount(ask(), records=records)
    assert set(everything.answers()[1]) == set(FACETS)
    assert len(everything.answers()[1]["stage"]) >= 3  # else there was little to disagree about
    for question in questions(history, chance):
        expected = Recount(question, records=records).answers()
        assert answers(history.manager, question, engine) == expected, question
    # What is merged into another is shown there only to whoever sees both.
    for question in (ask(), ask(stage="completed"), ask(sex="f", days="3")):
        assert (
            answers(coordinator, question, engine) == Recount(question, places, records).answers()
        )
