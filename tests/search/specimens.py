"""One thing of every kind that can be found, made, published and withdrawn by what does so in the product.

A room that registers a kind adds how one comes and goes: `test_access.py` fails until it has.
"""

from collections.abc import Callable, Collection, Set
from dataclasses import dataclass
from itertools import count

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Page

from courses.assessment.models import QuizPage
from courses.catalogue.documents import read_documents
from courses.catalogue.models import CourseIndexPage, CoursePage, LessonPage, ModulePage
from exchange.forum.choices import Audience
from exchange.forum.editing import delete_post, undo_deletion
from exchange.forum.moderation import hide_topic, release_post
from lms import clock
from lms.people.membership import confirm_membership, end_membership
from lms.people.models import Municipality, Person
from lms.people.places import import_municipalities
from search.indexing import touch
from tests import make, make_courses
from tests.cases import library
from tests.forum import talk
from tests.security.world import ROLES

EVERYBODY = frozenset({*ROLES, "neighbour"})
MEMBERS = frozenset({"learner", "neighbour", "coordinator", "foreign", "manager", "admin"})
COLLEAGUES = MEMBERS | {"trainer", "moderator"}

People = dict[str, Person | None]
_number = count(1)


@dataclass(frozen=True)
class Specimen:
    """A thing that is not published yet. `word` stands in its title and nowhere else; `readers` are roles.

    `without`: the ways in which the search does not tell of such a thing.
    """

    key: str
    word: str
    readers: Collection[str]
    publish: Callable[[], object]
    withdraw: Callable[[], object]
    without: Set[str] = frozenset()


def course(place: Municipality, people: People) -> Specimen:
    page = CoursePage(
        title="Курс про пчеловодство", summary="О пчёлах.", topic=make_courses.topic()
    )
    return page_specimen(
        CourseIndexPage.objects.get(locale__language_code="ru"), page, "пчеловодство"
    )


def module(place: Municipality, people: People) -> Specimen:
    page = ModulePage(title="Разводим каракульскую породу")
    return page_specimen(make_courses.course().page, page, "каракульскую")


def lesson(place: Municipality, people: People) -> Specimen:
    body = [make_courses.text_block("h", "Так измеряет реки гидрометрия: поплавком и вертушкой.")]
    page = LessonPage(title="Что такое гидрометрия", minutes=5, body=body)
    return page_specimen(make_courses.course().modules[0], page, "гидрометрия")


def quiz(place: Municipality, people: People) -> Specimen:
    page = QuizPage(**make_courses.quiz(title="Проверка: топография"))
    return page_specimen(make_courses.course().modules[0], page, "топография")


def document(place: Municipality, people: People) -> Specimen:
    """A file that a draft of a lesson offers."""
    content = "Гербарий собирают летом".encode()
    file = Document.objects.create(title="Гербарий", file=ContentFile(content, "list.txt"))
    read_documents([file.pk])
    offer = {"type": "document", "value": {"document": file.pk, "title": "Файл"}}
    page = LessonPage(title="Собираем", minutes=5, body=[offer])
    offering = page_specimen(make_courses.course().modules[0], page, "гербарий")
    return Specimen(str(file.pk), "гербарий", EVERYBODY, offering.publish, offering.withdraw)


def person(place: Municipality, people: People) -> Specimen:
    """Somebody who claims to work here: found once that is confirmed, and until it ends."""
    made, coordinator = (
        make.person(municipality=place, family_name="Жээнбекова"),
        people["coordinator"],
    )
    assert coordinator
    return Specimen(
        str(made.uuid),
        "Жээнбекова",
        MEMBERS,
        lambda: confirm_membership(by=coordinator, membership=make.membership_of(made)),
        lambda: end_membership(by=made, membership=make.membership_of(made)),
    )


def municipality(place: Municipality, people: People) -> Specimen:
    """A place that the classification does not know yet, and later no more."""
    code = f"41702205{next(_number):06}"
    row = {
        "soate_code": code,
        "name_ru": "Барскоонский айылный аймак",
        "name_ky": "Барскоон айыл аймагы",
        "oblast_ru": "Иссык-Кульская область",
        "oblast_ky": "Ысык-Көл облусу",
        "raion_ru": "Джети-Огузский район",
        "raion_ky": "Жети-Өгүз району",
    }

    def dissolve() -> None:
        # By the console: there is no page for it.
        Municipality.objects.filter(code=code).update(valid_to=clock.today())
        touch("municipality", code)

    return Specimen(code, "барскоонский", EVERYBODY, lambda: import_municipalities([row]), dissolve)


def topic(place: Municipality, people: People) -> Specimen:
    """A question to colleagues that a moderator looks at first, and hides later."""
    made = talk.topic(
        make.learner(place),
        category=talk.category("inside", Audience.MEMBERS),
        title="Про шелководство",
        text=talk.LINKS,
    )
    moderator = make.moderator()
    return Specimen(
        str(made.pk),
        "шелководство",
        COLLEAGUES,
        lambda: release_post(by=moderator, post=made.posts.get(), reason="Можно."),
        lambda: hide_topic(by=moderator, topic=made, reason="Повтор."),
    )


def post(place: Municipality, people: People) -> Specimen:
    """An answer within a municipality, deleted, back, and deleted again; it has no title to go on with as typed."""
    author = make.learner(place)
    asked = talk.topic(author, category=talk.category("own", Audience.MUNICIPALITY))
    made = talk.post(asked, author, "Спросите про коневодство.")
    delete_post(by=author, post=made)
    return Specimen(
        str(made.pk),
        "коневодство",
        frozenset({"learner", "coordinator"}),
        lambda: undo_deletion(by=author, post=made),
        lambda: delete_post(by=author, post=made),
        without={"suggestion"},
    )


def case(place: Municipality, people: People) -> Specimen:
    """What a municipality did, taken down once already."""
    page = library.page_of(library.case(place, title="Своё рыбоводство"))
    page.unpublish()
    return specimen_of(page, "рыбоводство")


SPECIMENS: dict[str, Callable[[Municipality, People], Specimen]] = {
    "course": course,
    "module": module,
    "lesson": lesson,
    "quiz": quiz,
    "document": document,
    "person": person,
    "municipality": municipality,
    "topic": topic,
    "post": post,
    "case": case,
}


def page_specimen(parent: Page, page: Page, word: str) -> Specimen:
    """A page that is saved as a draft below its parent."""
    page.slug = f"page-{next(_number)}"
    make_courses.draft(parent, page)
    return specimen_of(page, word)


def specimen_of(page: Page, word: str) -> Specimen:
    """A page that is published by its last revision."""

    def fresh() -> Page:
        return Page.objects.get(pk=page.pk).specific

    return Specimen(
        str(page.translation_key),
        word,
        EVERYBODY,
        lambda: fresh().get_latest_revision().publish(),
        lambda: fresh().unpublish(),
    )
