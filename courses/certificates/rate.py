"""How often an address may ask. An office shares one address, so the limits are generous: they stop machines."""

from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from lms import clock

CHECKS = ("certificate-checks", 60, timedelta(minutes=1))
REPORTS = ("forgery-reports", 10, timedelta(hours=1))


def is_within(limit: tuple[str, int, timedelta], request: HttpRequest) -> bool:
    """Count this request of its address, and say whether it is still within the limit."""
    name, at_most, period = limit
    window = int(clock.now().timestamp() // period.total_seconds())
    address = get_adapter().get_client_ip(request)  # behind as many proxies as we trust
    key = f"{name}:{address}:{window}"
    # It outlives its window, so that it is still there when it is counted up.
    cache.add(key, 0, timeout=2 * period.total_seconds())
    return bool(cache.incr(key) <= at_most)
