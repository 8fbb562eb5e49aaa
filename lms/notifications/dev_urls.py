"""/dev/outbox exists where DEVELOPMENT is on; elsewhere there is no such address."""

from django.urls import path

from lms.notifications.views import outbox

urlpatterns = [path("dev/outbox", outbox.outbox, name="dev_outbox")]
