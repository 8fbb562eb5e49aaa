"""What a draft begins with: what is known of its municipality, and what it comes of."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from exchange.cases.access import User, can_write_cases
from exchange.cases.choices import TITLE_WORDS, AdoptionStatus, Part, Status
from exchange.cases.models import Adoption, AdoptionStep, Case, CaseDraft, CasePage
from exchange.cases.writing import typed
from exchange.cases.writing.draft_pages import page_at
from exchange.cases.writing.published_parts import parts_from
from exchange.cases.writing.typed import Data
from exchange.forum.choices import Audience
from exchange.forum.markdown import words_in
from exchange.forum.models import Post, Topic
from lms.beside import Link
from lms.people.models import Person
from lms.rules import Refusal

# Whose topics may be told to everybody; what two municipalities or trainers say among themselves stays there.
TOLD_OF = (Audience.EVERYONE, Audience.MEMBERS, Audience.MUNICIPALITY)


class NotSolved(Refusal):
    message = _("A case is made of a question that has been solved.")


class NotWorking(Refusal):
    message = _("An adoption becomes a case once it works.")


@dataclass
class Beginning:
    """The language and the parts of a new draft, and who writes it beside whoever begins it."""

    language: str
    parts: dict[Part, Data] = field(default_factory=dict)
    co_authors: Sequence[Person] = ()
    page: CasePage | None = None  # whose files come along


def of(
    by: Person,
    language: str,
    *,
    topic: Topic | None = None,
    adoption: Adoption | None = None,
    case: Case | None = None,
) -> Beginning:
    """What a new draft begins with. Raises `NotSolved`, `NotWorking`."""
    if case:
        return of_case(by, case)
    if adoption:
        return of_adoption(by, language, adoption)
    if topic:
        return of_topic(by, topic)
    return Beginning(language)


def of_case(by: Person, case: Case) -> Beginning:
    """A published case as it is, and its earlier authors."""
    page = page_at(case.key, case.source_language)
    assert page is not None, "a published case has a page"
    earlier = CaseDraft.objects.filter(key=case.key)
    people = [draft.started_by for draft in earlier.select_related("started_by")]
    people += [each.person for draft in earlier for each in draft.co_authors.all()]
    parts = parts_from(page)
    del parts[Part.FILES]
    others = [each for each in people if each.pk != by.pk]
    return Beginning(case.source_language, parts, others, page)


def is_solved_for(by: Person, topic: Topic) -> bool:
    """Whether this person reads a question with its solution that may be told to everybody."""
    if topic.solution_id is None or topic.audience not in TOLD_OF:
        return False
    posts = Post.objects.visible_to(by).shown()
    return posts.filter(pk=topic.solution_id, topic=topic).exists()


def offer_of(topic: Topic, user: User) -> Link | None:
    """Beside a solved question, for whoever writes cases; joined to the forum's offers."""
    if topic.solution_id is None or topic.audience not in TOLD_OF or not can_write_cases(user):
        return None
    url = reverse("case_of_topic", args=[topic.pk])
    return Link(gettext("Make a case of this"), url, get_language() or "ru")


def of_topic(by: Person, topic: Topic) -> Beginning:
    """The question is the problem, its solution what was done."""
    if not is_solved_for(by, topic):
        raise NotSolved
    question = topic.posts.order_by("pk").first()
    solution = topic.solution
    assert question is not None
    assert solution is not None
    basics: Data = {
        "title": topic.title,
        "problem": words_in(question.html) if question.is_shown else "",
        "done": words_in(solution.html),
        "status": Status.RUNNING.value,
    }
    start: Data = {"related": {"topics": [{"line": str(topic.pk)}]}}
    return Beginning(topic.language, {Part.BASICS: basics, Part.START: start})


def of_adoption(by: Person, language: str, adoption: Adoption) -> Beginning:
    """What differs from the original is what was done; what was said of steps, and figures, come along.

    The original is named. A step without words says only where it stood: nothing of what was done.
    """
    if adoption.status != AdoptionStatus.WORKING or (
        adoption.municipality_id != by.confirmed_municipality_id
    ):
        raise NotWorking
    source = adoption.case
    basics: Data = {
        "services": [each.key for each in source.services.all()],
        "done": "" if adoption.differs_hidden_at else adoption.differs,
        "status": Status.RUNNING.value,
    }
    told = list(adoption.steps.all())
    steps = [
        {
            "title": Truncator(step.note).words(TITLE_WORDS),
            "text": step.note,
            "when": f"{step.on:%d.%m.%Y}",
        }
        for step in told
        if _is_told(step)
    ]
    figures = [
        {
            "what": each.what,
            "unit": each.unit,
            "before": _figure(each.before),
            "after": _figure(each.after),
            "date": f"{each.measured_on:%d.%m.%Y}",
        }
        for each in adoption.measures.all()
    ]
    return Beginning(
        adoption.language or language,
        {
            Part.BASICS: basics,
            Part.START: {
                "started": f"{told[0].on:%d.%m.%Y}",
                "builds_on": [{"line": source.slug}],
            },
            Part.STEPS: {"steps": steps},
            Part.RESULTS: {"indicators": figures},
        },
    )


def _is_told(step: AdoptionStep) -> bool:
    return bool(step.note and not step.hidden_at)


def coming_along(adoption: Adoption) -> dict[str, int]:
    """How many steps and figures `of_adoption` takes."""
    steps = sum(map(_is_told, adoption.steps.all()))
    return {"steps": steps, "figures": adoption.measures.count()}


def _figure(number: object) -> str:
    return "" if number is None else f"{number:f}".rstrip("0").rstrip(".")


def known_of(draft: CaseDraft) -> Data:
    """What is known of its place, for the part that nobody has begun: a suggestion, until somebody saves it."""
    place = draft.municipality
    shown = Case.objects.filter(municipality=place, taken_down_at=None).order_by("-published_at")
    latest = shown.exclude(key=draft.key).first()
    page = CasePage.objects.filter(pk=latest.page_id).first() if latest else None
    words = page if latest and latest.source_language == draft.language else None
    context = {
        "population": place.population or (latest.population if latest else None),
        "households": place.households or (latest.households if latest else None),
        "villages": place.villages or (latest.villages if latest else None),
        "terrain": words.terrain if words else "",
        "remoteness": words.remoteness if words else "",
    }
    return typed.clean(Part.PLACE, {"context": context}, key=draft.key)
