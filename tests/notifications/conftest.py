"""What tests of notices and mail share."""

from tests.notifications.telling_kinds import room

__all__ = ["room"]
