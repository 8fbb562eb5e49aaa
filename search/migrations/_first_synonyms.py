"""The first words that mean the same: the programme's own glossary, and everyday words of municipal work in Russian and
Kyrgyz. Editors go on from there in Wagtail."""

import csv
import re
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
FILES = ("glossary.csv", "words.csv")
IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)")


def terms_of(cell):
    """“rural municipality (aiyl aimak)” is two terms, one a line; so is “a / b”."""
    inside = IN_BRACKETS.findall(cell)
    parts = [part.strip() for text in [IN_BRACKETS.sub("", cell), *inside] for part in text.split("/")]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def fill(apps, schema_editor):
    groups = apps.get_model("search", "SynonymGroup").objects
    for name in FILES:
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            groups.bulk_create(
                groups.model(
                    **{f"words_{code}": terms_of(row[code]) for code in ("ky", "ru", "en")}
                )
                for row in csv.DictReader(file)
            )
