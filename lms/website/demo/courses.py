"""The three demonstration courses, made as a trainer makes them: pages with revisions, published, translated."""

from collections.abc import Iterator
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Locale, Page

from courses.assessment.models import QuizPage
from courses.catalogue import publication
from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage, Topic
from exchange.cases.importing import key_of
from exchange.cases.models import CasePage
from lms import clock
from lms.people.models import Person
from lms.website.demo.streams import Streams, key
from lms.website.demo.translation import translate
from lms.yaml_files import read_yaml

FOLDER = Path(publication.__file__).parent / "demo"
SOURCE = "ru"
NAMES = ["waste", "hearings", "feedback"]


def seed_topics() -> None:
    """What courses are about; rows that editors have changed stay as they are."""
    topics = read_yaml(FOLDER / "topics.yaml")["topics"]
    for order, topic in enumerate(topics):
        Topic.objects.get_or_create(
            key=topic["key"],
            defaults={
                "order": order,
                **{f"name_{code}": name for code, name in topic["name"].items()},
            },
        )


def seed_courses(trainer: Person) -> None:
    """Make, publish and translate what is missing; courses that are there stay as they are."""
    courses = [DemoCourse(name, trainer) for name in NAMES]
    with publication.postponed():
        with transaction.atomic():  # all three or none, for they link to each other
            new = [course for course in courses if not course.is_there()]
            for course in new:
                course.make_pages()
            for course in new:
                course.fill_and_publish()
        for course in courses:
            course.translate()
    for course in courses:
        publication.republish(key(course.name))


class DemoCourse:
    """One course of the content files, on its way to pages."""

    def __init__(self, name: str, trainer: Person) -> None:
        self.name, self.trainer = name, trainer
        self.data: dict[str, Any] = read_yaml(FOLDER / "courses" / f"{name}.yaml")
        self.pages: dict[tuple[str, ...], Page] = {}

    @cached_property
    def languages(self) -> list[str]:
        """Those that the course's own title is in, Russian first."""
        return sorted(self.data["title"], key=lambda code: code != SOURCE)

    def make_pages(self) -> None:
        """The tree as drafts, so that links have something to point to."""
        index = CourseIndexPage.objects.get(locale__language_code=SOURCE)
        course = self._add(index, CoursePage, (self.name,), self.data, self._course_fields())
        for module in self.data["modules"]:
            place = (self.name, module["key"])
            page = self._add(course, ModulePage, place, module, {})
            for activity in module["activities"]:
                kind = LessonPage if activity["kind"] == "lesson" else QuizPage
                fields = self._activity_fields(activity)
                self._add(page, kind, (*place, activity["key"]), activity, fields)

    def _add(
        self,
        parent: Page,
        kind: type[Page],
        place: tuple[str, ...],
        data: dict[str, Any],
        fields: dict[str, Any],
    ) -> Page:
        page = kind(
            title=data["title"][SOURCE],
            slug=place[-1],
            translation_key=key(*place),
            locale=Locale.objects.get(language_code=SOURCE),
            owner=self.trainer,
            live=False,
            first_published_at=clock.now(),
            **fields,
        )
        self.pages[place] = parent.add_child(instance=page)
        return self.pages[place]

    def _course_fields(self) -> dict[str, Any]:
        return {
            "summary": self.data["summary"][SOURCE],
            "topic": Topic.objects.get(key=self.data["topic"]),
            "certificate_valid_months": self.data["certificate_valid_months"],
        }

    @staticmethod
    def _activity_fields(activity: dict[str, Any]) -> dict[str, Any]:
        fields = {"is_required": activity.get("required", True)}
        if "minutes" in activity:
            fields["minutes"] = activity["minutes"]
        if activity["kind"] == "quiz":
            fields |= {"pass_mark": activity["pass_mark"], "max_attempts": activity["attempts"]}
            fields["questions"] = "[]"
        return fields

    def fill_and_publish(self) -> None:
        """Bodies, then publication from the top, as readers need the course before its lessons."""
        for place, page in self.pages.items():
            self.fill(page, place, SOURCE)
            # Logged, so that a trainer who has tried something goes back to this version.
            revision = page.save_revision(user=self.trainer, log_action=True)
            revision.publish(user=self.trainer, skip_permission_checks=True)

    def fill(self, page: Page, place: tuple[str, ...], language: str) -> None:
        """Put the words of the language into the page, by the same ids in every language."""
        data = self._data_at(place)
        page.title = data["title"].get(language, data["title"][SOURCE])
        streams = Streams(place, language, self.find)
        if isinstance(page, CoursePage):
            page.summary = streams.words(self.data["summary"])
            outcomes = enumerate(self.data["outcomes"])
            page.outcomes = self._stream(
                page,
                "outcomes",
                [streams.block("outcome", f"o{n}", streams.words(o)) for n, o in outcomes],
            )
        elif isinstance(page, LessonPage):
            page.body = self._stream(page, "body", streams.lesson(data["blocks"]))
        elif isinstance(page, QuizPage):
            page.questions = self._stream(page, "questions", streams.quiz(data["questions"]))

    @staticmethod
    def _stream(page: Page, field: str, raw: list[dict[str, Any]]) -> Any:
        return page._meta.get_field(field).stream_block.to_python(raw)

    def _data_at(self, place: tuple[str, ...]) -> dict[str, Any]:
        data = self.data
        for name, children in zip(place[1:], ["modules", "activities"], strict=False):
            data = next(each for each in data[children] if each["key"] == name)
        return data

    def find(self, what: str, name: str) -> int | None:
        """The id of an image, a document or a page that a block points to; made on first use."""
        if what == "figure":
            return self._file(get_image_model(), FOLDER / "figures" / name)
        if what == "document":
            return self._file(get_document_model(), FOLDER / "documents" / name)
        if name.startswith("case:"):
            cases = CasePage.objects.filter(translation_key=key_of(name.removeprefix("case:")))
            case: CasePage = cases.earliest("pk")  # in the language it was first written in
            return int(case.pk)
        course, _, activity = name.removeprefix("course:").partition("/")
        pages = Page.objects.filter(locale__language_code=SOURCE)
        if not activity:
            return int(pages.get(translation_key=key(course)).pk)
        root = pages.get(translation_key=key(course))
        return int(pages.descendant_of(root).get(slug=activity).pk)

    @staticmethod
    def _file(model: Any, path: Path) -> int:
        known = model.objects.filter(title=path.name).first()
        if known is None:
            collection = (
                Collection.objects.exclude(depth=1).first() or Collection.get_first_root_node()
            )
            file = ImageFile(BytesIO(path.read_bytes()), name=path.name)
            known = model.objects.create(title=path.name, collection=collection, file=file)
        return int(known.pk)

    def is_there(self) -> bool:
        return CoursePage.objects.filter(translation_key=key(self.name)).exists()

    def places(self) -> Iterator[tuple[str, ...]]:
        """Of the course, its modules and activities, from the top."""
        yield (self.name,)
        for module in self.data["modules"]:
            yield (self.name, module["key"])
            for activity in module["activities"]:
                yield (self.name, module["key"], activity["key"])

    def translate(self) -> None:
        """The other languages of the course, through wagtail-localize, as a translator would."""
        for language in self.languages[1:]:
            done = set(
                Page.objects.filter(
                    locale__language_code=language, live=True, alias_of=None
                ).values_list("translation_key", flat=True)
            )
            for place in self.places():
                if key(*place) not in done:
                    self._translate_page(place, language)

    @transaction.atomic
    def _translate_page(self, place: tuple[str, ...], language: str) -> None:
        page = Page.objects.get(translation_key=key(*place), locale__language_code=SOURCE).specific
        translate(page, language, lambda copy: self.fill(copy, place, language), self.trainer)
