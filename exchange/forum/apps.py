"""Colleagues ask and answer."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForumConfig(AppConfig):
    name = "exchange.forum"
    label = "forum"
    verbose_name = _("Forum")

    def ready(self) -> None:
        from courses.catalogue.editor import USEFUL_IN_MENU
        from courses.catalogue.setup import give_rights
        from lms.people.roles import MANAGERS, MODERATORS

        categories = [("forum", f"{act}_category") for act in ("add", "change", "delete")]
        give_rights(MODERATORS, ("wagtailadmin", "access_admin"), *categories)
        give_rights(MANAGERS, *categories)
        USEFUL_IN_MENU.update({"forum-categories", "forum-review"})
