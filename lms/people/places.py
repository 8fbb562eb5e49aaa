"""Municipalities and positions are brought in from the files of the official classification."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from lms.people.models import District, Municipality, Position, Region
from lms.people.searching import follow_municipalities
from lms.yaml_files import read_yaml

DEMO = Path(__file__).parent / "demo"
CODE_DIGITS = 14
REGION_DIGITS = 5  # of the official code (SOATE): its oblast
DISTRICT_DIGITS = 8  # and its raion


def read_municipalities(path: Path = DEMO / "municipalities.csv") -> list[dict[str, str]]:
    """The rows of a file with the columns `soate_code`, `oblast_ru`, `oblast_ky`, `raion_ru`, …"""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def read_positions(path: Path = DEMO / "positions.yaml") -> list[dict[str, Any]]:
    """The positions of a file, “other” last."""
    positions: list[dict[str, Any]] = read_yaml(path)["positions"]
    return positions


@transaction.atomic
def import_municipalities(rows: Iterable[Mapping[str, str]]) -> int:
    """Bring in regions, districts and municipalities by their codes; twice is once, and names are renewed.

    Returns how many municipalities the rows name.
    """
    count = 0
    changed = []
    known = {
        code: names
        for code, *names in Municipality.objects.values_list("code", "name_ru", "name_ky")
    }
    for row in rows:
        code = row["soate_code"]
        if known.get(code) != [row["name_ru"], row["name_ky"]]:
            changed.append(code)
        region, _is_new = Region.objects.update_or_create(
            code=code[:REGION_DIGITS].ljust(CODE_DIGITS, "0"),
            defaults={"name_ru": row["oblast_ru"], "name_ky": row["oblast_ky"]},
        )
        district, _is_new = District.objects.update_or_create(
            code=code[:DISTRICT_DIGITS].ljust(CODE_DIGITS, "0"),
            defaults={"name_ru": row["raion_ru"], "name_ky": row["raion_ky"], "region": region},
        )
        Municipality.objects.update_or_create(
            code=code,
            defaults={"name_ru": row["name_ru"], "name_ky": row["name_ky"], "district": district},
        )
        count += 1
    follow_municipalities(changed)
    return count


@transaction.atomic
def import_positions(rows: Iterable[Mapping[str, str]]) -> int:
    """Bring in the positions by their keys, in the order of the rows; twice is once. Returns how many."""
    count = 0
    for count, row in enumerate(rows, start=1):
        Position.objects.update_or_create(
            key=row["key"],
            defaults={
                "name_ky": row["ky"],
                "name_ru": row["ru"],
                "name_en": row["en"],
                "order": count,
            },
        )
    return count
