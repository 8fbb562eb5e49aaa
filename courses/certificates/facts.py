"""What a certificate says, as it was when it was issued; nothing that happens later changes it."""

import unicodedata
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True)
class Facts:
    """`course` has a title for each language in which there was one; `municipality` is None for people outside."""

    name: str
    course: dict[str, str]
    course_language: str  # the source language, whose title stands in for those that are missing
    hours: float
    municipality: dict[str, str] | None
    course_page_id: int
    revision_id: int | None
    checked_at: str  # the address of the checking page, without a code

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> Self:
        return cls(**facts)

    def course_in(self, language: str) -> tuple[str, str]:
        """The title of the course for a reader of that language, and the language that it is in."""
        if language in self.course:
            return self.course[language], language
        return self.course[self.course_language], self.course_language

    def municipality_in(self, language: str) -> str:
        """The municipality's name; nothing for people from outside."""
        return self.municipality[language] if self.municipality else ""


def hours_of(minutes: int) -> float:
    """Minutes as hours, rounded to half hours; whatever was learnt took half an hour at least."""
    return max(1, (minutes + 15) // 30) / 2


def as_printed(text: str) -> str:
    """The text without what no paper can show: control characters, and marks that turn its order round."""
    kept = (
        " " if character.isspace() else character
        for character in text
        if character.isspace() or not _is_invisible_control(character)
    )
    return " ".join("".join(kept).split())


def _is_invisible_control(character: str) -> bool:
    """Control characters, and U+202A to U+202E and U+2066 to U+2069, which reorder their neighbours."""
    return (
        unicodedata.category(character) in {"Cc", "Cs", "Co", "Cn"}
        or "\u202a" <= character <= "\u202e"
        or "\u2066" <= character <= "\u2069"
    )
