"""The rows of the case library: what is written (pages), and what of it is published."""

from exchange.cases.models.lists import Service, Tag
from exchange.cases.models.pages import CaseLibraryPage, CasePage
from exchange.cases.models.published import (
    Case,
    CaseAddress,
    CaseCost,
    CaseCourse,
    CaseFunding,
    CaseIndicator,
    CaseSource,
    CaseText,
)

__all__ = [
    "Case",
    "CaseAddress",
    "CaseCost",
    "CaseCourse",
    "CaseFunding",
    "CaseIndicator",
    "CaseLibraryPage",
    "CasePage",
    "CaseSource",
    "CaseText",
    "Service",
    "Tag",
]
