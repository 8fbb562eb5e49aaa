# ruff: noqa: PLC0415, T201  what needs the settings is imported after them; the figures are printed
"""How long the completion explorer takes over what the database has: counts of all facets and a page of rows.

    DATABASE_URL=… ELASTICSEARCH_URL=… python -m tests.performance.explorer [--fill] [--rounds 10] [--limit-ms 150]

`--fill` makes the index of learning records anew first. Elasticsearch and the database are asked the same mix of
questions, in turn. Exits with 1 if the engines differ in a count, or Elasticsearch's p95 is over the limit.
"""

import os
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any

WARMING = 2  # rounds that are not counted
SHARE = 0.95


def main() -> int:
    """Print a line for each engine, and one for each question."""
    options = read_options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
    import django

    django.setup()
    from courses.reports.explorer.engines import engine_named

    if options.fill:
        fill()
    names = ["elasticsearch", "database"] if os.environ.get("ELASTICSEARCH_URL") else ["database"]
    engines = [engine_named(name) for name in names]
    times: dict[str, list[float]] = {name: [] for name in names}
    differing = 0
    for label, asked in mix():
        took: dict[str, list[float]] = {name: [] for name in names}
        answers: list[Any] = []
        for engine in engines:
            rounds = options.rounds if engine.name == "elasticsearch" else options.database_rounds
            for number in range(rounds + WARMING):
                began = time.perf_counter()
                found = find(asked, engine)
                if number >= WARMING:
                    took[engine.name].append((time.perf_counter() - began) * 1000)
            answers.append((found.total, found.facets, len(found.rows)))
            times[engine.name] += took[engine.name]
        if any(each != answers[0] for each in answers):
            differing += 1
        said = ", ".join(f"{name} {quantile(took[name], 0.5):.0f} ms" for name in names)
        print(f"{label:44} {answers[0][0]:>8} records: {said}")
    for name in names:
        p50, p95 = quantile(times[name], 0.5), quantile(times[name], SHARE)
        print(f"{name:14} p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, {len(times[name])} questions")
    print(f"questions on which the engines differ: {differing}")
    is_over = quantile(times[names[0]], SHARE) > options.limit_ms
    return int(differing > 0 or (is_over and names[0] == "elasticsearch"))


def read_options() -> Namespace:
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--fill", action="store_true")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--database-rounds", type=int, default=3)
    parser.add_argument("--limit-ms", type=float, default=150.0)
    return parser.parse_args()


def fill() -> None:
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
    count = learning_index().rebuild(parts)
    took = time.perf_counter() - began
    print(f"{count} records indexed in {took:.0f} s, {count / took:.0f} a second")


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


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which that share of them lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


if __name__ == "__main__":
    sys.exit(main())
