"""What the forum does by the clock."""

from celery import shared_task

from exchange.forum.forgetting import forget_deleted_posts, forget_old_uploads


@shared_task
def forget_what_was_deleted() -> None:
    """Wipe deleted posts after a day, and uploads without a post after two."""
    forget_deleted_posts()
    forget_old_uploads()
