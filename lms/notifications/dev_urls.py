"""/dev/outbox exists where DEVELOPMENT is on; elsewhere there is no such address."""

from django.urls import path

from lms.notifications.views import outbox

urlpatterns = [
    path("dev/outbox", outbox.outbox, name="dev_outbox"),
    path("dev/outbox/<int:pk>", outbox.outbox_mail, name="dev_outbox_mail"),
]
