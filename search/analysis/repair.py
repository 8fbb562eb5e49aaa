"""A query as it was meant: typed in the wrong keyboard layout, or in Latin letters."""


def repairs(query: str) -> list[str]:
    """Other readings of a query, the most plausible first; none where it needs none."""
    return []
