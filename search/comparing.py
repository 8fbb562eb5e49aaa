"""Whether what is searched is what there is: rows against entries, and entries against the engine's copy."""

from collections.abc import Iterable, Iterator, Sequence

from search.analysis import edition
from search.engines.base import Index
from search.indexing import entry_of, in_parts, raise_versions, touch, write_again
from search.models import ReadKind, SearchEntry, SearchOutbox
from search.outbox import take_off
from search.registry import Draft, kinds

SENT_AT_ONCE = 500  # entries
SAID = ("title", "extra", "body", "facets", "access", "within", "moment", "weight", "times")


def rebuild_entries(names: Iterable[str] = ()) -> int:
    """Write every entry anew from the rows, every text analysed; what is gone goes. Returns how many were written."""
    count = 0
    for name in list(names) or list(kinds()):
        count += write_again(name, _all_keys(name))
        ReadKind.objects.update_or_create(kind=name, defaults={"edition": edition()})
    return count


def read_by_another_edition() -> list[str]:
    """The kinds whose entries this analysis has not read as a whole, among them those that are new."""
    read = set(ReadKind.objects.filter(edition=edition()).values_list("kind", flat=True))
    return [name for name in kinds() if name not in read]


def differences() -> Iterator[tuple[str, str, str]]:
    """Kind, key and what is wrong, of each thing whose entries are not what its rows say."""
    for name, kind in kinds().items():
        for keys in in_parts(_all_keys(name)):
            drafts = kind.drafts(keys)
            entries: dict[str, list[SearchEntry]] = {}
            for entry in SearchEntry.objects.living().filter(kind=name, object_key__in=keys):
                entries.setdefault(entry.object_key, []).append(entry)
            for key in keys:
                for wrong in _compared(name, key, drafts.get(key, ()), entries.get(key, [])):
                    yield name, key, wrong


def repair(kind: str, key: str) -> None:
    """Make the entries of a thing what its rows say."""
    touch(kind, key)


def copy_differences(copy: Index) -> Iterator[tuple[int, str]]:
    """The primary key and what is wrong, of each entry that the engine's copy has otherwise."""
    there = dict(copy.versions())
    for pk, version in SearchEntry.objects.living().order_by("pk").values_list("pk", "version"):
        known = there.pop(pk, None)
        if known is None:
            yield pk, "is missing in the index"
        elif known != version:
            yield pk, f"is version {known} in the index, and {version} here"
    for pk in there:
        yield pk, "is in the index, and not here"


def repair_copy(copy: Index, pks: Sequence[int]) -> None:
    """Send these entries again, in a version later than any that the copy has; what is not here at all goes.

    Raises `EngineUnavailable`.
    """
    there = dict(copy.versions())
    for start in range(0, len(pks), SENT_AT_ONCE):
        some = pks[start : start + SENT_AT_ONCE]
        rows = raise_versions({pk: there.get(pk, 0) for pk in some})
        arrived = set(copy.send(rows))
        take_off(SearchOutbox, {row.pk: row.version for row in rows if row.pk in arrived})
        gone = set(some) - {row.pk for row in rows}
        copy.send(
            [
                SearchEntry(pk=pk, version=there[pk] + 1, thing=0, is_deleted=True)
                for pk in gone
                if pk in there
            ]
        )


def _all_keys(kind: str) -> list[str]:
    """All that there are, and all that have an entry."""
    there = SearchEntry.objects.living().filter(kind=kind).order_by("pk")
    found = there.values_list("object_key", flat=True)
    return list(dict.fromkeys([*kinds()[kind].keys(), *found]))


def _compared(
    kind: str, key: str, drafts: Sequence[Draft], entries: Sequence[SearchEntry]
) -> Iterator[str]:
    wanted = {draft.language: entry_of(kind, key, draft) for draft in drafts}
    there = {entry.language: entry for entry in entries}
    for language in sorted(wanted.keys() | there.keys()):
        name = f"entry in {language}" if language else "entry"
        if language not in there:
            yield f"the {name} is missing"
        elif language not in wanted:
            yield f"the {name} should be gone"
        else:
            differing = [
                each
                for each in SAID
                if getattr(wanted[language], each) != getattr(there[language], each)
            ]
            if differing:
                yield f"the {name} has another {', '.join(differing)}"
