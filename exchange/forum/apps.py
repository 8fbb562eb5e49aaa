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
        from exchange.forum import discussing, searching
        from lms.people.roles import MANAGERS, MODERATORS

        searching.register_kinds()
        discussing.link_pages()
        categories = [("forum", f"{act}_category") for act in ("add", "change", "delete")]
        give_rights(MODERATORS, ("wagtailadmin", "access_admin"), *categories)
        give_rights(MANAGERS, *categories)
        USEFUL_IN_MENU.update({"forum-categories", "forum-review"})
        self._tell_people()

    def _tell_people(self) -> None:
        """Join who tells people to the acts that they are told of."""
        from exchange.forum import (
            acts,
            editing,
            flagging,
            followed,
            mentioning,
            news,
            notice_kinds,
            noticing,
            posting,
            readers,
            solving,
        )
        from lms.notifications.readers import rules

        rules.append(readers.may_see)
        notice_kinds.register_kinds()
        followed.register_things()
        news.register_news()
        posting.on_posted.append(noticing.tell_followers)
        mentioning.on_mentioned.append(noticing.tell_mentioned)
        solving.on_solved.append(noticing.tell_solved)
        acts.on_moderated.append(noticing.tell_moderated)
        flagging.on_settled.append(noticing.tell_settled)
        editing.on_changed.append(noticing.follow_post)
        editing.on_topic_changed.append(noticing.follow_topic)
