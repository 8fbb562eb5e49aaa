"""The two of an adoption begin to talk where nobody has yet: what was brought in came without a topic."""

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from exchange.cases import access
from exchange.cases.adoption.adopting import locked, open_talk
from exchange.cases.adoption.refusals import AlreadyTalking, WordsNeeded
from exchange.cases.models import Adoption
from exchange.cases.owners import followers_of, owners_of
from exchange.forum.models import Topic
from lms.people.models import Person
from lms.rules import require

# Told within the transaction.
on_talk: list[Callable[[Adoption], None]] = []


@transaction.atomic
def begin_talk(*, by: Person, adoption: Adoption, language: str, words: str) -> Topic:
    """Write first, from either side; sent twice is once. `language` is that of the form.

    Raises `NotAllowed`, `AlreadyTalking`, `WordsNeeded`, and what posting refuses.
    """
    case, adoption = locked(adoption)
    require(access.can_begin_talk(by, adoption))
    if adoption.topic:
        if adoption.topic.author_id == by.pk:
            return adoption.topic
        raise AlreadyTalking
    if not words.strip():
        raise WordsNeeded
    is_taker = by.confirmed_municipality_id == adoption.municipality_id
    text = case.texts.filter(language=language).only("title").get()
    with override(language):
        title = _("About the case: %(case)s") % {"case": text.title}
    adoption.topic = open_talk(
        by=by,
        case=case,
        other=adoption.giver if is_taker else adoption.municipality,
        title=title,
        words=words.strip(),
        followers=owners_of(case) if is_taker else followers_of(adoption),
    )
    adoption.save(update_fields=["topic"])
    for tell in on_talk:
        tell(adoption)
    return adoption.topic
