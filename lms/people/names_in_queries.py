"""Whether somebody is looked for by name: such a query is not kept."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q

from lms.people.models import Person
from search.analysis import tokens

BEGINNING = 3  # letters by which names are fetched; an inflected name ends in others
ENDING = 3  # letters that cases add or change: Сыдыкова, Сыдыковой; Айгүл, Айгүлдүн


def are_names(forms: Sequence[str]) -> bool:
    """Whether a family name and a given name of the same person are among the words, in whatever case."""
    beginnings = {form[:BEGINNING].capitalize() for form in forms}
    if len(set(forms)) < 2:
        return False
    some = Person.objects.filter(
        _begins("family_name", beginnings), _begins("given_name", beginnings)
    )
    return any(
        _is_named(family, forms) and _is_named(given, forms)
        for family, given in some.values_list("family_name", "given_name").order_by().distinct()
    )


def _begins(column: str, beginnings: set[str]) -> Q:
    """Names that begin so; what is no longer than an initial is one."""
    initials = [each for each in beginnings if len(each) < BEGINNING]
    whole = Q(**{f"{column}__in": [*initials, *(f"{each}." for each in initials)]})
    longer = sorted(beginnings.difference(initials))
    return reduce(or_, (Q(**{f"{column}__startswith": each}) for each in longer), whole)


def _is_named(name: str, forms: Sequence[str]) -> bool:
    """Whether one of the words is this name, or a word of it, but for its ending."""
    return any(
        form.startswith(each.form[: max(3, len(each.form) - 1)])
        and len(form) <= len(each.form) + ENDING
        for each in tokens(name)
        for form in forms
    )
