# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""How long the completion explorer takes over 500,000 completions: `make bench PART=explorer`.

`python -m tests.services python -m tests.performance.explorer`, with PostgreSQL and Elasticsearch; `--small` for a
trial. Counts of all facets and a page of rows looked up in the database, as the page asks for them: each engine gets
the same mix of questions, in turn. Exits with 1 if the engines differ in a count, or a p95 is over the limit.
"""

import argparse
import os
import sys
import time
from functools import partial
from typing import Any

from tests.performance.figures import Report, Times, write
from tests.performance.site import fill_with_learning, forget_indices, needs_postgresql, site

ROUNDS = 8
# ms, p95. The database stands in while Elasticsearch is away, and may take as long as it may for a search.
LIMITS = {"elasticsearch": 150, "database": 300}


def main() -> int:
    """Fill, index, measure, print; 1 when something is over."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--small", action="store_true")
    is_small = arguments.parse_args().small
    needs_postgresql()
    if not os.environ.get("TEST_ELASTICSEARCH_URL"):
        sys.exit("Elasticsearch is needed: python -m tests.services python -m tests.performance")
    with site(
        ELASTICSEARCH_URL=os.environ["TEST_ELASTICSEARCH_URL"],
        ELASTICSEARCH_INDEX_PREFIX=f"bench{os.getpid()}-",
    ):
        fill_with_learning(is_small=is_small)
        try:
            return int(measure())
        finally:
            forget_indices()


def measure() -> bool:
    """Print a line for each engine and question; whether anything is over its limit."""
    from courses.progress.models import ActivityCompletion
    from courses.reports.explorer.engines import engine_named

    report = Report()
    report.heading(f"Explorer: {ActivityCompletion.objects.count():,} completions; milliseconds")
    report.rate("learning records indexed", fill())
    engines = [engine_named("elasticsearch"), engine_named("database")]
    all_times = {engine.name: Times() for engine in engines}
    differing = 0
    for label, asked in mix():
        answers: list[Any] = []
        for engine in engines:
            taken = Times()
            ask = partial(find, engine=engine)
            answers.append(ask(asked))  # to warm up
            answers += [taken.take(ask, asked) for _ in range(ROUNDS)]
            all_times[engine.name].clock += taken.clock
            all_times[engine.name].cpu += taken.cpu
            report.times(f"  {label}, {engine.name}", taken)
        counted = {repr((each.total, each.facets, len(each.rows))) for each in answers}
        differing += len(counted) > 1
    for name, taken in all_times.items():
        report.times(f"all questions, {name}", taken, LIMITS[name])
    write(f"questions on which the engines differ: {differing}")
    return report.is_over or differing > 0


def fill() -> float:
    """Make the index anew. Versions are not read: a database that was filled before there were any will do."""
    from courses.progress.models import Enrolment
    from courses.reports.explorer.documents import documents_of
    from courses.reports.explorer.outbox import AT_ONCE, learning_index

    began = time.perf_counter()
    keys = list(Enrolment.objects.order_by("pk").values_list("pk", flat=True))
    parts = (
        documents_of(dict.fromkeys(keys[start : start + AT_ONCE], 1))
        for start in range(0, len(keys), AT_ONCE)
    )
    return learning_index().rebuild(parts) / (time.perf_counter() - began)


def mix() -> list[tuple[str, dict[str, list[str]]]]:
    """Questions that managers and coordinators ask: labels and filters. The courses and places are the database's."""
    from lms.people.models import Municipality, Position, Region

    courses = [str(key) for key in course_keys()]
    region = Region.objects.order_by("code").values_list("code", flat=True)[0]
    places = list(Municipality.objects.order_by("code").values_list("code", flat=True)[:3])
    position = str(Position.objects.order_by("pk").values_list("pk", flat=True)[0])
    return [
        ("everything", {}),
        ("stage", {"stage": ["stuck", "not_started"]}),
        ("course", {"course": courses[:1]}),
        ("course, region, sex, stage", {
            "course": courses[:2], "region": [region], "sex": ["f"], "stage": ["completed"]}),
        ("municipalities, position", {"municipality": places, "position": [position]}),
        ("name", {"name": ["а"]}),
        ("a month", {"period": ["month"]}),
        ("municipalities as they are now", {"territory": ["now"], "municipality": places[:1]}),
    ]  # fmt: skip


def course_keys() -> list[Any]:
    from courses.catalogue.models import PublishedCourse

    keys = PublishedCourse.objects.order_by("course_key").values_list("course_key", flat=True)
    return list(keys.distinct()[:2])


def find(asked: dict[str, list[str]], engine: Any) -> Any:
    """What the page asks for: all facets, and fifty rows looked up in the database."""
    from django.utils.datastructures import MultiValueDict

    from courses.reports.explorer.question import question_of
    from courses.reports.explorer.reading import Explorer
    from lms import clock

    return Explorer(manager(), question_of(MultiValueDict(asked), clock.today()), engine).find()


def manager() -> Any:
    """Somebody who sees everything."""
    from lms.people.models import RoleGrant

    grant = RoleGrant.objects.in_force().filter(role__in=["manager", "admin"]).first()
    if grant is None:
        sys.exit(
            "Nobody manages the programme in this database: seed_demo or seed_scale makes one."
        )
    return grant.person


if __name__ == "__main__":
    sys.exit(main())
