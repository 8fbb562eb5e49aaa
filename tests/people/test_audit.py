"""Whatever any room records of who did what has words on the person's page, in all three languages."""

import ast
from collections.abc import Iterator

import pytest
from django.utils.translation import override

from lms.people.models import AuditRecord
from tests.checks.translations import BASE_DIR


def calls_that_record() -> Iterator[tuple[str, ast.expr]]:
    """Every call in our sources that is given an `act`, with where it stands."""
    for folder in ("lms", "courses", "exchange", "search"):
        for path in sorted((BASE_DIR / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and not is_copy(node):
                    for each in node.keywords:
                        if each.arg == "act":
                            yield f"{path.name}:{node.lineno}", each.value


def is_copy(node: ast.Call) -> bool:
    """Whether this is the one call that hands on what `audit.record` was given."""
    return ast.unparse(node.func) == "AuditRecord.objects.create"


RECORDED = list(calls_that_record())


def test_acts_are_found_in_the_sources():
    places = {place.partition(":")[0] for place, _ in RECORDED}
    assert {"membership.py", "roles.py", "revocation.py", "exports.py"} <= places


@pytest.mark.parametrize(("place", "act"), RECORDED, ids=[place for place, _ in RECORDED])
def test_an_act_has_words_in_every_language(place: str, act: ast.expr):
    assert isinstance(act, ast.Constant), f"{place}: write the act as it is, so that it is found"
    name = str(act.value)
    record = AuditRecord(act=name)
    words = {}
    for language in ("ky", "ru", "en"):
        with override(language):
            words[language] = record.act_in_words
    assert words["en"] != name, f"{place}: “{name}” has no words (lms.people.audit)"
    assert len(set(words.values())) == 3
