"""People: who they are, where they work, what they may do."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created

from lms import kyrgyz_order


class PeopleConfig(AppConfig):
    name = "lms.people"
    label = "people"

    def ready(self) -> None:
        from lms.people import searching

        searching.register_kinds()
        connection_created.connect(kyrgyz_order.register, dispatch_uid="kyrgyz_order")
