"""The pages on which a case is written: nothing that was typed is lost, and what others write is not there."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from exchange.cases.choices import DraftState, Part
from exchange.cases.models import CaseDraft, DraftPart
from exchange.cases.writing.co_authors import add_co_author
from exchange.cases.writing.draft_pages import page_from
from exchange.cases.writing.submission import missing_in
from exchange.forum.solving import mark_solution
from lms.people.models import Person
from tests import files, make
from tests.cases import library, reviews, writing
from tests.forum import talk

pytestmark = pytest.mark.django_db


def as_(person: Person) -> Client:
    client = Client(headers={"accept-language": "ru"})
    client.force_login(person)
    return client


def at(draft: CaseDraft, part: Part) -> str:
    return f"/ru/my/cases/{draft.key}/parts/{part}/"


def sent(**changes: Any) -> dict[str, Any]:
    return writing.BASICS | {"version": "0", "client_id": str(uuid4())} | changes


def test_seven_fields_are_a_case_that_can_be_sent():
    library.lists()
    client = as_(make.learner())
    html = client.get("/ru/cases/write/").content.decode()
    assert html.count("<textarea") == 3
    answer = client.post("/ru/cases/write/", sent(check="1"))
    draft = CaseDraft.objects.get()
    assert answer.headers["Location"] == f"/ru/my/cases/{draft.key}/check/"
    assert writing.BASICS["problem"] in client.get(answer.headers["Location"]).content.decode()
    assert client.post(answer.headers["Location"]).status_code == 302
    draft.refresh_from_db()
    assert draft.state == DraftState.SUBMITTED
    assert draft.language == "ru"


def test_a_half_filled_one_is_kept_and_what_is_missing_said():
    client = as_(make.learner())
    library.lists()
    answer = client.post("/ru/cases/write/", sent(summary="", title="слово " * 11, check="1"))
    html = answer.content.decode()
    assert "id_summary_err" in html
    assert "id_title_err" in html
    draft = CaseDraft.objects.get()
    assert writing.typed(draft, Part.BASICS)["title"] == ("слово " * 11).strip()
    assert f'action="{at(draft, Part.BASICS)}"' in html
    client.post(f"/ru/my/cases/{draft.key}/check/")
    draft.refresh_from_db()
    assert draft.state == DraftState.WRITING


def test_what_is_missing_is_listed_as_its_fields_stand_on_the_page():
    draft = writing.draft()
    row = {"kind": "once", "what": "", "amount": "много"}
    writing.save(
        draft, Part.BASICS, writing.BASICS | {"title": "слово " * 11, "done": "", "summary": ""}
    )
    writing.save(draft, Part.COSTS, {"launch_cost": "мало", "costs": [{"payer": "Аймак"}, row]})
    html = as_(draft.started_by).get(at(draft, Part.BASICS)).content.decode()
    listed = [re.findall('href="#id_([a-z]+)"', html), re.findall('id="id_([a-z]+)_err"', html)]
    assert listed == [["title", "summary", "done"]] * 2
    assert [lack.field for lack in missing_in(draft) if lack.part == Part.COSTS] == [
        *("costs[1].what", "costs[1].kind", "costs[1].amount"),
        *("costs[2].what", "costs[2].amount", "launch_cost"),
    ]


def test_one_more_row_keeps_all_that_was_typed():
    draft = writing.draft()
    client = as_(draft.started_by)
    row = {"costs-0-id": str(uuid4()), "costs-0-what": "Насос", "costs-0-amount": "много"}
    more = row | {"version": "0", "more": "costs"}
    html = client.post(at(draft, Part.COSTS), more).content.decode()
    assert 'value="много"' in html
    assert 'name="costs-1-what"' in html
    less = row | {"costs-1-what": "Труба", "less": "costs-0", "version": "1"}
    html = client.post(at(draft, Part.COSTS), less).content.decode()
    assert "Насос" not in html
    assert [each["what"] for each in writing.typed(draft, Part.COSTS)["costs"]] == ["Труба"]


def test_what_is_typed_wrongly_stands_beside_its_field_and_in_the_list_of_parts():
    draft = writing.short()
    client = as_(draft.started_by)
    typed = {"costs-0-what": "Насос", "costs-0-kind": "once", "costs-0-amount": "сто тысяч"}
    html = client.post(at(draft, Part.COSTS), typed | {"version": "0"}).content.decode()
    assert "id_costs-0-amount_err" in html
    assert "сто тысяч" in html
    html = client.get(f"/ru/my/cases/{draft.key}/").content.decode()
    assert html.count('class="bad"') == 1
    assert html.count('class="done"') == 1


def test_two_on_the_same_part_see_both_texts_and_choose():
    draft = writing.short()
    colleague = make.learner(draft.municipality)
    add_co_author(by=draft.started_by, draft=draft, person=colleague)
    writing.save(draft, Part.BASICS, writing.BASICS | {"title": "Её заголовок"}, by=colleague)
    client = as_(draft.started_by)
    mine = sent(title="Мой заголовок", version="1")
    html = client.post(at(draft, Part.BASICS), mine).content.decode()
    assert "Её заголовок" in html
    assert 'value="Мой заголовок"' in html
    assert 'name="version" value="2"' in html
    client.post(at(draft, Part.BASICS), mine | {"take": "theirs", "version": "2"})
    assert writing.typed(draft, Part.BASICS)["title"] == "Её заголовок"
    client.post(at(draft, Part.BASICS), mine | {"version": "2"})
    assert writing.typed(draft, Part.BASICS)["title"] == "Мой заголовок"


def test_a_script_is_told_what_became_of_what_it_sent():
    draft = writing.short()
    client = as_(draft.started_by)
    json = {"accept": "application/json"}
    url = at(draft, Part.BASICS)
    kept = client.post(url, sent(title="Раз", version="1"), headers=json).json()
    assert (kept["is_kept"], kept["version"]) == (True, 2)
    late = client.post(url, sent(title="Два", version="1"), headers=json).json()
    assert late["is_kept"] is False
    assert draft.started_by.short_name in late["message"]
    assert DraftPart.objects.get().data["title"] == "Раз"


def test_what_is_known_of_the_municipality_stands_there_already():
    place = make.municipality(population=6200, population_year=2024)
    library.bring(library.full(place))
    draft = writing.draft(make.learner(place))
    html = as_(draft.started_by).get(at(draft, Part.PLACE)).content.decode()
    assert 'value="6200"' in html
    assert 'value="У озера"' in html
    assert not draft.parts.exists()


@pytest.mark.parametrize("part", Part.values)
def test_every_part_is_shown_empty_and_filled(part: str):
    case = library.bring(library.full())[0]
    boss = make.coordinator(case.municipality)
    for draft in (writing.draft(boss), writing.draft(boss, case=case)):
        answer = as_(boss).get(at(draft, Part(part)))
        assert answer.status_code == 200


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_files_are_uploaded_described_and_taken_away():
    draft = writing.short()
    client = as_(draft.started_by)
    url = at(draft, Part.FILES)
    uploads = [
        upload("IMG_1.jpg", files.photograph()),
        upload("приказ.pdf", files.PDF),
        upload("страница.jpg", files.HTML),
    ]
    html = client.post(
        url, {"version": "0", "more": "uploads", "uploads": uploads}
    ).content.decode()
    assert "страница.jpg" in html
    assert html.count('class="err"') == 1
    [photo], [paper] = (writing.typed(draft, Part.FILES)[name] for name in ("photos", "files"))
    assert f"/my/cases/{draft.key}/files/{photo['file']}/" in html
    assert paper["title"] == "приказ.pdf"
    lacking = [lack.field for lack in missing_in(draft)]
    assert lacking == ["photos[1].alt"]
    kept = {f"photos-0-{name}": value for name, value in photo.items()} | {
        f"files-0-{name}": value for name, value in paper.items()
    }
    client.post(url, kept | {"version": "1", "photos-0-alt": "Фонарь у школы", "less": "files-0"})
    assert missing_in(draft) == []
    assert [str(file.key) for file in draft.files.all()] == [photo["file"]]


def test_what_is_checked_reads_as_sentences_with_its_numbers_apart_and_shows_its_files():
    draft = writing.full()
    client = as_(draft.started_by)
    uploads = [upload("IMG_1.jpg", files.photograph()), upload("приказ.pdf", files.PDF)]
    client.post(at(draft, Part.FILES), {"version": "0", "uploads": uploads})
    cost = {"what": "Купили насос.", "kind": "once", "amount": "20000", "payer": "Аймак"}
    writing.save(draft, Part.COSTS, {"costs": [cost], "launch_cost": "сто"})
    html = client.get(f"/ru/my/cases/{draft.key}/check/").content.decode()
    assert re.search(r"Купили насос, [^:]+: 20\xa0000 сомов \(Аймак\)", html)
    assert "Счёт за свет, сом: 18\xa0600 → 9\xa0350,5 (09.2025)" in html
    assert "9\xa0350,5" in html
    assert ">сто<" in html
    photo, paper = (f"/my/cases/{draft.key}/files/{file.key}/" for file in draft.files.all())
    assert re.search(rf'<img [^>]*src="[^"]*{photo}[?]small"', html)
    assert re.search(rf'<a href="[^"]*{paper}"><bdi>приказ.pdf', html)


def test_a_decree_is_uploaded_beside_the_act_and_a_photograph_is_not():
    draft = writing.short()
    client = as_(draft.started_by)
    uploads = [upload("указ.pdf", files.PDF), upload("IMG_1.jpg", files.photograph())]
    html = client.post(at(draft, Part.LAW), {"version": "0", "uploads": uploads}).content.decode()
    assert html.count('class="err"') == 1
    [row] = writing.typed(draft, Part.LAW)["legal_basis"]
    assert row["text"] == "указ.pdf"
    assert [str(file.key) for file in draft.files.all()] == [row["file"]]
    client.post(
        at(draft, Part.FILES), {"version": "0", "uploads": [upload("1.jpg", files.photograph())]}
    )
    client.post(
        at(draft, Part.LAW), {"version": "9", "uploads": [upload("1.jpg", files.photograph())]}
    )
    assert draft.files.count() == 2
    writing.save(draft, Part.FILES, {})
    writing.save(draft, Part.LAW, {"legal_basis": [row]})
    assert [lack.field for lack in missing_in(draft)] == ["legal_basis[1].kind"]
    writing.save(draft, Part.LAW, {"legal_basis": [row | {"kind": "local_decision"}]})
    [block] = page_from(draft).legal_basis
    assert block.value["document"].title == "указ.pdf"
    [again] = page_from(draft).legal_basis
    assert again.value["document"] == block.value["document"]


def test_photographs_come_to_the_page_and_back_into_a_revision():
    author = make.learner()
    draft = writing.short(by=author)
    client = as_(author)
    photo = upload("IMG_1.jpg", files.photograph())
    client.post(at(draft, Part.FILES), {"version": "0", "uploads": [photo]})
    [row] = writing.typed(draft, Part.FILES)["photos"]
    writing.save(draft, Part.FILES, {"photos": [row | {"alt": "Фонарь"}]})
    case = reviews.pass_both(writing.submitted(draft))
    page = library.page_of(case)
    picture = page.photos[0].value["image"]
    again = reviews.revision_of(case, author)
    [row] = writing.typed(again, Part.FILES)["photos"]
    assert again.files.get(key=row["file"]).image == picture
    assert client.get(at(again, Part.FILES)).status_code == 200
    revised = page_from(again)
    assert [(b.id, b.value["image"]) for b in revised.photos] == [(page.photos[0].id, picture)]


def test_of_others_nothing_is_there():
    draft = writing.short()
    place = draft.municipality
    for person in (make.learner(place), make.learner(), make.coordinator(), make.moderator()):
        client = as_(person)
        for way in ("", "parts/basics/", "check/", "authors/", "delete/"):
            url = f"/ru/my/cases/{draft.key}/{way}"
            assert client.get(url).status_code == 404
            assert client.post(url, sent()).status_code == 404
        assert writing.BASICS["title"] not in client.get("/ru/my/cases/").content.decode()
    assert writing.typed(draft, Part.BASICS)["title"] == writing.BASICS["title"]


def test_colleagues_are_asked_by_name():
    draft = writing.short()
    colleague = make.learner(draft.municipality, family_name="Жумабекова")
    client = as_(draft.started_by)
    url = f"/ru/my/cases/{draft.key}/authors/"
    assert "Жумабекова" in client.get(url, {"q": "Жумаб"}).content.decode()
    answer = client.post(url, {"person": colleague.uuid}, follow=True)
    assert [colleague.full_name in str(each) for each in answer.context["messages"]] == [True]
    assert as_(colleague).get(f"/ru/my/cases/{draft.key}/").status_code == 200
    assert client.post(url, {"person": make.learner().uuid}).status_code == 404
    answer = client.post(url, {"person": colleague.uuid, "remove": "1"}, follow=True)
    assert [colleague.full_name in str(each) for each in answer.context["messages"]] == [True]
    assert as_(colleague).get(f"/ru/my/cases/{draft.key}/").status_code == 404


def test_whoever_leaves_the_authors_is_told_that_they_did():
    draft = writing.short()
    colleague = make.learner(draft.municipality)
    add_co_author(by=draft.started_by, draft=draft, person=colleague)
    leaving = {"person": colleague.uuid, "remove": "1"}
    answer = as_(colleague).post(f"/ru/my/cases/{draft.key}/authors/", leaving, follow=True)
    assert answer.redirect_chain == [("/ru/my/cases/", 302)]
    assert len(list(answer.context["messages"])) == 1


def test_a_draft_is_deleted_after_one_more_question():
    draft = writing.short()
    client = as_(draft.started_by)
    url = f"/ru/my/cases/{draft.key}/delete/"
    assert client.get(url).status_code == 200
    assert CaseDraft.objects.exists()
    assert client.post(url).headers["Location"] == "/ru/my/cases/"
    assert not CaseDraft.objects.exists()


def test_a_solved_topic_offers_to_become_a_case():
    topic = talk.topic()
    person = make.learner()
    page = f"/ru/forum/topics/{topic.pk}/"
    offer = reverse("case_of_topic", args=[topic.pk]).removeprefix("/ru")
    assert offer not in as_(person).get(page).content.decode()
    mark_solution(by=topic.author, post=talk.post(topic))
    client = as_(person)
    assert offer in client.get(page).content.decode()
    assert offer not in as_(make.person()).get(page).content.decode()
    assert offer not in Client().get(page).content.decode()
    answer = client.post(f"/ru{offer}", {"client_id": str(uuid4())})
    assert CaseDraft.objects.get().topic == topic
    assert client.get(answer.headers["Location"]).status_code == 200


def test_whose_words_stand_in_it_says_whether_they_are_named():
    topic = talk.topic()
    topic = mark_solution(by=topic.author, post=talk.post(topic))
    credit = writing.draft(topic=topic).credits.get(person=topic.author)
    url = f"/ru/my/cases/credits/{credit.pk}/"
    assert as_(make.learner()).get(url).status_code == 404
    client = as_(topic.author)
    assert client.get(url).status_code == 200
    client.post(url, {"answer": "agree"})
    credit.refresh_from_db()
    assert credit.agreed_at
    client.post(url, {"answer": "refuse"})
    credit.refresh_from_db()
    assert credit.refused_at
    assert not credit.agreed_at


def test_a_published_case_is_revised_from_its_own_page():
    case = library.bring(library.full())[0]
    boss = make.coordinator(case.municipality)
    url = f"/ru/cases/{case.slug}/revise/"
    assert url in as_(boss).get(f"/ru/cases/{case.slug}/").content.decode()
    other = as_(make.learner())
    assert url not in other.get(f"/ru/cases/{case.slug}/").content.decode()
    assert other.post(url).headers["Location"] == "/ru/"
    answer = as_(boss).post(url, {"client_id": str(uuid4())})
    draft = CaseDraft.objects.get()
    assert answer.headers["Location"] == f"/ru/my/cases/{draft.key}/"
    assert draft.key == case.key
