"""Notices that people find on the site, what they prefer, and messages that leave the house."""

from lms.notifications.models.digest import DigestRun
from lms.notifications.models.message import Channel, OutgoingMessage
from lms.notifications.models.notice import Notice, Way
from lms.notifications.models.preference import PlacePreference, Preference

__all__ = [
    "Channel",
    "DigestRun",
    "Notice",
    "OutgoingMessage",
    "PlacePreference",
    "Preference",
    "Way",
]
