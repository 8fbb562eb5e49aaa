"""Several at once, in real threads, on a database that lets them: for tests of races, marked `postgresql`."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

TIMES = 20
SECONDS = 120  # after which something hangs, and is not only slow


def at_once(
    *acts: Callable[[], Any], returned: type[Exception] | tuple[type[Exception], ...] = Exception
) -> list[Any]:
    """Do them in threads that start together; what was raised is returned, if it is one of `returned`."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            barrier.wait()
            return act()
        except returned as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def twenty_times(act: Callable[[int], Any]) -> list[Any]:
    """Do it twenty times at once, each with its number."""
    return at_once(*(partial(act, number) for number in range(TIMES)))


def how_many_wait() -> int:
    """How many of our connections wait for a lock, as PostgreSQL says."""
    with connection.cursor() as cursor:
        # Within a transaction the list of connections is that of the first look, and another may have come since.
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        [waiting] = cursor.fetchone()
        return int(waiting)


def while_held(
    rows: QuerySet[Any], *acts: Callable[[], object], then: QuerySet[Any] | None = None
) -> None:
    """Hold the rows until each act, begun one after the other, waits for a lock; then let all of them through.

    Who holds them wants the rows of `then`, too, before that.
    """
    may_go, held = Event(), Event()
    with ThreadPoolExecutor(len(acts) + 1) as pool:
        holder = pool.submit(_on_its_own, lambda: _hold(rows, held, may_go, then))
        assert held.wait(SECONDS)
        begun: list[Future[object]] = []
        try:
            for act in acts:
                begun.append(pool.submit(_on_its_own, act))
                wait_until_waiting(len(begun))
        finally:
            may_go.set()
        holder.result(SECONDS)
        for each in begun:
            each.result(SECONDS)


def during(act: Callable[[], object], meanwhile: Callable[[], object]) -> None:
    """Do the one in a transaction, and the other before that is over: it ends then, or waits for a lock till then."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            act()
            begun = pool.submit(_on_its_own, meanwhile)
            a_moment = Event()
            while not begun.done() and not how_many_wait():
                a_moment.wait(0.02)
        begun.result(SECONDS)


def _on_its_own(act: Callable[[], object]) -> object:
    try:
        return act()
    finally:
        connection.close()


def _hold(rows: QuerySet[Any], held: Event, may_go: Event, then: QuerySet[Any] | None) -> None:
    with transaction.atomic():
        assert list(rows.order_by("pk").select_for_update())
        held.set()
        may_go.wait(SECONDS)
        if then is not None:
            assert list(then.order_by("pk").select_for_update())


def wait_until_waiting(how_many: int) -> None:
    """Until PostgreSQL says that so many of our connections wait for a lock."""
    a_moment = Event()
    for _ in range(SECONDS * 50):
        waiting = how_many_wait()
        if waiting == how_many:
            return
        a_moment.wait(0.02)
    raise AssertionError(f"{waiting} wait for a lock, not {how_many}")
