"""What is talked about, by service and theme, and who reads it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from exchange.forum import access
from exchange.forum.choices import OF_CATEGORIES, Audience
from lms.people.models.places import InThreeLanguages, Position


class CategoryQuerySet(models.QuerySet["Category"]):
    def visible_to(self, user: access.User) -> Self:
        return self.filter(access.categories_visible_to(access.kind_of(user)))


class Category(InThreeLanguages):
    """A part of the forum. Of that for one municipality there is one row, in which each sees its own topics."""

    key = models.SlugField(_("name in the address"), max_length=40, unique=True)
    lead_ky = models.CharField(_("what belongs here, in Kyrgyz"), max_length=200, blank=True)
    lead_ru = models.CharField(_("what belongs here, in Russian"), max_length=200, blank=True)
    lead_en = models.CharField(_("what belongs here, in English"), max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    audience = models.CharField(_("who reads it"), max_length=12, choices=OF_CATEGORIES)
    positions = models.ManyToManyField(
        Position,
        blank=True,
        related_name="forum_categories",
        verbose_name=_("whose work it is"),
        help_text=_("Whoever works in these positions reads in their digest what is new here."),
    )

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("forum category")
        verbose_name_plural = _("forum categories")
        constraints = [
            models.CheckConstraint(
                condition=~Q(audience=Audience.TWO), name="no_category_is_of_two_municipalities"
            ),
        ]

    @property
    def lead(self) -> str:
        """What belongs here, in the language that is active now, else in Russian."""
        return self.lead_in(get_language() or "ru")

    def lead_in(self, language: str) -> str:
        """The same in the language with that code."""
        return getattr(self, f"lead_{language}", "") or self.lead_ru

    def is_read_by(self, user: access.User) -> bool:
        """Whether this person may open it."""
        return type(self).objects.visible_to(user).filter(pk=self.pk).exists()
