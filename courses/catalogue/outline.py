"""What a course consists of, as a reader of one language sees it: plain values, kept as JSON with the publication."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from uuid import UUID

from django.db.models import CharField, UUIDField

from courses.catalogue.models import PublishedCourse
from lms.prepared import Prepared


@dataclass(frozen=True, slots=True)
class OutlineActivity:
    """A lesson or quiz. `page_id` is the page whose text is shown, `source_id` the one whose rules count."""

    key: UUID
    kind: str
    page_id: int
    source_id: int
    title: str
    language: str  # of the text that is shown
    path: str  # course/module/activity, in slugs of the source language
    minutes: int
    is_required: bool
    binds_enrolled: bool
    revision_id: int | None  # of the page that is shown
    size: int = 0  # what its kind counts: questions of a quiz

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "key": str(self.key)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(**{**data, "key": UUID(data["key"])})


@dataclass(frozen=True, slots=True)
class OutlineModule:
    key: UUID
    title: str
    language: str
    slug: str
    activities: list[OutlineActivity] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "key": str(self.key),
            "title": self.title,
            "language": self.language,
            "slug": self.slug,
            "activities": [activity.as_json() for activity in self.activities],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        activities = [OutlineActivity.from_json(each) for each in data["activities"]]
        return cls(UUID(data["key"]), data["title"], data["language"], data["slug"], activities)


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A course to take first; only `blocks` keeps anybody from starting."""

    course_key: UUID
    title: str
    slug: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Outline:
    """A course with its modules and activities in the order of the source tree."""

    course_key: UUID
    source_id: int
    page_id: int
    slug: str
    title: str
    summary: str
    language: str  # of the course's own words
    source_language: str
    outcomes: list[str]
    prerequisites: list[Prerequisite]
    certificate_valid_months: int | None
    trainer: str
    modules: list[OutlineModule]

    def activities(self) -> Iterator[OutlineActivity]:
        """All activities in order."""
        for module in self.modules:
            yield from module.activities

    def find(self, activity_key: UUID) -> OutlineActivity | None:
        """The activity with that key, if the course has it."""
        return next((each for each in self.activities() if each.key == activity_key), None)

    def module_of(self, activity_key: UUID) -> OutlineModule | None:
        """The module that the activity stands in."""
        return next(
            (
                module
                for module in self.modules
                if any(each.key == activity_key for each in module.activities)
            ),
            None,
        )

    def neighbours(
        self, activity_key: UUID
    ) -> tuple[OutlineActivity | None, OutlineActivity | None]:
        """The activities before and after this one."""
        line = list(self.activities())
        place = next(i for i, each in enumerate(line) if each.key == activity_key)
        before = line[place - 1] if place else None
        after = line[place + 1] if place + 1 < len(line) else None
        return before, after

    def as_json(self) -> dict[str, Any]:
        return {
            "course_key": str(self.course_key),
            "source_id": self.source_id,
            "page_id": self.page_id,
            "slug": self.slug,
            "title": self.title,
            "summary": self.summary,
            "language": self.language,
            "source_language": self.source_language,
            "outcomes": self.outcomes,
            "prerequisites": [
                {**asdict(each), "course_key": str(each.course_key)} for each in self.prerequisites
            ],
            "certificate_valid_months": self.certificate_valid_months,
            "trainer": self.trainer,
            "modules": [module.as_json() for module in self.modules],
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "course_key": UUID(data["course_key"]),
                "prerequisites": [
                    Prerequisite(
                        UUID(each["course_key"]), each["title"], each["slug"], each["blocks"]
                    )
                    for each in data["prerequisites"]
                ],
                "modules": [OutlineModule.from_json(each) for each in data["modules"]],
            }
        )


def part_of(
    outline: Mapping[str, Any], kind: str, key: str
) -> OutlineModule | OutlineActivity | None:
    """The module, lesson or quiz with that key, of an outline as JSON: the rest of it is not read."""
    modules = outline["modules"]
    if kind == "module":
        module = next((each for each in modules if each["key"] == key), None)
        return OutlineModule.from_json(module) if module else None
    for module in modules:
        for each in module["activities"]:
            if each["key"] == key and each["kind"] == kind:
                return OutlineActivity.from_json(each)
    return None


PUBLISHED = Prepared(
    lambda course, language: PublishedCourse.objects.filter(
        course_key=course, language=language
    ).select_related("topic"),
    course=UUIDField(),
    language=CharField(),
)


def published_course(course_key: UUID, language: str) -> PublishedCourse | None:
    """The published course in that language with its topic, in one query; None if it is not published."""
    return PUBLISHED.first(course=course_key, language=language)


def outline_of(course_key: UUID, language: str) -> Outline | None:
    """The published outline in that language, in one query; None if the course is not published."""
    published = published_course(course_key, language)
    return Outline.from_json(published.outline) if published else None
