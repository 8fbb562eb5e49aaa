"""What people are told of their cases: that somebody does the same, and how it goes there."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.cases.adoption.adopting import on_adopted, on_step
from exchange.cases.adoption.talking import on_talk
from exchange.cases.models import Adoption, AdoptionStep
from exchange.cases.notices import GROUP, title_in_language, titles_of
from exchange.cases.owners import owners_of
from exchange.forum.noticing import place_of as place_of_topic
from exchange.forum.readers import readers_of
from lms.notifications import telling
from lms.notifications.kinds import Kind, Told, register, told_of
from lms.notifications.models import Way
from lms.people.models import Person


def _title_of(adoption: Adoption) -> str:
    return title_in_language(adoption.case) or _("A case that is not published any more")


def _address_of(adoption: Adoption) -> str:
    return reverse("adoption", args=[adoption.case.slug, adoption.pk])


def _adopted(adoption: Adoption) -> Told:
    words = {"municipality": adoption.municipality.name, "case": _title_of(adoption)}
    return Told(
        _("%(municipality)s wants to do what you did") % words,
        _("“%(case)s”. They have written to you; only your two municipalities read it.") % words,
        _address_of(adoption),
        is_read_there=True,
    )


def _gone_on(step: AdoptionStep) -> Told:
    adoption = step.adoption
    words = {
        "municipality": adoption.municipality.name,
        "status": step.get_status_display(),
        "case": _title_of(adoption),
    }
    return Told(
        _("%(municipality)s, after your case: %(status)s") % words,
        words["case"],
        _address_of(adoption),
        is_read_there=True,
    )


def _written(adoption: Adoption) -> Told:
    assert adoption.topic, "as asked for"
    assert adoption.topic.municipality, "a talk of two begins in one of them"
    words = {"municipality": adoption.topic.municipality.name, "case": _title_of(adoption)}
    return Told(
        _("%(municipality)s has written to you") % words,
        _("About the case: %(case)s") % words,
        reverse("forum_topic", args=[adoption.topic.pk]),
        is_read_there=True,
    )


ADOPTED = Kind(
    name="cases.adopted",
    group=GROUP,
    label=gettext_lazy("Your case is taken up"),
    about=gettext_lazy("Another municipality wants to do what a case of yours tells."),
    way=Way.AT_ONCE,
    describe=told_of(
        Adoption.objects.select_related("case", "municipality").prefetch_related(
            titles_of("case__")
        ),
        _adopted,
    ),
)
TALK = Kind(
    name="cases.talk",
    group=GROUP,
    label=gettext_lazy("Letters about what was taken up"),
    about=gettext_lazy(
        "The other of two municipalities writes to you about a case for the first time."
    ),
    way=Way.AT_ONCE,
    describe=told_of(
        Adoption.objects.filter(topic__hidden_at=None)
        .select_related("case", "topic__municipality")
        .prefetch_related(titles_of("case__")),
        _written,
    ),
)
STEP = Kind(
    name="cases.step",
    group=GROUP,
    label=gettext_lazy("How it goes elsewhere"),
    about=gettext_lazy("A municipality that took up a case of yours tells how it goes."),
    way=Way.DAILY,
    describe=told_of(
        AdoptionStep.objects.select_related(
            "adoption__case", "adoption__municipality"
        ).prefetch_related(titles_of("adoption__case__")),
        _gone_on,
    ),
)


def _tell_adopted(adoption: Adoption) -> None:
    name = place_of(adoption)
    others = owners_of(adoption.case).exclude(pk__in=[adoption.started_by_id])
    telling.tell(ADOPTED, event=name, subject=name, people=others, place=name)


def _tell_step(step: AdoptionStep) -> None:
    name = f"adoption_step:{step.pk}"
    others = owners_of(step.adoption.case).exclude(pk__in=[step.by_id])
    telling.tell(STEP, event=name, subject=name, people=others, place=place_of(step.adoption))


def _tell_talk(adoption: Adoption) -> None:
    topic = adoption.topic
    assert topic, "it has just begun"
    name = f"adoption_talk:{adoption.pk}"
    telling.tell(
        TALK,
        event=name,
        subject=name,
        place=place_of_topic(topic),
        readers=readers_of(topic),
        people=Person.objects.filter(pk__in=topic.followers.values("person")).exclude(
            pk=topic.author_id
        ),
    )


def place_of(adoption: Adoption) -> str:
    """What notices call where its steps are read."""
    return f"adoption:{adoption.pk}"


def register_kinds() -> None:
    """Join them, in the order in which a page lists them, to the acts that they tell of."""
    for kind in (ADOPTED, TALK, STEP):
        register(kind)
    on_adopted.append(_tell_adopted)
    on_talk.append(_tell_talk)
    on_step.append(_tell_step)
