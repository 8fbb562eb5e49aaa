"""What must always be true of a draft, whoever writes to the database."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from exchange.cases.choices import DraftState, Part
from exchange.cases.models import CaseDraft, CoAuthor, Credit, DraftFile, DraftPart
from exchange.cases.writing.photos import keep_upload
from exchange.forum.solving import mark_solution
from lms import clock
from tests import files, make
from tests.cases import writing
from tests.forum import talk

pytestmark = pytest.mark.django_db


def refused(name: str, columns: str, act: Any) -> None:
    """PostgreSQL names the constraint that is broken, SQLite of a unique one its columns."""
    words = name if connection.vendor == "postgresql" else f"{name}|{columns}"
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        act()


def refuses(name: str, model: type[Model], **fields: Any) -> None:
    refused(name, "-", lambda: model._default_manager.update(**fields))


def again(row: Model) -> Any:
    """The same row once more."""

    def add() -> None:
        row.pk = None
        row._state.adding = True
        row.save(force_insert=True)

    return add


def test_a_case_is_written_in_one_draft_at_a_time():
    draft = writing.short()
    draft.client_id = make.learner().uuid
    refused("a_case_is_written_in_one_draft_at_a_time", "casedraft.key", again(draft))


def test_a_form_is_one_draft():
    draft = writing.short()
    draft.key = make.learner().uuid
    refused("client_id", "casedraft.client_id", again(draft))


def test_what_is_submitted_was_submitted_by_somebody_and_has_a_page():
    writing.submitted()
    refuses("a_case_is_submitted_by_somebody", CaseDraft, submitted_by=None)
    refuses("what_is_reviewed_was_submitted_and_has_a_page", CaseDraft, page_id=None)
    nobody = {"submitted_at": None, "submitted_by": None}
    refuses("what_is_reviewed_was_submitted_and_has_a_page", CaseDraft, **nobody)
    CaseDraft.objects.update(state=DraftState.CHANGES, page_id=None)


def test_versions_of_a_part_count_from_one_and_each_is_there_once():
    draft = writing.short()
    saved = draft.parts.get(part=Part.BASICS)
    refused("a_part_has_each_version_once", "draftpart.draft_id", again(saved))
    refuses("version", DraftPart, version=0)


def test_a_colleague_is_named_once():
    draft = writing.short()
    boss = make.coordinator(draft.municipality)
    row = CoAuthor.objects.create(draft=draft, person=boss, added_by=draft.started_by)
    refused("a_co_author_is_named_once_in_a_draft", "coauthor.draft_id", again(row))


def test_nobody_both_agrees_and_refuses_and_a_post_is_credited_once():
    topic = talk.topic()
    topic = mark_solution(by=topic.author, post=talk.post(topic))
    credit = writing.draft(topic.author, topic=topic).credits.get()
    both = {"agreed_at": clock.now(), "refused_at": clock.now()}
    refuses("nobody_both_agrees_and_refuses_to_be_named", Credit, **both)
    refused("a_post_is_credited_once", "credit.draft_id", again(credit))


def test_a_photograph_has_two_sides():
    draft = writing.short()
    photo = SimpleUploadedFile("IMG_1.jpg", files.photograph())
    keep_upload(by=draft.started_by, draft=draft, upload=photo)
    refuses("a_photograph_has_two_sides", DraftFile, width=None)
