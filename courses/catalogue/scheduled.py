"""Pages are published and taken down at the time that their trainer set, each in a transaction of its own."""

import logging
from collections.abc import Callable

from django.db import transaction
from wagtail.models import Page, Revision

from lms import clock

logger = logging.getLogger(__name__)


def publish_what_is_due() -> int:
    """Publish and unpublish what is due, as Wagtail's command does; returns how many pages changed.

    One page that cannot be published does not keep the others waiting: it is logged, and tried again next time.
    """
    now = clock.now()
    expired = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at")
    due = Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by(
        "approved_go_live_at"
    )
    taken_down = sum(_one(_take_down, pk) for pk in expired.values_list("pk", flat=True))
    return taken_down + sum(_one(_publish, pk) for pk in due.values_list("pk", flat=True))


def _one(act: Callable[[int], None], pk: int) -> bool:
    try:
        with transaction.atomic():
            act(pk)
    except Exception:
        logger.exception("A scheduled publication failed", extra={"row": pk, "act": act.__name__})
        return False
    return True


def _take_down(page_id: int) -> None:
    page = Page.objects.get(pk=page_id).specific
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision_id: int) -> None:
    Revision.objects.get(pk=revision_id).publish(log_action="wagtail.publish.scheduled")
