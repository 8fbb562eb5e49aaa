"""Lists by which cases are sorted; moderators keep them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lms.people.models.places import InThreeLanguages


class Service(InThreeLanguages):
    """What a municipality does for its people: waste, water, roads."""

    key = models.SlugField(_("name in the address"), max_length=40, unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("service")
        verbose_name_plural = _("services")


class Tag(InThreeLanguages):
    """What makes a case harder or easier elsewhere: winter, debts, several villages together."""

    key = models.SlugField(_("name in the address"), max_length=40, unique=True)

    class Meta:
        ordering = ["key"]
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
