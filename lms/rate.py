"""How often an address may ask. An office shares one address, so limits are generous: they stop machines."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

from lms import clock


@dataclass(frozen=True)
class Limit:
    """So many requests of one address in a period."""

    name: str
    at_most: int
    period: timedelta


def is_within(limit: Limit, request: HttpRequest) -> bool:
    """Count this request of its address, and say whether it is still within the limit."""
    seconds = limit.period.total_seconds()
    window = int(clock.now().timestamp() // seconds)
    address = get_adapter().get_client_ip(request)  # behind as many proxies as we trust
    key = f"{limit.name}:{address}:{window}"
    # It outlives its window, so that it is still there when it is counted up.
    cache.add(key, 0, timeout=2 * seconds)
    return bool(cache.incr(key) <= limit.at_most)
