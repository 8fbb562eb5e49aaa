"""Cases in review for tests: written and submitted by the use cases, and looked at by moderators."""

from typing import Any
from uuid import uuid4

from exchange.cases.choices import Part, ReviewStep
from exchange.cases.models import Case, CaseDraft, CasePage, Service, ServiceKeeper
from exchange.cases.review.reviewing import page_in_review, pass_step
from exchange.cases.writing.drafting import save_part, start_draft
from exchange.cases.writing.submission import submit
from lms.people.choices import Role
from lms.people.models import Municipality, Person
from lms.people.roles import grant_role
from tests import make
from tests.cases import library

BASICS: dict[str, Any] = {
    "title": "Контейнеры у каждого магазина",
    "summary": "Поставили восемь контейнеров, свалок стало меньше.",
    "services": ["waste"],
    "problem": "Мусор бросали у реки.",
    "done": "Купили контейнеры и договорились о вывозе.",
    "status": "running",
}


def written(author: Person | None = None, **basics: Any) -> CaseDraft:
    """A short case, ready to be submitted."""
    library.lists()
    author = author or make.learner()
    draft = start_draft(by=author, client_id=uuid4(), language="ru")
    write(draft, author, Part.BASICS, **BASICS | basics)
    return draft


def write(draft: CaseDraft, author: Person, part: Part, **data: Any) -> None:
    """Change these fields of a part."""
    latest = draft.parts.filter(part=part).first()
    known = latest.data if latest else {}
    version = latest.version if latest else 0
    save_part(by=author, draft=draft, part=part, data=known | data, base_version=version)


def submitted(author: Person | None = None, **basics: Any) -> CaseDraft:
    """A short case that waits for its first moderator."""
    draft = written(author, **basics)
    return resubmitted(draft)


def resubmitted(draft: CaseDraft) -> CaseDraft:
    """The same, submitted (again) by whoever began it."""
    submit(by=draft.started_by, draft=draft)
    draft.refresh_from_db()
    return draft


def edit(draft: CaseDraft, by: Person, **fields: Any) -> CasePage:
    """Save these fields of its page, as a moderator does in the editor."""
    page = page_in_review(draft)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=by)
    return page


def explain(draft: CaseDraft, by: Person) -> None:
    """Say how far the results are proved, without which nothing is passed."""
    edit(draft, by, evidence_level=2, evidence_reason="Есть журнал замеров.")


def passed_first(draft: CaseDraft, by: Person | None = None) -> Person:
    """Somebody passes the first step, and is returned."""
    by = by or make.moderator()
    explain(draft, by)
    pass_step(by=by, draft=draft, step=ReviewStep.THEME)
    return by


def published(author: Person | None = None, **basics: Any) -> Case:
    """A case that was written here, reviewed and published."""
    return pass_both(submitted(author, **basics))


def pass_both(draft: CaseDraft) -> Case:
    """Two moderators pass what was submitted."""
    passed_first(draft)
    pass_step(by=make.moderator(), draft=draft, step=ReviewStep.SECOND)
    return Case.objects.get(key=draft.key)


def keeper(of: str, person: Person | None = None) -> Person:
    """A moderator who looks after a service."""
    person = person or make.moderator()
    ServiceKeeper.objects.create(service=Service.objects.get(key=of), person=person)
    return person


def moderator_of(place: Municipality) -> Person:
    """A moderator who works in a municipality."""
    person = make.learner(place)
    grant_role(by=make.manager(), person=person, role=Role.MODERATOR)
    return person


def revision_of(case: Case, author: Person) -> CaseDraft:
    """What its author has begun to change of a published case."""
    return start_draft(by=author, client_id=uuid4(), language="ru", case=case)
