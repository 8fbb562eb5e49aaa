"""Closed lists that models, forms and rules share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "f", _("Female")
    MALE = "m", _("Male")


class Role(models.TextChoices):
    COORDINATOR = "coordinator", _("Coordinator of a municipality")
    TRAINER = "trainer", _("Trainer")
    MODERATOR = "moderator", _("Moderator")
    MANAGER = "manager", _("Programme manager")
    ADMIN = "admin", _("Administrator")
