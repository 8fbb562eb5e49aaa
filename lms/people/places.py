"""Municipalities and positions are brought in from the files of the official classification."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from lms.people.models import District, Municipality, Position, Region
from lms.people.renaming import bring_in, tell_that_renamed
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
    regions: set[int] = set()
    districts: set[int] = set()
    municipalities: set[int] = set()
    for row in rows:
        code = row["soate_code"]
        region = bring_in(
            Region,
            {"code": code[:REGION_DIGITS].ljust(CODE_DIGITS, "0")},
            {"name_ru": row["oblast_ru"], "name_ky": row["oblast_ky"]},
            regions,
        )
        district = bring_in(
            District,
            {"code": code[:DISTRICT_DIGITS].ljust(CODE_DIGITS, "0")},
            {"name_ru": row["raion_ru"], "name_ky": row["raion_ky"], "region_id": region.pk},
            districts,
        )
        bring_in(
            Municipality,
            {"code": code},
            {"name_ru": row["name_ru"], "name_ky": row["name_ky"], "district_id": district.pk},
            municipalities,
        )
        count += 1
    tell_that_renamed(Region, regions)
    tell_that_renamed(District, districts)
    tell_that_renamed(Municipality, municipalities)
    return count


@transaction.atomic
def import_positions(rows: Iterable[Mapping[str, str]]) -> int:
    """Bring in the positions by their keys, in the order of the rows; twice is once. Returns how many."""
    count = 0
    changed: set[int] = set()
    for count, row in enumerate(rows, start=1):
        bring_in(
            Position,
            {"key": row["key"]},
            {"name_ky": row["ky"], "name_ru": row["ru"], "name_en": row["en"], "order": count},
            changed,
        )
    tell_that_renamed(Position, changed)
    return count
