"""`manage.py search QUERY`: what the page of results would show to somebody."""

import json
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from lms.languages import LANGUAGES
from search.engines import ENGINES
from search.engines.base import EngineUnavailable
from search.query import Results, search
from search.registry import Reader, kinds


class Command(BaseCommand):
    help = "Search as somebody, and print what the page would show."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query")
        parser.add_argument("--as", dest="reader", metavar="EMAIL", help="else as a visitor")
        parser.add_argument("--lang", default="ru", choices=LANGUAGES)
        parser.add_argument("--kind", action="append", default=[], choices=list(kinds()))
        parser.add_argument("--filter", action="append", default=[], metavar="FACET=VALUE")
        parser.add_argument("--within", help="the key of a course")
        parser.add_argument("--sort", default="relevance", choices=["relevance", "date"])
        parser.add_argument("--engine", choices=list(ENGINES), help="that one alone")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--limit", type=int, default=10)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        filters: dict[str, list[str]] = {}
        for each in options["filter"]:
            name, _, value = each.partition("=")
            filters.setdefault(name, []).append(value)
        with translation.override(options["lang"]):
            try:
                found = search(
                    reader_named(options["reader"]),
                    options["query"],
                    language=options["lang"],
                    kinds=options["kind"],
                    filters=filters,
                    within=options["within"],
                    sort=options["sort"],
                    page=options["page"],
                    size=max(1, options["limit"]),
                    engine=options["engine"],
                )
            except EngineUnavailable as error:
                raise CommandError(f"The engine “{options['engine']}” does not answer.") from error
            self.stdout.write(as_json(found) if options["json"] else as_lines(found))


def reader_named(email: str | None) -> Reader:
    """The person with that address, or a visitor. Raises `CommandError`."""
    if not email:
        return AnonymousUser()
    person = get_user_model().objects.filter(email__iexact=email).first()
    if person is None:
        raise CommandError(f"There is nobody with the address {email}.")
    return person


def as_json(found: Results) -> str:
    """For a program, with all that the page has."""
    return json.dumps(
        {
            "query": found.text,
            "engine": found.engine,
            "total": found.total,
            "is_incomplete": found.is_incomplete,
            "did_you_mean": found.did_you_mean,
            "tried": found.tried,
            "facets": found.facets,
            "hits": [
                {
                    "id": hit.key,
                    "kind": hit.kind,
                    "title": hit.title,
                    "url": hit.url,
                    "language": hit.language,
                    "municipality": hit.municipality,
                    "date": hit.moment.isoformat() if hit.moment else None,
                    "note": hit.note,
                    "score": hit.score,
                    "highlights": {"title": hit.title_html, "body": hit.excerpt},
                }
                for hit in found.hits
            ],
        },
        ensure_ascii=False,
        indent=2,
    )


def as_lines(found: Results) -> str:
    """For whoever sits at the terminal."""
    lines = [f"{found.total} found by {found.engine}"]
    if found.did_you_mean:
        lines.append(f"did you mean: {found.did_you_mean}")
    if found.tried:
        lines.append(f"also tried: {', '.join(found.tried)}")
    for hit in found.hits:
        lines += [f"{hit.score:8.3f}  {hit.kind:12} {hit.title}", f"{'':10}{hit.url}"]
        if hit.excerpt:
            lines.append(f"{'':10}{hit.excerpt}")
    for name, counts in found.facets.items():
        if counts:
            lines.append(f"{name}: " + ", ".join(f"{value} {n}" for value, n in counts.items()))
    return "\n".join(lines)
