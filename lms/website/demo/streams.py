"""The demonstration's texts as StreamField data. Every block and list item gets an id that hangs on its place, so that
the same text in another language, and a rerun, have the same ids."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid5

from markdown_it import MarkdownIt

SPACE = UUID("5d0a7c3e-40f1-5a52-9b67-7a3a0c1be001")  # of all keys and ids of the demonstration
MARKDOWN = MarkdownIt("commonmark", {"html": False})

Text = dict[str, str]


def key(*names: str) -> UUID:
    """The key of a thing of the demonstration: always the same."""
    return uuid5(SPACE, "/".join(names))


def rich(text: str) -> str:
    """The small markup of the content files as Wagtail's rich text."""
    html = MARKDOWN.render(text).strip()
    html = html.replace("<strong>", "<b>").replace("</strong>", "</b>")
    html = html.replace("<em>", "<i>").replace("</em>", "</i>")
    return re.sub(r">\n<", "><", html)


class Streams:
    """Blocks of one activity in one language. `files` finds images and documents, `pages` the targets of links."""

    def __init__(
        self, place: tuple[str, ...], language: str, find: Callable[[str, str], int | None]
    ) -> None:
        self.place, self.language, self.find = place, language, find

    def words(self, text: Text | None) -> str:
        """The text in the language; what a course was not translated from stays in Russian."""
        return "" if text is None else text.get(self.language, text["ru"])

    def block(self, kind: str, name: str, value: Any) -> dict[str, Any]:
        return {"type": kind, "id": str(key(*self.place, name)), "value": value}

    def items(self, name: str, values: list[Any]) -> list[dict[str, Any]]:
        """A ListBlock; its items are numbered, but for those that have a key of their own."""
        return [
            {"type": "item", "id": str(key(*self.place, name, str(n))), "value": value}
            for n, value in enumerate(values)
        ]

    def keyed(self, name: str, values: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {"type": "item", "id": str(key(*self.place, name, each)), "value": value}
            for each, value in values.items()
        ]

    def lesson(self, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The body of a lesson."""
        return [
            self.block(block["type"], str(n), getattr(self, f"_{block['type']}")(str(n), block))
            for n, block in enumerate(blocks)
        ]

    def _heading(self, name: str, block: dict[str, Any]) -> str:
        return self.words(block["text"])

    def _text(self, name: str, block: dict[str, Any]) -> str:
        return rich(self.words(block["text"]))

    def _callout(self, name: str, block: dict[str, Any]) -> dict[str, Any]:
        return {
            "tone": block["tone"],
            "title": self.words(block["title"]),
            "text": rich(self.words(block["text"])),
        }

    def _steps(self, name: str, block: dict[str, Any]) -> dict[str, Any]:
        return {"items": self.items(name, [self._titled(each) for each in block["items"]])}

    _accordion = _steps

    def _titled(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"title": self.words(item["title"]), "text": rich(self.words(item.get("text")))}

    def _checklist(self, name: str, block: dict[str, Any]) -> dict[str, Any]:
        items = {each["key"]: self.words(each["text"]) for each in block["items"]}
        return {"title": self.words(block["title"]), "items": self.keyed(name, items)}

    def _table(self, name: str, block: dict[str, Any]) -> dict[str, Any]:
        rows = [
            {"cells": self.items(f"{name}/{n}", [self.words(cell) for cell in row])}
            for n, row in enumerate(block["rows"])
        ]
        return {
            "caption": self.words(block["caption"]),
            "head": self.items(f"{name}/head", [self.words(cell) for cell in block["head"]]),
            "rows": self.items(f"{name}/rows", rows),
        }

    def _figure(self, name: str, block: dict[str, Any]) -> dict[str, Any]:
        return {
            "image": self.find("figure", block["file"]),
            "alt": self.words(block["alt"]),
            "caption": self.words(block.get("caption")),
        }

    def _document(self, name: str, block: dict[str, Any]) -> dict[str, Any]:
        return {
            "document": self.find("document", block["file"]),
            "title": self.words(block["title"]),
        }

    def _link_card(self, name: str, block: dict[str, Any]) -> dict[str, Any]:
        return {"page": self.find("page", block["to"]), "text": self.words(block.get("text"))}

    def quiz(self, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The questions of a quiz; those of kinds that do not exist yet wait."""
        return [
            self.block(each["type"], each["key"], self._question(each))
            for each in questions
            if not each.get("later")
        ]

    def _question(self, question: dict[str, Any]) -> dict[str, Any]:
        value: dict[str, Any] = {
            "text": self.words(question["text"]),
            "points": question["points"],
            "feedback": self.words(question.get("feedback")),
        }
        answers: dict[str, Any] = getattr(self, f"_answers_{question['type']}")(question)
        return value | answers

    def _answers_single(self, question: dict[str, Any]) -> dict[str, Any]:
        options = {
            each["key"]: {
                "text": self.words(each["text"]),
                "is_right": bool(each.get("right")),
                "feedback": self.words(each.get("feedback")),
            }
            for each in question["options"]
        }
        return {"options": self.keyed(question["key"], options)}

    _answers_multiple = _answers_single

    def _answers_true_false(self, question: dict[str, Any]) -> dict[str, Any]:
        options = {each["key"]: each for each in question["options"]}
        return {
            "is_true": bool(options["true"].get("right")),
            "feedback_true": self.words(options["true"].get("feedback")),
            "feedback_false": self.words(options["false"].get("feedback")),
        }

    def _answers_short(self, question: dict[str, Any]) -> dict[str, Any]:
        answers = question["answers"].get(self.language, question["answers"]["ru"])
        return {"answers": self.items(question["key"], [str(each) for each in answers])}

    def _answers_number(self, question: dict[str, Any]) -> dict[str, Any]:
        return {
            "answer": str(question["answer"]),
            "tolerance": str(question.get("tolerance", 0)),
            "unit": self.words(question.get("unit")),
        }
