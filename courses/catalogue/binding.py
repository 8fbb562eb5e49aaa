"""A trainer publishes something that is new and required: they say whether it binds those who learn already."""

from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page

from courses.catalogue.models import Activity
from courses.catalogue.touching import learners_touched, newly_required
from lms.people.models import Person


def must_ask(page: Page) -> bool:
    """Whether publishing the page would ask something new, and anybody is learning."""
    return bool(newly_required(page)) and learners_touched(page) > 0


@transaction.atomic
def publish_binding(*, by: Person, page: Page, binds_enrolled: bool) -> None:
    """Publish the page's latest draft; what it newly requires binds those still learning, or only who comes later.

    Raises Wagtail's `PublishPagePermissionError`, a `PermissionDenied`, if this person may not publish it.
    """
    draft = page.get_latest_revision_as_object()
    for activity in newly_required(draft):
        activity.binds_enrolled = binds_enrolled
        if activity.pk != draft.pk:
            type(activity).objects.filter(pk=activity.pk).update(binds_enrolled=binds_enrolled)  # type: ignore[attr-defined]  # kinds are pages
    if isinstance(draft, Activity):
        draft.binds_enrolled = binds_enrolled
    revision = draft.save_revision(user=by, log_action=True)
    PublishPageRevisionAction(revision, user=by, changed=True).execute()
