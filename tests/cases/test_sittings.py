"""One opened form sends what is typed again and again: it has seen its own words, though no answer reached it."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from exchange.cases.choices import Part
from exchange.cases.models import CaseDraft
from exchange.cases.writing.drafting import WrittenMeanwhile, save_part, start_draft
from tests import make
from tests.cases import library, writing

pytestmark = pytest.mark.django_db


def test_the_same_opened_form_is_never_told_that_somebody_wrote_meanwhile():
    draft = writing.draft()
    sent: dict[str, Any] = {
        "by": draft.started_by,
        "draft": draft,
        "part": Part.BASICS,
        "base_version": 0,
    }
    sitting = uuid4()
    save_part(**sent, data={"title": "Фон"}, sitting=sitting)
    save_part(**sent, data={"title": "Фонари"}, sitting=sitting)
    assert writing.typed(draft, Part.BASICS)["title"] == "Фонари"
    with pytest.raises(WrittenMeanwhile):
        save_part(**sent, data={"title": "С другого телефона"}, sitting=uuid4())


def test_a_colleague_is_told_whichever_sitting_they_name():
    draft = writing.draft()
    sitting = uuid4()
    sent: dict[str, Any] = {
        "draft": draft,
        "part": Part.BASICS,
        "base_version": 0,
        "sitting": sitting,
    }
    save_part(**sent, by=draft.started_by, data={"title": "Фонари"})
    with pytest.raises(WrittenMeanwhile):
        save_part(**sent, by=make.coordinator(draft.municipality), data={"title": "Лампы"})


def test_what_is_just_begun_follows_the_language_of_the_page_until_it_is_more():
    author = make.learner()
    library.lists()
    client_id = uuid4()
    start_draft(by=author, client_id=client_id, language="ru")
    draft = start_draft(by=author, client_id=client_id, language="ky")
    assert CaseDraft.objects.get().language == "ky"
    writing.save(draft, Part.LESSONS, {"lessons": [{"line": "Жыйындан баштаңыз."}]})
    start_draft(by=author, client_id=client_id, language="ru")
    assert CaseDraft.objects.get().language == "ky"


def test_the_empty_first_page_leads_to_what_was_begun_lately():
    draft = writing.short()
    client = Client()
    client.force_login(draft.started_by)
    address = reverse("my_case_part", args=[draft.key, "basics"])
    assert address in client.get(reverse("case_write")).content.decode()
    writing.submitted(draft)
    assert address not in client.get(reverse("case_write")).content.decode()
