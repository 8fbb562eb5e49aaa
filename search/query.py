"""The one function under the page of results and `manage.py search`."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from search.analysis import tokens
from search.circuit import circuit
from search.engines import configured
from search.engines import engine as engine_named
from search.engines.base import Answer, Engine, EngineUnavailable, Hit, Question, Sort
from search.highlighting import Sought, excerpt, marked, sought_by
from search.models import SearchEntry
from search.parsing import clean, readings_of
from search.registry import Reader, Shown, tokens_of
from search.registry import kinds as all_kinds

FACETS = (
    "kind", "topic", "status", "has", "language", "region", "municipality", "year",
)  # fmt: skip
LAST_PAGE = 100  # nobody reads on; a robot would

Answered = TypeVar("Answered")


@dataclass(frozen=True)
class Result:
    """One found thing as the page shows it. `title_html` and `excerpt` have the sought words in <mark>."""

    kind: str
    key: str
    kind_words: str | Promise
    title: str
    title_html: SafeString
    url: str
    language: str
    excerpt: SafeString
    excerpt_language: str
    score: float
    municipality: str = ""
    moment: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Results:
    """A page of results. `tried`: other readings of what was typed that were searched too."""

    text: str
    hits: list[Result]
    total: int
    page: int
    size: int
    facets: dict[str, dict[str, int]] = field(default_factory=dict)
    did_you_mean: str = ""
    tried: tuple[str, ...] = ()
    engine: str = "database"
    is_incomplete: bool = False

    @property
    def pages(self) -> int:
        return min(LAST_PAGE, -(-self.total // self.size))


@dataclass(frozen=True)
class Suggestion:
    """Something whose title goes on as typed."""

    kind: str
    key: str
    kind_words: str | Promise
    title: str
    url: str
    language: str
    municipality: str = ""


def search(
    user: Reader,
    text: str,
    *,
    language: str,
    kinds: Sequence[str] = (),
    filters: Mapping[str, Sequence[str]] | None = None,
    within: str | None = None,
    sort: Sort = "relevance",
    page: int = 1,
    size: int = 10,
    engine: str | None = None,
) -> Results:
    """What this reader finds. `kinds` is short for the filter `kind`; `within` is the key of a course.

    Whatever is typed is answered. With a named engine that one alone answers, and `EngineUnavailable` is raised.
    """
    text = clean(text)
    page = min(max(1, page), LAST_PAGE)
    readings, tried = readings_of(text)
    if text and not readings:  # marks, emoji: nothing that could stand anywhere
        return Results(text, [], 0, page, size, {name: {} for name in FACETS})
    wanted = {name: tuple(values) for name, values in (filters or {}).items() if values}
    if kinds:
        wanted["kind"] = tuple(kinds)
    question = Question(
        readings=readings,
        tokens=tokens_of(user),
        language=language,
        filters=wanted,
        within=within,
        sort=sort,
        offset=(page - 1) * size,
        limit=size,
        facets=FACETS,
    )
    answer, answered_by = _ask(lambda asked: asked.search(question), engine)
    if not answer.total and any(len(reading.terms) > 1 for reading in readings):
        relaxed = replace(
            question, readings=tuple(replace(each, is_relaxed=True) for each in readings)
        )
        more, answered_by = _ask(lambda asked: asked.search(relaxed), engine)
        # What was typed wrong is known from the first answer, too.
        answer = replace(more, corrections=answer.corrections | more.corrections)
    sought = sought_by(readings, list(answer.corrections.values()))
    return Results(
        text=text,
        hits=_results(user, answer.hits, language, sought),
        total=answer.total,
        page=page,
        size=size,
        facets=answer.facets,
        did_you_mean=_corrected(text, answer),
        tried=tried,
        engine=answered_by,
        is_incomplete=answer.is_incomplete or (engine is None and answered_by != configured()),
    )


def suggest(
    user: Reader, text: str, *, language: str, limit: int = 8, kinds: Sequence[str] = ()
) -> list[Suggestion]:
    """Things whose title has the typed words, the last of which may be only begun; only what the reader may open.

    `kinds`: only things of these.
    """
    forms = [token.form for token in tokens(clean(text))]
    if not forms:
        return []
    asked_for = limit * 2  # some may turn out not to be open to this reader
    hits, _ = _ask(
        lambda asked: asked.suggest(forms, tokens_of(user), language, asked_for, kinds), None
    )
    shown = _shown(user, hits, language)
    known = all_kinds()
    return [
        Suggestion(
            kind=hit.kind,
            key=hit.key,
            kind_words=known[hit.kind].word,
            title=thing.title,
            url=thing.url,
            language=thing.language,
            municipality=thing.municipality,
        )
        for hit in hits
        if (thing := shown.get((hit.kind, hit.key)))
    ][:limit]


def _ask(question: Callable[[Engine], Answered], name: str | None) -> tuple[Answered, str]:
    """The answer of the named engine, or of the one in use; the database stands in while that is away."""
    if name:
        return question(engine_named(name)), name
    used = configured()
    if used != "database":
        try:
            return circuit(used).ask(lambda: question(engine_named(used))), used
        except EngineUnavailable:
            pass
    return question(engine_named("database")), "database"


def _shown(user: Reader, hits: Sequence[Hit], language: str) -> dict[tuple[str, str], Shown]:
    """The hits that this reader may open, as they are now: an index may be older than a right."""
    keys: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        keys[hit.kind].append(hit.key)
    known = all_kinds()
    return {
        (kind, key): thing
        for kind, some in keys.items()
        if kind in known
        for key, thing in known[kind].show(user, some, language).items()
    }


def _results(user: Reader, hits: Sequence[Hit], language: str, sought: Sought) -> list[Result]:
    shown = _shown(user, hits, language)
    bodies = _bodies(hits)
    known = all_kinds()
    results = []
    for hit in hits:
        thing = shown.get((hit.kind, hit.key))
        entry = bodies.get((hit.kind, hit.key, hit.language))
        if thing is None or entry is None:
            continue
        results.append(
            Result(
                kind=hit.kind,
                key=hit.key,
                kind_words=known[hit.kind].word,
                title=thing.title,
                title_html=marked(thing.title, sought),
                url=thing.url,
                language=thing.language,
                excerpt=excerpt(entry.body, sought),
                excerpt_language=hit.language,
                score=round(hit.score, 4),
                municipality=thing.municipality,
                moment=hit.moment,
                note=thing.note,
            )
        )
    return results


def _bodies(hits: Sequence[Hit]) -> dict[tuple[str, str, str], SearchEntry]:
    """The texts of the hits; not of what has been taken away since."""
    entries = SearchEntry.objects.living().filter(
        kind__in={hit.kind for hit in hits}, object_key__in=[hit.key for hit in hits]
    )
    return {
        (entry.kind, entry.object_key, entry.language): entry
        for entry in entries.only("kind", "object_key", "language", "body")
    }


def _corrected(text: str, answer: Answer) -> str:
    """What was typed with the words that nobody wrote replaced by those that were meant; empty if there are none."""
    if not answer.corrections or not answer.total:
        return ""
    parts, done = [], 0
    for token in tokens(text):
        meant = answer.corrections.get(token.form)
        if meant:
            parts += [text[done : token.start], meant]
            done = token.end
    return "".join([*parts, text[done:]])
