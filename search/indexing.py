"""What has changed is written anew where it is searched, in the transaction of the change."""

import time
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from lms import clock
from lms.after_commit import after_commit
from search.analysis import analyse, tokens
from search.models import SearchEntry, Shelf
from search.outbox import put_out
from search.registry import Draft, kinds
from search.shelves import KNOWN, shelf_for, thing_of

AT_ONCE = 200  # things whose texts are in memory together
LONGEST_BODY = (
    200_000  # characters; PostgreSQL keeps a megabyte of lexemes an entry, a book has as much
)
TEXTS = ("title", "extra", "body")
WRITTEN = (
    "language",
    "thing",
    "shelf",
    "within",
    "moment",
    "weight",
    "times",
    "version",
    "is_deleted",
    "changed_at",
    "facets",
    "access",
    "title",
    "title_forms",
    "title_tokens",
    "extra_tokens",
    "loose_tokens",
    "body_tokens",
    "extra",
    "body",
)


_put_off: ContextVar[set[str] | None] = ContextVar("put_off", default=None)


def touch(kind: str, *keys: str) -> None:
    """Write down what these things say now, in the caller's transaction; what is gone leaves a tombstone.

    Safe to call for what has not changed, and for thousands: the texts are asked for, compared and written in bulk.
    """
    if (later := _put_off.get()) is not None:
        later.add(kind)
        return
    for some in in_parts(dict.fromkeys(keys)):
        _write(kind, some, again=False)


@contextmanager
def put_off() -> Iterator[None]:
    """For seeds, which change the same things many times: within it nothing is written, and everything at its end.

    At once, so that a seed that was killed before it has no entries, and the next one makes them.
    """
    later: set[str] = set()
    token = _put_off.set(later)
    try:
        yield
    finally:
        _put_off.reset(token)
    if later or not SearchEntry.objects.exists():
        with transaction.atomic():
            for kind in kinds().values():
                touch(kind.name, *kind.keys())


def write_again(kind: str, keys: Iterable[str]) -> int:
    """For a rebuild: as `touch`, but every text is analysed anew. Returns how many entries are written."""
    return sum(_write(kind, some, again=True) for some in in_parts(keys))


def keys_within(course: str) -> dict[str, set[str]]:
    """What can be found of a course, by kind: also what is no part of it any more, until it is touched."""
    found: dict[str, set[str]] = defaultdict(set)
    for kind, key in (
        SearchEntry.objects.living().filter(within=course).values_list("kind", "object_key")
    ):
        found[kind].add(key)
    return found


def in_parts(keys: Iterable[str]) -> Iterator[list[str]]:
    """The keys, some at once."""
    some: list[str] = []
    for key in keys:
        some.append(key)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


@transaction.atomic
def _write(kind: str, keys: Collection[str], *, again: bool) -> int:
    # Locked in one order first, and only then are the texts read: of two who change one thing, the second sees what
    # the first has written.
    there = {
        named(row): row
        for row in SearchEntry.objects.filter(kind=kind, object_key__in=keys)
        .order_by("pk")
        .select_for_update()
    }
    drafts = kinds()[kind].drafts(keys)
    wanted = {
        (key, draft.language): entry_of(kind, key, draft)
        for key in keys
        for draft in drafts.get(key, ())
    }
    # In one order here as well: of two who make the same things, neither waits for the other in a circle.
    new = [entry for name, entry in sorted(wanted.items()) if name not in there]
    changed = [
        row
        for name, row in there.items()
        if take_over(row, wanted.get(name) or tombstone_of(row), again=again)
    ]
    for entry in new:
        analyse_texts(entry, TEXTS)
    late = _make(new, set(there)) if new else set()
    made = [entry for entry in new if named(entry) not in late]
    if made or changed:
        _save(made, changed)
        nudge()
    again_for = {key for key, _language in late}
    return len(made) + len(changed) + (_write(kind, again_for, again=again) if late else 0)


def named(entry: SearchEntry) -> tuple[str, str]:
    """What an entry is called among those of its kind."""
    return entry.object_key, entry.language


def _make(new: Sequence[SearchEntry], there: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Insert these entries, beside those that were there. Returns the names of those that another made meanwhile.

    We waited for its end. What we had read before may be older than what it wrote: its things are to be read anew.
    """
    SearchEntry.objects.bulk_create(
        new,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["kind", "object_key", "language"],
        update_fields=["thing"],  # the same in both: it locks the row
    )
    versions = {named(entry): entry.version for entry in new}
    now = SearchEntry.objects.filter(kind=new[0].kind, object_key__in={key for key, _ in versions})
    return {
        (key, language)
        for key, language, version in now.values_list("object_key", "language", "version")
        if (key, language) not in there and versions.get((key, language)) != version
    }


def _save(made: Sequence[SearchEntry], changed: Sequence[SearchEntry]) -> None:
    written = [*made, *changed]
    living = [each for each in written if not each.is_deleted]
    shelves = {each.shelf: shelf_of(each) for each in living}
    known = KNOWN.named(shelves)
    new_shelves = [shelf for pk, shelf in sorted(shelves.items()) if pk not in known]
    Shelf.objects.bulk_create(new_shelves, ignore_conflicts=True)
    SearchEntry.objects.bulk_update(changed, WRITTEN, batch_size=50)
    put_out(written)


_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def keep_quiet() -> Iterator[None]:
    """For bulk work: within it, nobody is told of what changes; whoever asked for it sees to the rest."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


def nudge() -> None:
    """After the commit, whoever keeps a copy of the entries is told; a lost message is made up for by a sweep."""
    if _quiet.get():
        return
    from search.tasks import drain  # noqa: PLC0415  the tasks stand on this module

    after_commit(drain.delay)


def entry_of(kind: str, key: str, draft: Draft) -> SearchEntry:
    """The row of a draft, without its tokens."""
    facets = {name: sorted(set(values)) for name, values in draft.facets.items() if values}
    if draft.within:
        facets["course"] = [draft.within]
    if draft.moment:
        facets.setdefault("year", [str(year_of(draft.moment))])
    access = sorted(set(draft.access))
    return SearchEntry(
        kind=kind,
        object_key=key,
        language=draft.language,
        thing=thing_of(kind, key),
        shelf=shelf_for(kind, draft.language, facets, access).pk,
        within=draft.within,
        moment=in_milliseconds(draft.moment),
        weight=draft.weight,
        times=draft.times,
        version=next_version(0),
        facets=facets,
        access=access,
        title=clean(draft.title),
        extra=clean(draft.extra),
        body=clean(draft.body)[:LONGEST_BODY],
    )


def tombstone_of(row: SearchEntry) -> SearchEntry:
    """What is left of an entry: that it was there."""
    return SearchEntry(
        kind=row.kind,
        object_key=row.object_key,
        language=row.language,
        thing=row.thing,
        shelf=0,
        version=row.version,
        title="",
        is_deleted=True,
    )


def take_over(row: SearchEntry, wanted: SearchEntry, *, again: bool = False) -> bool:
    """Bring the row to what is wanted; whether that changes anything. Only texts that differ are analysed."""
    names = ("shelf", "facets", "access", "within", "moment", "weight", "times", "is_deleted")
    differing = [name for name in TEXTS if getattr(row, name) != getattr(wanted, name)]
    rest = any(getattr(row, name) != getattr(wanted, name) for name in names)
    if not (differing or rest or (again and not row.is_deleted)):
        return False
    for name in (*names, *TEXTS):
        setattr(row, name, getattr(wanted, name))
    analyse_texts(row, TEXTS if again else differing)
    row.version = next_version(row.version)
    row.changed_at = clock.now()
    return True


def analyse_texts(row: SearchEntry, names: Collection[str]) -> None:
    """Make the ready tokens of these texts. Loose ones are of all three together."""
    if not names:
        return
    loose = []
    for name in TEXTS:
        analysed = analyse(getattr(row, name))
        loose.append(analysed.loose)
        if name in names:
            setattr(row, f"{name}_tokens", analysed.exact)
    row.loose_tokens = " ".join(each for each in loose if each)
    if "title" in names:
        row.title_forms = " ".join(token.form for token in tokens(row.title))


def next_version(version: int) -> int:
    """Later than the one before, and than that of any earlier row of the same thing: the real clock's microseconds."""
    return max(version + 1, time.time_ns() // 1000)


def forms_of(row: SearchEntry) -> set[str]:
    """The words of an entry as they are written."""
    return {token.form for name in TEXTS for token in tokens(getattr(row, name))}


def shelf_of(row: SearchEntry) -> Shelf:
    """The shelf on which the entry stands."""
    return shelf_for(row.kind, row.language, row.facets, row.access)


def clean(text: str) -> str:
    """The text without NUL, which PostgreSQL does not take."""
    return text.replace("\x00", " ")


def in_milliseconds(moment: datetime | None) -> datetime | None:
    """As exactly as every engine keeps it, so that all sort alike."""
    return moment and moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def year_of(moment: datetime) -> int:
    """The year in Asia/Bishkek."""
    return timezone.localtime(moment).year


@transaction.atomic
def raise_versions(least: Mapping[int, int]) -> list[SearchEntry]:
    """Let these entries be sent again, each in a version later than its own and than the one named. Returns them."""
    rows = list(SearchEntry.objects.filter(pk__in=least).order_by("pk").select_for_update())
    for row in rows:
        row.version = next_version(max(row.version, least[row.pk]))
    SearchEntry.objects.bulk_update(rows, ["version"], batch_size=AT_ONCE)
    put_out(rows)
    return rows
