"""/dev/outbox exists where DEVELOPMENT is on; elsewhere there is no such address."""

from django.urls import path

from lms.notifications import views

urlpatterns = [path("dev/outbox", views.outbox, name="dev_outbox")]
