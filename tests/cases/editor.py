"""Wagtail's editor of a case in review, for tests: its form as a browser sends it."""

import json
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from exchange.cases.models import CaseDraft
from exchange.cases.record_fields import BLOCKS
from lms.people.models import Person


def as_(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def edit_address(draft: CaseDraft) -> str:
    return reverse("wagtailadmin_pages:edit", args=[draft.page_id])


def form_of(html: str) -> dict[str, str]:
    """What a browser would send of the editor's form as it is, without pressing a button."""
    sent: dict[str, str] = {}
    form = html[html.index('id="page-edit-form"') :]
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        is_off = kind and kind[1] in {"checkbox", "radio"} and "checked" not in tag
        if name and not is_off:
            sent[name[1]] = value[1] if value else ""
    return sent


def opened(client: Client, draft: CaseDraft) -> dict[str, Any]:
    """The editor's form as the moderator sees it."""
    response = client.get(edit_address(draft))
    assert response.status_code == 200
    form = response.context["form"]
    data: dict[str, Any] = form_of(response.content.decode())
    for name, field in form.fields.items():
        value = form.initial.get(name, field.initial)
        if hasattr(value, "stream_block") or name == "related":
            continue
        if name in {"services", "tags"}:
            data[name] = [each.pk for each in value]
        elif value is not None and value is not False:
            data[name] = getattr(value, "pk", value)
    for name in (*BLOCKS, "related"):
        data.setdefault(f"{name}-count", "0")
    data.setdefault("comments-TOTAL_FORMS", "0")
    data.setdefault("comments-INITIAL_FORMS", "0")
    return {name: value for name, value in data.items() if value is not None}


def press(action: str, **extra: str) -> dict[str, str]:
    """A button of the workflow, as Wagtail's script sends it."""
    return {
        "action-workflow-action": "true",
        "workflow-action-name": action,
        "workflow-action-extra-data": json.dumps(extra),
    }


EXPLAINED = {"evidence_level": "2", "evidence_reason": "Есть журнал."}
