"""What has been written and not yet taken: by the engine beside the database, and into the vocabulary.

Rows of narrow tables, written in the transaction of the change and gone when they are taken. Were it said in the
entries themselves, each would be written anew to say so, and on PostgreSQL all its words into the index once more.
"""

from collections.abc import Collection, Mapping, Sequence

from django.db import connection, transaction

from search.models import SearchEntry, SearchOutbox, Untaken, WordsToLearn

AT_ONCE = 400  # rows of one statement; older SQLites take 999 values


def put_out(written: Sequence[SearchEntry]) -> None:
    """These entries wait in the versions that they have now. In the transaction that writes them."""
    _put_out(SearchOutbox, written)
    _put_out(WordsToLearn, [entry for entry in written if not entry.is_deleted])


def _put_out(waiting: type[Untaken], entries: Sequence[SearchEntry]) -> None:
    waiting.objects.bulk_create(
        # In the order of their keys, so that two who write the same do not wait for each other in a circle.
        [
            waiting(entry_id=pk, version=version)
            for pk, version in sorted((e.pk, e.version) for e in entries)
        ],
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["version"],
    )


def put_out_everything() -> None:
    """The engine has nothing, whatever it was sent: every entry waits for it again, tombstones too."""
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)


EVERYTHING = f"""
INSERT INTO {SearchOutbox._meta.db_table} (entry_id, version)
SELECT id, version FROM {SearchEntry._meta.db_table} WHERE true ORDER BY id
ON CONFLICT (entry_id) DO NOTHING
"""  # noqa: S608  names of our own tables; “WHERE true” is for SQLite, which takes ON for a part of a join


def waiting_for(
    waiting: type[Untaken], limit: int, *, after: int = 0, without: Collection[str] = ()
) -> list[SearchEntry]:
    """The first entries that wait and have a key above `after`, as they are now; `without` columns of no use."""
    keys = waiting.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit]
    return list(SearchEntry.objects.filter(pk__in=list(keys)).defer(*without).order_by("pk"))


def take_off(waiting: type[Untaken], versions: Mapping[int, int]) -> None:
    """These entries are taken in these versions; what has changed since, or is being changed, goes on waiting."""
    taken = sorted(versions)
    for start in range(0, len(taken), AT_ONCE):
        with transaction.atomic():
            rows = waiting.objects.filter(pk__in=taken[start : start + AT_ONCE])
            # Who is changing one writes it here anew: there is nothing to wait for.
            there = rows.select_for_update(skip_locked=True).values_list("pk", "version")
            done = [pk for pk, version in there if version <= versions[pk]]
            waiting.objects.filter(pk__in=done).delete()


def pending() -> int:
    """How many entries the engine beside the database has not seen."""
    return SearchOutbox.objects.count()
