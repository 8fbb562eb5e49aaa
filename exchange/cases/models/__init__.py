"""The rows of the case library: what is written, what of it is published, and what others made of it."""

from exchange.cases.models.adoptions import Adoption, AdoptionMeasure, AdoptionStep
from exchange.cases.models.drafts import CaseDraft, CoAuthor, Credit, DraftFile, DraftPart
from exchange.cases.models.lists import Service, Tag
from exchange.cases.models.pages import CaseLibraryPage, CasePage
from exchange.cases.models.published import (
    Case,
    CaseAddress,
    CaseCost,
    CaseCourse,
    CaseDocument,
    CaseFunding,
    CaseIndicator,
    CaseSource,
    CaseText,
)
from exchange.cases.models.requests import WithdrawalRequest
from exchange.cases.models.review import Approval, CaseReviewTask, ReviewComment, ServiceKeeper

__all__ = [
    "Adoption",
    "AdoptionMeasure",
    "AdoptionStep",
    "Approval",
    "Case",
    "CaseAddress",
    "CaseCost",
    "CaseCourse",
    "CaseDocument",
    "CaseDraft",
    "CaseFunding",
    "CaseIndicator",
    "CaseLibraryPage",
    "CasePage",
    "CaseReviewTask",
    "CaseSource",
    "CaseText",
    "CoAuthor",
    "Credit",
    "DraftFile",
    "DraftPart",
    "ReviewComment",
    "Service",
    "ServiceKeeper",
    "Tag",
    "WithdrawalRequest",
]
