"""Whose words of the forum stand in a case: they are asked whether they want to be named, and named if they do."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from exchange.cases import access
from exchange.cases.models import CaseDraft, CasePage, Credit
from exchange.cases.publication import republish
from exchange.cases.writing import notices as writing_notices
from exchange.forum.choices import Audience
from exchange.forum.models import Topic
from lms import clock
from lms.addresses import page_in
from lms.people.models import Person
from lms.rules import require


def ask_to_credit(draft: CaseDraft) -> None:
    """Ask the authors of the question and of its solution, each once; one's own words need no asking.

    Within the transaction that makes the draft of a topic.
    """
    topic = draft.topic
    assert topic is not None, "only a draft of a topic has words of others"
    question = topic.posts.select_related("author").order_by("pk").first()
    asked = [
        Credit.objects.create(draft=draft, post=post, person=post.author)
        for post in (question, topic.solution)
        if post is not None and post.author_id != draft.started_by_id
    ]
    for credit in {credit.person_id: credit for credit in asked}.values():
        writing_notices.ask_to_credit(credit)


@transaction.atomic
def answer_credit(*, by: Person, credit: Credit, agrees: bool) -> None:
    """Say whether one wants to be named in the case; one may think again, and the case follows.

    Raises `NotAllowed`.
    """
    require(access.can_be_credited(by, credit))
    draft = CaseDraft.objects.locked(credit.draft_id)
    now = clock.now()
    Credit.objects.filter(draft=draft, person=by).update(
        agreed_at=now if agrees else None, refused_at=None if agrees else now
    )
    _follow(draft)


def origin_of(draft: CaseDraft) -> dict[str, str] | None:
    """Of which talk a case was made, and who of its authors agreed to be named; nothing if it was made of none."""
    topic = draft.topic
    if topic is None:
        return None
    with override(draft.language):
        return {
            "name": _name_of(topic),
            "address": page_in(draft.language, "forum_topic", topic.pk) if _is_told(topic) else "",
            "authors": ", ".join(agreed_in(draft)),
        }


def agreed_in(draft: CaseDraft) -> list[str]:
    """The names of those who agreed, in the order of what they wrote; only the draft of a topic has any."""
    if draft.topic_id is None:
        return []
    agreed = draft.credits.filter(agreed_at__isnull=False).select_related("person")
    people = [credit.person for credit in agreed.order_by("post_id")]
    return [person.full_name for person in dict.fromkeys(people)]


def _is_told(topic: Topic) -> bool:
    """Of a municipality's own talk not even the title is told."""
    return topic.audience in {Audience.EVERYONE, Audience.MEMBERS}


def _name_of(topic: Topic) -> str:
    if _is_told(topic):
        return _("Forum: %(topic)s") % {"topic": topic.title}
    return _("A talk in the forum")


def _follow(draft: CaseDraft) -> None:
    """On a page that was made already the names change at once, whoever reviews it: who refuses is named nowhere."""
    page = CasePage.objects.filter(pk=draft.page_id).first()
    if page is None:
        return
    page.origin_authors = ", ".join(agreed_in(draft))
    CasePage.objects.filter(pk=page.pk).update(origin_authors=page.origin_authors)
    for revision in page.revisions.filter(pk__in={page.live_revision_id, page.latest_revision_id}):
        revision.content["origin_authors"] = page.origin_authors
        revision.save(update_fields=["content"])
    republish(page.translation_key)
