"""Who did it after: the adoptions of a case, the cases that they became, the adoptions of those, and so on.

All generations are found by one recursive question (decision 0074). It stops after as many as a page can show; what is
not drawn is counted from what every case keeps of its own adoptions.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models import BigIntegerField, CharField, OuterRef, Subquery, UUIDField

from exchange.cases.choices import STANDING, TAKEN_UP, AdoptionStatus
from exchange.cases.models import Adoption, AdoptionStep, Case, CaseText
from lms.prepared import PreparedForMany

WALKED = 120  # adoptions of all generations that are read, the nearest first
BESIDE = 12  # of one case that are drawn
DEEP = 6  # generations that are drawn

# What is read of the rows, of which some have fifty columns.
ADOPTION = (
    "case_id",
    "status",
    "status_on",
    "language",
    "result_key",
    "differs",
    "differs_hidden_at",
)
CASE = tuple(
    f"case__{name}"
    for name in (
        "key",
        "slug",
        "adoptions_count",
        "taken_down_at",
        "withdrawn_at",
        "withdrawn_because",
        "withdrawn_because_ky",
    )
)
PLACE = ("code", "name_ky", "name_ru", "name_en", "valid_to")

# UNION, not UNION ALL: what was found already leads nowhere again, so that even a circle ends.
WALK = f"""
WITH RECURSIVE walk (id, result_key) AS (
  SELECT id, result_key FROM cases_adoption WHERE case_id = %s
  UNION
  SELECT after.id, after.result_key FROM walk
  JOIN cases_case became ON became.key = walk.result_key
  JOIN cases_adoption after ON after.case_id = became.id
)
SELECT id FROM walk LIMIT {WALKED}"""  # noqa: S608  a number of ours

# A guest's rights: the same page for everybody (`access.adoptions_visible_to`, `access.texts_visible_to`). Asked for by
# their keys: joined to the walk, PostgreSQL would read all adoptions that there are.
AFTER = PreparedForMany(
    lambda about: (
        Adoption.objects.visible_to(AnonymousUser())
        .filter(about)
        .annotate(
            because=Subquery(
                AdoptionStep.objects.filter(
                    adoption=OuterRef("pk"), status=AdoptionStatus.STOPPED, hidden_at=None
                )
                .order_by("-on", "-pk")
                .values("note")[:1]
            )
        )
        .select_related("municipality")
        .only(*ADOPTION, *(f"municipality__{name}" for name in PLACE))
        .order_by("-status_on", "-pk")
    ),
    about="pk",
    key=BigIntegerField(),
)
SHOWN = PreparedForMany(
    lambda about, language: (
        CaseText.objects.visible_to(AnonymousUser())
        .filter(about, language=language)
        .select_related("case")
        .only("title", "language", "text_language", *CASE)
        .order_by()
    ),
    about="case__key",
    key=UUIDField(),
    language=CharField(),
)


@dataclass(frozen=True, slots=True)
class Became:
    """A case in a tree or a list. Without words it is not published; withdrawn, its address says why.

    Who took up what is neither is not told.
    """

    case: Case
    text: CaseText | None

    @property
    def has_address(self) -> bool:
        """Whether there is anything to read at its address."""
        return self.text is not None or self.case.withdrawn_at is not None


@dataclass(frozen=True, slots=True)
class Branch:
    """An adoption in the tree. `more`: how many adoptions of the case that it became are not drawn."""

    adoption: Adoption
    because: str
    became: Became | None = None
    branches: "list[Branch]" = field(default_factory=list)
    more: int = 0


@dataclass(frozen=True, slots=True)
class Tree:
    """What hangs on a case. `everywhere`: how many took it up in all generations; None if not all were read."""

    branches: list[Branch]
    more: int
    everywhere: int | None


def tree_of(case: Case, language: str) -> Tree:
    """The tree under a case, published or not, in the words of the language."""
    if not case.adoptions_count:
        return Tree([], 0, 0)
    with connection.cursor() as cursor:
        cursor.execute(WALK, [case.pk])
        walked = [pk for (pk,) in cursor.fetchall()]
    adoptions = AFTER.all(walked)
    became = cases_of({each.result_key for each in adoptions if each.result_key}, language)
    branches, more = Growing(adoptions, became).under(case)
    is_whole = len(walked) < WALKED
    taken_up = sum(each.status in TAKEN_UP for each in adoptions)
    return Tree(branches, more, taken_up if is_whole else None)


def cases_of(keys: Collection[UUID], language: str) -> dict[UUID, Became]:
    """These cases, with their words where they are published."""
    texts = SHOWN.all(keys, language=language)
    found = {text.case.key: Became(text.case, text) for text in texts}
    if missing := set(keys) - found.keys():
        found |= {each.key: Became(each, None) for each in Case.objects.filter(key__in=missing)}
    return found


class Growing:
    """Puts what was found under the cases that it was found of."""

    def __init__(self, adoptions: list[Adoption], became: dict[UUID, Became]) -> None:
        self.became = became
        self.of_case: dict[int, list[Adoption]] = defaultdict(list)
        for each in adoptions:
            self.of_case[each.case_id].append(each)

    def under(self, case: Case, depth: int = 1) -> tuple[list[Branch], int]:
        """The branches of a case that are drawn, those that work first, and how many are not."""
        # Taken out, so that each stands in the tree once, whatever the rows say.
        mine = self.of_case.pop(case.pk, []) if depth <= DEEP else []
        mine.sort(
            key=lambda each: (STANDING.index(AdoptionStatus(each.status)), not each.result_key)
        )
        drawn = [self._branch(each, depth) for each in mine[:BESIDE]]
        return drawn, max(0, case.adoptions_count - len(drawn))

    def _branch(self, adoption: Adoption, depth: int) -> Branch:
        because: str = getattr(adoption, "because", None) or ""
        became = self.became.get(adoption.result_key) if adoption.result_key else None
        if became is None or not became.has_address:
            return Branch(adoption, because, became)
        return Branch(adoption, because, became, *self.under(became.case, depth + 1))
