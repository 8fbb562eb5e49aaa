"""What people do to what is searched, and in the plainest way what must be found of it."""

from dataclasses import dataclass, field
from itertools import count
from typing import Any

from wagtail.models import Page

from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from lms.people.choices import Role
from lms.people.membership import ask_membership, confirm_membership, end_membership
from lms.people.models import Person, RoleGrant
from lms.people.name_changes import accept_name, change_name
from lms.people.roles import grant_role, revoke_role
from tests import make, make_courses

# So far from each other that none is taken for another one.
WORDS = ("заповедник", "гербарий", "топография", "трактор")
_number = count(1)
Found = set[tuple[str, str]]  # kinds and keys


@dataclass
class Said:
    """The words of a page: as it was saved last, and as readers see it; None while it is not published."""

    page: Page
    draft: str
    published: str | None = None
    below: "list[Said]" = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.page.translation_key)


class History:
    """What people do, by the use cases, and beside it in the plainest way what must be found."""

    def __init__(self) -> None:
        self.place = make.municipality()
        self.coordinator, self.manager = make.coordinator(self.place), make.manager()
        self.admin = make.admin()
        self.reader = make.person()
        self.grant: RoleGrant | None = None
        self.people: list[tuple[Person, str]] = []
        self.courses: list[Said] = []

    # Pages

    def add_course(self, word: str, n: int) -> None:
        """A course of one module with one lesson; published, or all of it a draft."""
        index = CourseIndexPage.objects.get(locale__language_code="ru")
        fields: dict[str, Any] = {"summary": "О деле", "topic": make_courses.topic()}
        course = self._add(index, CoursePage, word, **fields)
        module = self._add(course.page, ModulePage, WORDS[n % len(WORDS)])
        course.below.append(module)
        self.courses.append(course)
        if n % 3:
            self._publish(course)
            self._publish(module)
        self.add_lesson(word, n)

    def add_lesson(self, word: str, n: int) -> None:
        if self.courses:
            (module,) = self._one(self.courses, n).below
            lesson = self._add(module.page, LessonPage, word, minutes=5)
            module.below.append(lesson)
            if n % 2:
                self._publish(lesson)

    def save(self, word: str, n: int) -> None:
        """Other words are saved, which nobody reads yet."""
        if said := self._any_page(n):
            page = self._fresh(said).get_latest_revision_as_object()
            page.title = title_of(word)
            page.save_revision()
            said.draft = word

    def publish(self, word: str, n: int) -> None:
        if said := self._any_page(n):
            self._publish(said)

    def withdraw(self, word: str, n: int) -> None:
        said = self._any_page(n)
        if said and said.published:
            self._fresh(said).unpublish()
            said.published = None

    def delete(self, word: str, n: int) -> None:
        said = self._any_page(n)
        if said and not isinstance(said.page, ModulePage):  # a course here has one module
            self._fresh(said).delete()
            for kept in [self.courses, *(m.below for c in self.courses for m in c.below)]:
                if said in kept:
                    kept.remove(said)

    # People

    def register(self, word: str, n: int) -> None:
        person = make.person(municipality=self.place, family_name=word.capitalize())
        self.people.append((person, word))

    def confirm(self, word: str, n: int) -> None:
        if person := self._somebody(n):
            membership = person.membership
            if membership and not membership.confirmed_at:
                confirm_membership(by=self.coordinator, membership=membership)

    def leave(self, word: str, n: int) -> None:
        if (person := self._somebody(n)) and person.membership:
            end_membership(by=person, membership=person.membership)

    def come_back(self, word: str, n: int) -> None:
        if (person := self._somebody(n)) and not person.membership:
            ask_membership(person=person, municipality=self.place, position=make.position())

    def rename(self, word: str, n: int) -> None:
        """A name changes at once, or when somebody accepts it."""
        if person := self._somebody(n):
            change = change_name(
                person=person, family_name=word.capitalize(), given_name=person.given_name
            )
            if change:
                accept_name(by=self.manager, change=change)
            at = [each for each, _ in self.people].index(person)
            self.people[at] = (person, word)

    def give_or_take_the_role(self, word: str, n: int) -> None:
        if self.grant:
            revoke_role(by=self.admin, grant=self.grant)
            self.grant = None
        else:
            self.grant = grant_role(by=self.admin, person=self.reader, role=Role.MANAGER)

    # What must be found

    def expected(self, word: str, *, sees_people: bool) -> Found:
        found: Found = set()
        for course in self.courses:
            if not course.published:
                continue
            modules = [module for module in course.below if module.published]
            if word in {course.published, *(module.published for module in modules)}:
                found.add(("course", course.key))
            for module in modules:
                lessons = [lesson for lesson in module.below if lesson.published]
                if word in {course.published, module.published, *(e.published for e in lessons)}:
                    found.add(("module", module.key))
                found |= {
                    ("lesson", lesson.key)
                    for lesson in lessons
                    if word in {course.published, lesson.published}
                }
        if sees_people:
            for person, name in self.people:
                membership = Person.objects.get(pk=person.pk).membership
                if name == word and membership and membership.confirmed_at:
                    found.add(("person", str(person.uuid)))
        return found

    def _add(self, parent: Page, made: type[Page], word: str, **fields: Any) -> Said:
        page = made(title=title_of(word), slug=f"p-{next(_number)}", **fields)
        make_courses.draft(Page.objects.get(pk=parent.pk).specific, page)
        return Said(page, word)

    def _publish(self, said: Said) -> None:
        self._fresh(said).get_latest_revision().publish()
        said.published = said.draft

    def _fresh(self, said: Said) -> Page:
        page: Page = Page.objects.get(pk=said.page.pk).specific
        return page

    def _any_page(self, n: int) -> Said | None:
        pages = [
            page
            for course in self.courses
            for page in [course, *course.below, *(e for m in course.below for e in m.below)]
        ]
        return self._one(pages, n) if pages else None

    def _somebody(self, n: int) -> Person | None:
        if not self.people:
            return None
        return Person.objects.get(pk=self._one(self.people, n)[0].pk)

    @staticmethod
    def _one(some: list[Any], n: int) -> Any:
        return some[n % len(some)]


def title_of(word: str) -> str:
    """A title in which only the word tells anything."""
    return f"Про {word}"
