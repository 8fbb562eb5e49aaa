"""Where people work: regions, districts, municipalities, and the list of positions."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from lms import clock
from lms.kyrgyz_order import KYRGYZ
from lms.people.choices import Role

if TYPE_CHECKING:
    from lms.people.models.person import Person


class InThreeLanguages(models.Model):
    """A thing of an editable list, named in all three languages; Russian stands in for what is missing."""

    name_ky = models.CharField(_("name in Kyrgyz"), max_length=200, blank=True, db_collation=KYRGYZ)
    name_ru = models.CharField(_("name in Russian"), max_length=200, db_collation=KYRGYZ)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language that is active now."""
        return self.name_in(get_language() or "ru")

    def name_in(self, language: str) -> str:
        """The name in the language with that code, else in Russian."""
        return getattr(self, f"name_{language}", "") or self.name_ru

    @staticmethod
    def column_in(language: str, path: str) -> Coalesce:
        """The same in a query of something that it is related to by `path`."""
        own = NullIf(F(f"{path}__name_{language}"), Value(""))
        return Coalesce(own, F(f"{path}__name_ru"))


class Region(InThreeLanguages):
    """An oblast."""

    code = models.CharField(max_length=14, unique=True)

    class Meta:
        ordering = ["name_ky", "code"]


class District(InThreeLanguages):
    """A raion."""

    code = models.CharField(max_length=14, unique=True)
    region = models.ForeignKey(Region, models.PROTECT, related_name="districts")

    class Meta:
        ordering = ["name_ky", "code"]


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    def current(self) -> Self:
        """Those that exist today: merged and dissolved ones stay for old rows only."""
        return self.on(clock.today())

    def on(self, day: Any) -> Self:
        """Those that exist on that day, which may be a place in a question."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


class Municipality(InThreeLanguages):
    """An aiyl aimak. When municipalities merge or split, the old row ends and names its successors."""

    code = models.CharField(_("official code"), max_length=14, unique=True)
    district = models.ForeignKey(District, models.PROTECT, related_name="municipalities")
    valid_from = models.DateField(default=date(2024, 1, 1))
    valid_to = models.DateField(null=True, blank=True)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors"
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_year = models.PositiveSmallIntegerField(null=True, blank=True)
    households = models.PositiveIntegerField(null=True, blank=True)
    villages = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        ordering = ["name_ky", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="a_municipality_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(population=None) | Q(population_year__isnull=False),
                name="a_population_has_its_year",
            ),
        ]

    def coordinators(self) -> "models.QuerySet[Person]":
        """Those who coordinate it now, in the order of their names."""
        in_force = self.role_grants.in_force().filter(role=Role.COORDINATOR, person__is_active=True)
        return get_user_model().objects.filter(pk__in=in_force.values("person"))


class Position(InThreeLanguages):
    """What somebody does in a municipality; an editable list, “other” last."""

    key = models.SlugField(max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "key"]
