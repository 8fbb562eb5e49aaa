"""What other rooms show of a person has changed; higher rooms hear of it."""

from collections.abc import Callable

from lms.people.models import Person

# Higher rooms join here in `AppConfig.ready`; called inside the transaction that changes a name or the sex.
on_person_changed: list[Callable[[Person], None]] = []


def tell_that_person_changed(person: Person) -> None:
    """For the use cases that write names and what reports count."""
    for tell in on_person_changed:
        tell(person)
