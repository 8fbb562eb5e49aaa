"""Keys of rows as strangers write them: in addresses, and in forms."""

from uuid import UUID

LARGEST_KEY = 2**63 - 1  # that the database knows
LONGEST_KEY = 18  # digits; that many are always below it


def key_from(text: str | None) -> int | None:
    """The key that the text is; None if it is none that a row can have."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_KEY else None


def uuid_from(text: str | None) -> UUID | None:
    """The UUID that the text is; None if it is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
