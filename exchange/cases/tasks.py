"""What the case library does by the clock."""

from celery import shared_task

from exchange.cases.review.confirming import ask_owners


@shared_task
def ask_whether_cases_still_work() -> None:
    """Ask the owners of what nobody has confirmed for a year."""
    ask_owners()
