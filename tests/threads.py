"""Several at once, in real threads, on a database that lets them: for tests of races, marked `postgresql`."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

from django.db import connection

TIMES = 20


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
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        [waiting] = cursor.fetchone()
        return int(waiting)
