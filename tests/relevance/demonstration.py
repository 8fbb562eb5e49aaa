# ruff: noqa: PLC0415  what needs the settings is imported after they have been chosen
"""The demonstration as something to search: seeded, indexed, and its things by the names that the needs call them."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import yaml

READER = "learner@demo.kg"  # a member of staff, who reads what is published and sees colleagues
PATIENCE = 60.0  # seconds: what is found is wanted, however late
KINDS = ("course", "module", "lesson", "quiz", "document", "municipality", "person")


def prepare(folder: Path) -> list[str]:
    """Settings chosen, the database filled and indexed. Returns the engines that can be asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings.dev")
    os.environ["VAR_DIR"] = str(folder)
    elasticsearch = os.environ.get("TEST_ELASTICSEARCH_URL", "")
    os.environ["ELASTICSEARCH_URL"] = elasticsearch
    folder.mkdir(parents=True, exist_ok=True)
    _manage("migrate", "--verbosity=0")
    import django

    django.setup()
    # Before anything is sent: the engine keeps the connections that it once made.
    if elasticsearch:
        from search.engines import engine

        engine("elasticsearch").answers_within = PATIENCE  # type: ignore[attr-defined]  # only this engine has it
    _seed()
    _manage("search_rebuild")
    return ["database", "elasticsearch"] if elasticsearch else ["database"]


def _manage(*arguments: str) -> None:
    subprocess.run(  # noqa: S603  our own commands
        [sys.executable, "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL
    )


def _seed() -> None:
    """Places, people and courses, without what people have learnt: that takes minutes and is not searched here."""
    from courses.catalogue.documents import read_documents, unread
    from lms import clock
    from lms.website.demo.ground import seed_ground

    seed_ground(clock.now())
    read_documents(unread())


class Things:
    """`kind:name`, as the needs write it, for each key that the search knows a thing by; and the other way round."""

    def __init__(self) -> None:
        from lms.people.models import Person

        self.reader = Person.objects.get(email=READER)
        self.key_of = dict(self._pages()) | dict(self._others())
        self.name_of = {key: name for name, key in self.key_of.items()}

    @staticmethod
    def _pages() -> Iterator[tuple[str, tuple[str, str]]]:
        from lms.website.demo.courses import FOLDER, NAMES
        from lms.website.demo.streams import key

        for course in NAMES:
            file = FOLDER / "courses" / f"{course}.yaml"
            data = yaml.safe_load(file.read_text(encoding="utf-8"))
            kinds: dict[tuple[str, ...], str] = {
                (course, module["key"], each["key"]): each["kind"]
                for module in data["modules"]
                for each in module["activities"]
            }
            kinds |= {(course, module["key"]): "module" for module in data["modules"]}
            kinds[course,] = "course"
            for place, kind in kinds.items():
                yield f"{kind}:{'/'.join(place)}", (kind, str(key(*place)))

    @staticmethod
    def _others() -> Iterator[tuple[str, tuple[str, str]]]:
        from wagtail.documents import get_document_model

        from lms.people.models import Municipality, Person
        from lms.website.demo.people import everybody

        for document in get_document_model().objects.all():
            yield f"document:{Path(document.filename).name}", ("document", str(document.pk))
        for code in Municipality.objects.values_list("code", flat=True):
            yield f"municipality:{code}", ("municipality", code)
        uuids = dict(Person.objects.values_list("email", "uuid"))
        for each in everybody():
            if each.email in uuids:
                yield f"person:{each.key}", ("person", str(uuids[each.email]))

    def missing(self, names: Iterable[str]) -> list[str]:
        """Names that nothing has which can be found."""
        from search.models import SearchEntry

        known = set(SearchEntry.objects.living().values_list("kind", "object_key"))
        return sorted(name for name in set(names) if self.key_of.get(name) not in known)

    def named(self, kind: str, key: str) -> str:
        """The name of a found thing."""
        return self.name_of.get((kind, key), f"{kind}:{key}")

    def languages(self) -> dict[str, set[str]]:
        """In which languages each thing has words of its own."""
        from search.models import SearchEntry

        found: dict[str, set[str]] = {}
        rows = SearchEntry.objects.living().values_list("kind", "object_key", "language")
        for kind, key, language in rows:
            found.setdefault(self.named(kind, key), set()).add(language)
        return found
