"""Courses and what they consist of, as they are searched: only what is published, in the languages that it is in."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias
from uuid import UUID

from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from courses.catalogue.documents import keys_in_course
from courses.catalogue.models import (
    Address,
    CoursePage,
    LessonPage,
    ModulePage,
    PublishedCourse,
    Topic,
)
from courses.catalogue.outline import Outline, OutlineActivity, OutlineModule, part_of
from lms.people.renaming import on_renamed
from search.facets import value_names
from search.indexing import keys_within, touch
from search.registry import Draft, Kind, Reader, Shown, register

WORDS: dict[str, str | Promise] = {
    "course": _("Courses"),
    "module": _("Modules"),
    "lesson": _("Lessons"),
    "quiz": _("Quizzes"),
}
ONE: dict[str, str | Promise] = {
    "course": _("Course"),
    "module": _("Module"),
    "lesson": _("Lesson"),
    "quiz": _("Quiz"),
}
# A course answers a question about its subject better than any one of its parts.
WEIGHTS = {"course": 1.3, "module": 1.1, "lesson": 1.0, "quiz": 0.8}

# Things → the courses that have or had them.
Find: TypeAlias = Callable[[Collection[str]], Mapping[str, Sequence[UUID]]]


@dataclass(frozen=True)
class Published:
    """A course as readers of one language see it."""

    row: PublishedCourse
    outline: Outline

    @property
    def facets(self) -> dict[str, list[str]]:
        return {"topic": [self.row.topic.key]}


def register_kinds() -> None:
    """Make courses and their parts known to the search."""
    find: dict[str, Find] = {
        "course": _courses,
        "module": _courses_of_modules,
        "lesson": _courses_of_activities,
        "quiz": _courses_of_activities,
    }
    for name, words in WORDS.items():
        register(
            Kind(
                name=name,
                words=words,
                drafts=partial(_drafts, name, find[name]),
                keys=partial(_keys, name),
                show=partial(_show, name, find[name]),
                one=ONE[name],
            )
        )
    value_names["topic"].append(_topic_words)
    on_renamed[Topic].append(_follow_topics)


def _topic_words(values: Collection[str], language: str) -> dict[str, str]:
    """What topics are called."""
    topics = Topic.objects.filter(key__in=values)
    return {topic.key: topic.name_in(language) for topic in topics}


def follow_publication(course_key: UUID, outline: Outline | None) -> None:
    """A course was published, changed or withdrawn: all that it consists of, and did before, is written anew."""
    touched = keys_within(str(course_key))
    touched["course"].add(str(course_key))
    for module in outline.modules if outline else []:
        touched["module"].add(str(module.key))
        for each in module.activities:
            touched[each.kind].add(str(each.key))
    touched["document"] |= keys_in_course(course_key)
    for kind, keys in sorted(touched.items()):
        if kind in WORDS or kind == "document":
            touch(kind, *sorted(keys))


def _follow_topics(keys: Collection[int]) -> None:
    """The courses on a topic are found by its name."""
    courses = PublishedCourse.objects.filter(topic__in=keys).values_list("course_key", flat=True)
    touch("course", *sorted({str(key) for key in courses}))


# Which courses the things are in, published or not


def _courses(keys: Collection[str]) -> dict[str, list[UUID]]:
    return {key: [UUID(key)] for key in keys}


def _courses_of_activities(keys: Collection[str]) -> dict[str, list[UUID]]:
    """An address is kept for every activity that was ever published."""
    pairs = Address.objects.filter(activity_key__in=keys).values_list("activity_key", "course_key")
    return _by_part(pairs)


def _courses_of_modules(keys: Collection[str]) -> dict[str, list[UUID]]:
    """A module has no address: it stands below its course in the tree."""
    pages = ModulePage.objects.filter(translation_key__in=keys).values_list(
        "translation_key", "path"
    )
    parents = {path[: -ModulePage.steplen] for _, path in pages}
    courses = dict(
        CoursePage.objects.filter(path__in=parents).values_list("path", "translation_key")
    )
    return _by_part(
        (key, courses[parent])
        for key, path in pages
        if (parent := path[: -ModulePage.steplen]) in courses
    )


def _by_part(pairs: Iterable[tuple[UUID | None, UUID]]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for part, course in sorted({(part, course) for part, course in pairs if part}, key=str):
        found[str(part)].append(course)
    return found


# Their words


def _drafts(kind: str, find: Find, keys: Collection[str]) -> dict[str, list[Draft]]:
    found = _published(find(keys))
    bodies = _bodies(found) if kind == "lesson" else {}
    drafts: dict[str, dict[str, Draft]] = defaultdict(dict)
    for key, courses in found.items():
        for course in courses:
            draft = _draft(kind, key, course, bodies)
            if draft:
                # What is not translated is read in the source language by readers of every language: once.
                drafts[key].setdefault(draft.language, draft)
    return {key: list(by_language.values()) for key, by_language in drafts.items()}


def _published(courses: Mapping[str, Sequence[UUID]]) -> dict[str, list[Published]]:
    """The courses in all languages that they are published in."""
    wanted = {course for some in courses.values() for course in some}
    rows = PublishedCourse.objects.filter(course_key__in=wanted).select_related("topic")
    published: dict[UUID, list[Published]] = defaultdict(list)
    for row in rows.order_by("language"):
        published[row.course_key].append(Published(row, Outline.from_json(row.outline)))
    return {
        key: [each for course in some for each in published.get(course, [])]
        for key, some in courses.items()
    }


def _draft(kind: str, key: str, course: Published, bodies: Mapping[int, str]) -> Draft | None:
    if kind == "course":
        return _course_draft(course)
    outline = course.outline
    part = part_of(course.row.outline, kind, key)
    if part is None:
        return None
    body = bodies.get(part.page_id, "") if isinstance(part, OutlineActivity) else ""
    if isinstance(part, OutlineModule):
        body = "\n".join(each.title for each in part.activities if each.language == part.language)
    return Draft(
        language=part.language,
        title=part.title,
        body=body,
        extra=outline.title if outline.language == part.language else "",
        facets=course.facets,
        moment=course.row.published_at,
        weight=WEIGHTS[kind],
        within=str(outline.course_key),
    )


def _course_draft(course: Published) -> Draft:
    outline = course.outline
    topic = course.row.topic
    return Draft(
        language=outline.language,
        title=outline.title,
        body="\n".join(
            [outline.summary, *outline.outcomes]
            + [each.title for each in outline.modules if each.language == outline.language]
        ),
        extra=topic.name_in(outline.language),
        facets=course.facets,
        moment=course.row.published_at,
        weight=WEIGHTS["course"],
    )


def _bodies(found: Mapping[str, Sequence[Published]]) -> dict[int, str]:
    """The texts of the lessons' pages, in all languages."""
    ids = {
        part.page_id
        for key, courses in found.items()
        for course in courses
        if (part := course.outline.find(UUID(key)))
    }
    pages = LessonPage.objects.filter(pk__in=ids, live=True).only("pk", "body")
    return {page.pk: text_of(page) for page in pages.iterator(chunk_size=100)}


def text_of(page: LessonPage) -> str:
    """The words of a lesson without its form."""
    return "\n".join(page.body.stream_block.get_searchable_content(page.body))


def _keys(kind: str) -> list[str]:
    """All that there are of a kind: what is published, in the courses as they stand."""
    keys: dict[str, None] = {}
    for row in PublishedCourse.objects.order_by("pk").iterator(chunk_size=50):
        if kind == "course":
            keys[str(row.course_key)] = None
            continue
        outline = Outline.from_json(row.outline)
        parts: Iterable[OutlineModule | OutlineActivity] = (
            outline.modules
            if kind == "module"
            else [each for each in outline.activities() if each.kind == kind]
        )
        keys.update(dict.fromkeys(str(part.key) for part in parts))
    return list(keys)


# What a reader is shown: everybody reads what is published


def _show(
    kind: str, find: Find, user: Reader, keys: Collection[str], language: str
) -> dict[str, Shown]:
    found = find(keys)
    wanted = {course for some in found.values() for course in some}
    rows = PublishedCourse.objects.filter(course_key__in=wanted, language=language)
    if kind == "course":
        rows = rows.defer("outline")
    published = {row.course_key: row for row in rows}
    with translation.override(language):
        courses = reverse("catalogue")
    return {
        key: thing
        for key, some in found.items()
        for course in some
        if course in published and (thing := _shown(kind, key, published[course], courses))
    }


def _shown(kind: str, key: str, course: PublishedCourse, courses: str) -> Shown | None:
    if kind == "course":
        return Shown(course.title, f"{courses}{course.slug}/", course.text_language)
    part = part_of(course.outline, kind, key)
    if part is None:
        return None
    place = f"{course.slug}/#{part.slug}" if isinstance(part, OutlineModule) else f"{part.path}/"
    return Shown(part.title, f"{courses}{place}", part.language, note=course.title)
