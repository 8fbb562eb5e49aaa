"""The needs of the YAML files, each with the queries that people would type for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.relevance.keyboards import in_latin, in_wrong_layout

FOLDER = Path(__file__).parent / "needs"
WRITTEN = ("keywords", "inflected", "typo", "mixed")  # as they stand in the files
FORMS = (*WRITTEN, "layout", "latin")  # the last two are typed from the keywords
LANGUAGES = ("ru", "ky")


@dataclass(frozen=True)
class Query:
    need: "Need"
    language: str
    form: str
    text: str


@dataclass(frozen=True)
class Need:
    """What somebody looks for. `found`: the things that answer it, as `kind:name`, with their grades of 1 to 3."""

    area: str
    about: str
    written: Mapping[str, tuple[str, ...]]
    found: Mapping[str, int]
    is_chat: bool  # how its Latin letters are typed

    def queries(self) -> Iterator[Query]:
        """In each language and form."""
        for language in LANGUAGES:
            texts = dict(zip(WRITTEN, self.written[language], strict=True))
            texts["layout"] = in_wrong_layout(texts["keywords"])
            texts["latin"] = in_latin(texts["keywords"], is_chat=self.is_chat)
            for form in FORMS:
                yield Query(self, language, form, texts[form])


def read_needs(folder: Path = FOLDER) -> list[Need]:
    """All of them. Raises `ValueError` where a need is not whole, with the place."""
    needs = []
    for file in sorted(folder.glob("*.yaml")):
        for number, each in enumerate(yaml.safe_load(file.read_text(encoding="utf-8"))):
            need = Need(
                area=file.stem,
                about=each["about"],
                written={language: tuple(each[language]) for language in LANGUAGES},
                found=each["found"],
                is_chat=number % 2 == 1,
            )
            _require_whole(need)
            needs.append(need)
    return needs


def _require_whole(need: Need) -> None:
    place = f"{need.area}: {need.about}"
    for language, texts in need.written.items():
        if len(texts) != len(WRITTEN) or not all(texts):
            raise ValueError(f"{place}: {language} needs {', '.join(WRITTEN)}.")
    if not need.found or not set(need.found.values()) <= {1, 2, 3}:
        raise ValueError(f"{place}: grades are 1 to 3.")
    if max(need.found.values()) < 2:
        raise ValueError(f"{place}: nothing answers it.")
