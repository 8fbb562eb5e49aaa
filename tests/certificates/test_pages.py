"""The pages of holders and managers: who sees what, and what they do."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from courses.certificates.forgeries import report_forgery
from courses.certificates.models import CertificateIssue, ForgeryReport, Revocation
from courses.certificates.renewal import can_renew, renew
from courses.progress.models import Enrolment
from lms import clock
from lms.people.models import Person
from lms.rules import NotAllowed
from tests import make
from tests.certificates.courses import a_course, certify, complete, file_of, rename

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.REQUIRE_MFA_FOR_ROLES = False


def client_of(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def everybody() -> tuple[CertificateIssue, dict[str, Person]]:
    """A certificate, its holder, and all the others."""
    place = make.municipality()
    coordinator = make.coordinator(place)
    holder = make.learner(place)
    issue = certify(holder)
    return issue, {
        "holder": holder,
        "colleague": make.learner(place),
        "unconfirmed": make.person(municipality=place),
        "coordinator": coordinator,
        "trainer": make.trainer(),
        "moderator": make.moderator(),
        "manager": make.manager(),
        "admin": make.admin(),
    }


def test_who_sees_a_certificate_and_its_file():
    issue, people = everybody()
    for path in [f"/en/my/certificates/{issue.number}/", f"/en/my/certificates/{issue.number}.pdf"]:
        statuses = {
            name: client_of(person).get(path).status_code for name, person in people.items()
        }
        allowed = {"holder", "manager", "admin"}
        assert statuses == {name: 200 if name in allowed else 404 for name in people}
        assert Client().get(path).status_code == 302


def test_who_looks_after_certificates():
    issue, people = everybody()
    report = report_forgery(code_as_typed="", text="Подделка")
    pages = [
        ("get", "/en/programme/certificates/", {}),
        ("get", f"/en/programme/certificates/{issue.number}/", {}),
        ("get", "/en/programme/forgeries/", {}),
        ("post", "/en/programme/forgeries/", {"report": report.pk}),
        ("post", f"/en/programme/certificates/{issue.number}/revoke/", {"why": "x"}),
        ("post", f"/en/programme/certificates/{issue.number}/reissue/", {}),
    ]
    for method, path, data in pages:
        for name, person in people.items():
            if name not in {"manager", "admin"}:
                assert getattr(client_of(person), method)(path, data).status_code == 404, (
                    path,
                    name,
                )
        response = getattr(Client(), method)(path, data)
        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]
    assert not Revocation.objects.exists()
    assert ForgeryReport.objects.waiting().count() == 1
    for method, path, _data in pages:
        if method == "get":
            assert client_of(people["manager"]).get(path).status_code == 200


def test_my_certificates_shows_what_i_have_and_what_waits():
    place = make.municipality()
    boss = make.coordinator(place)
    person = make.person(municipality=place)
    complete(person, a_course(title="Бюджетные слушания", in_kyrgyz=""))
    page = client_of(person).get("/ru/my/certificates/").content.decode()
    assert "Бюджетные слушания" in page
    assert boss.full_name in page
    learner = make.learner(place)
    issue = certify(learner)
    page = client_of(learner).get("/en/my/certificates/").content.decode()
    assert issue.number in page
    assert "Valid" in page
    empty = client_of(make.learner(place)).get("/en/my/certificates/").content.decode()
    assert "Here will be the certificates" in empty


def test_the_course_page_leads_to_the_certificate_or_says_whom_to_ask():
    course, place = a_course(), make.municipality()
    boss = make.coordinator(place)
    learner = make.learner(place)
    issue = certify(learner, course)
    address = f"/en/courses/{course.page.slug}/"
    page = client_of(learner).get(address).content.decode()
    assert f"/en/my/certificates/{issue.number}.pdf" in page
    person = make.person(municipality=place)
    complete(person, course)
    page = client_of(person).get(address).content.decode()
    assert "/my/certificates/" not in page.split("<main")[1].split("</main>")[0]
    assert boss.full_name in page


def test_the_number_of_certificates_does_not_change_the_number_of_queries(
    django_assert_max_num_queries,
):
    learner = make.learner()
    client = client_of(learner)
    for _ in range(5):
        certify(learner)
    with django_assert_max_num_queries(8):
        assert client.get("/ru/my/certificates/").status_code == 200


def test_the_file_is_made_at_once_if_its_task_is_late():
    learner = make.learner()
    issue = certify(learner)
    assert not issue.pdf_sha256
    response = client_of(learner).get(f"/ky/my/certificates/{issue.number}.pdf")
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="certificate-{issue.number}.pdf"'
    )
    assert file_of(issue) == response.content


def test_a_manager_finds_a_certificate_by_name_number_and_code():
    boss = client_of(make.manager())
    wanted = certify(make.learner(family_name="Жээнбеков", given_name="Бакыт"))
    other = certify(make.learner(family_name="Асанова", given_name="Гүлнара"))
    for query in [
        "Жээнбеков",
        "жээнбеков",
        "ЖЭЭНБЕКОВ бакыт",
        wanted.number,
        wanted.number[-6:],
        wanted.code_in_groups.lower(),
    ]:
        page = boss.get("/en/programme/certificates/", {"q": query}).content.decode()
        assert wanted.number in page, query
        assert other.number not in page, query
    page = boss.get("/en/programme/certificates/", {"q": "100% <b>"}).content.decode()
    assert "No certificate matches" in page


def test_a_manager_revokes_on_the_page_only_with_a_reason():
    boss = client_of(make.manager())
    issue = certify(make.learner())
    address = f"/en/programme/certificates/{issue.number}/revoke/"
    page = boss.post(address, {"why": " "}).content.decode()
    assert "Write why the certificate is revoked." in page
    assert not Revocation.objects.exists()
    page = boss.post(address, {"why": "<b>Ошибка</b>"}, follow=True).content.decode()
    assert "The certificate is revoked." in page
    assert "&lt;b&gt;Ошибка" in page
    again = boss.post(address, {"why": "Ещё раз"}).content.decode()
    assert "The certificate has been revoked." in again
    assert Revocation.objects.count() == 1


def test_a_manager_reissues_on_the_page_after_a_corrected_name():
    manager = make.manager()
    learner = make.learner(family_name="Асанова", given_name="Чынара")
    issue = certify(learner)
    boss = client_of(manager)
    page = boss.get(f"/en/programme/certificates/{issue.number}/").content.decode()
    assert "It is the name on the certificate." in page
    rename(learner, "Ысакова", by=manager)
    address = f"/en/programme/certificates/{issue.number}/reissue/"
    page = boss.post(address, follow=True).content.decode()
    newer = CertificateIssue.objects.get(supersedes=issue)
    assert newer.number in page
    assert "Ысакова" in page


def test_no_manager_changes_their_own_certificate():
    manager = make.manager()
    issue = certify(make.learner())
    CertificateIssue.objects.filter(pk=issue.pk).update(person=manager)
    page = client_of(manager).get(f"/en/programme/certificates/{issue.number}/").content.decode()
    assert page.count("Another manager must do this") == 2


def test_a_manager_marks_a_report_as_handled_and_it_stays_to_be_read():
    manager = make.manager()
    report = report_forgery(code_as_typed="AB12", text="<script>1</script>", contact="0700")
    boss = client_of(manager)
    assert "&lt;script&gt;1" in boss.get("/en/programme/forgeries/").content.decode()
    for _ in range(2):
        page = boss.post("/en/programme/forgeries/", {"report": report.pk}, follow=True)
        assert "Nothing waits." in page.content.decode()
    report.refresh_from_db()
    assert report.handled_by == manager
    assert boss.post("/en/programme/forgeries/", {"report": "x"}).status_code == 404


def test_a_course_is_taken_again_from_ninety_days_before_the_last_day():
    learner = make.learner()
    issue = certify(learner, a_course(valid_months=12))
    assert not can_renew(learner, issue)
    with pytest.raises(NotAllowed):
        renew(person=learner, issue=issue)
    assert issue.expires_on
    day = datetime.combine(issue.expires_on, datetime.min.time(), UTC)
    with clock.at(day.replace(year=day.year + 1)):
        assert not can_renew(make.learner(), issue)
        page = client_of(learner).get(f"/en/my/certificates/{issue.number}/").content.decode()
        assert "Take the course again" in page
        response = client_of(learner).post(f"/en/my/certificates/{issue.number}/renew/")
        assert response.status_code == 302
        assert "/en/courses/" in response["Location"]
        assert Enrolment.objects.of(learner).get(closed_at=None).round == 2
        assert not can_renew(learner, issue)
