"""People: who they are, where they work, what they may do."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from lms import kyrgyz_order


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"

    def ready(self) -> None:
        from lms.notifications.readers import rules
        from lms.people import notice_kinds, searching

        searching.register_kinds()
        rules.append(notice_kinds.may_see)
        notice_kinds.register_kinds()
        connection_created.connect(kyrgyz_order.register, dispatch_uid="kyrgyz_order")
