"""What is done once the rows are safe, and may fail without anybody noticing but the log: the sweep comes after it."""

from collections.abc import Callable

from django.db import transaction


def after_commit(do: Callable[..., object], *args: object) -> None:
    """Call `do(*args)` after the commit. If it fails (a broker that is away), the act has happened all the same.

    Not `on_commit(partial(do, …), robust=True)`: to log a failure Django asks the function for its name, which a
    partial has not, and so the failure reaches the person after all.
    """

    def run() -> None:
        do(*args)

    run.__qualname__ = getattr(do, "__qualname__", repr(do))
    transaction.on_commit(run, robust=True)
