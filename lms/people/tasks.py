"""Work that comes round by the clock. Safe to run twice at once."""

from celery import shared_task

from lms.people import roles


@shared_task
def follow_ended_roles() -> int:
    """Take out of Wagtail's groups those whose role has run out. Returns how many."""
    return roles.follow_ended_roles()
