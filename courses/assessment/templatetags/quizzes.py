"""How quizzes write their numbers."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def points(value: Decimal | int) -> str:
    """Points with as many places as they need, two at most: 6, 4,2, 1,33."""
    return number_format(Decimal(f"{Decimal(value):.2f}".rstrip("0").rstrip(".")))
