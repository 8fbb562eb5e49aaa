"""Things of editable lists have other names now: whoever keeps or shows the old ones hears of it, from here alone.

In the transaction of the change, and many at once: a file brings in all municipalities, an editor changes one topic.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from lms.people.models.places import InThreeLanguages
from search.facets import forget_names

Named = TypeVar("Named", bound=InThreeLanguages)

# What is done when things of a model, named by their primary keys, are called otherwise or belong elsewhere. The rooms
# that write such names down join here in `AppConfig.ready`; who asks for a name when it is shown need not.
on_renamed: dict[type[InThreeLanguages], list[Callable[[Collection[int]], None]]] = defaultdict(
    list
)


def tell_that_renamed(model: type[InThreeLanguages], keys: Collection[int]) -> None:
    """For whoever writes names, in the same transaction."""
    if not keys:
        return
    forget_names()
    for tell in on_renamed[model]:
        tell(keys)


def bring_in(
    model: type[Named], by: Mapping[str, Any], facts: Mapping[str, Any], changed: set[int]
) -> Named:
    """The thing that `by` names, as the facts are; new or other than before, it is added to what has changed."""
    thing = model._default_manager.filter(**by).first()  # noqa: SLF001  Django's own name for it
    if thing is None:
        thing = model._default_manager.create(**by, **facts)  # noqa: SLF001
    elif any(getattr(thing, name) != fact for name, fact in facts.items()):
        for name, fact in facts.items():
            setattr(thing, name, fact)
        thing.save(update_fields=list(facts))
    else:
        return thing
    changed.add(thing.pk)
    return thing
