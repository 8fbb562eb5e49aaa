"""The checking page: what anybody is told, in three languages, and what nobody is told."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils.html import escape

from courses.certificates.codes import new_code
from courses.certificates.issuing import reissue
from courses.certificates.models import CertificateIssue, ForgeryReport
from courses.certificates.revocation import revoke
from lms import clock
from tests import make
from tests.certificates.courses import a_course, certify, membership_of, rename
from tests.notices import said_of

pytestmark = pytest.mark.django_db
BY_THE_WAY = {"Content-Length", "Expires"}  # the length of what was typed, and the time of day


def checked(code: str, language: str = "en", **headers: str) -> tuple[int, str]:
    response = Client(headers={"accept-language": language} | headers).get(f"/verify/{code}")
    return response.status_code, response.content.decode()


def test_a_genuine_certificate_is_told_with_every_fact_that_its_pdf_prints():
    place = make.municipality("Теплоключенка")
    learner = make.learner(place, family_name="Токтосунова", given_name="Айгүл", language="ky")
    with clock.at(datetime(2027, 11, 12, tzinfo=UTC)):
        issue = certify(learner, a_course(minutes=(100, 50)))
        status, page = checked(issue.code)
    assert status == 200
    for fact in [
        "The certificate is genuine",
        "Токтосунова Айгүл",
        "Таштанды чыгаруу",  # as printed
        "Вывоз мусора",
        "2.5",
        "Теплоключенка айыл аймагы",
        "Nov. 12, 2027",
        "Nov. 12, 2029",
        issue.number,
        issue.code_in_groups,
    ]:
        assert fact in page


def test_nothing_else_is_told_of_its_holder():
    learner = make.learner(
        phone="+996700112233", email="aigul@example.org", family_name="Токтосунова"
    )
    issue = certify(learner)
    issue.person.phone = None
    _status, page = checked(issue.code)
    for secret in [
        "700112233",
        "aigul@",
        str(learner.uuid),
        membership_of(learner).position.name_ru,
    ]:
        assert secret not in page
    # And no page of the holder's: everything it links to is there for everybody.
    links = set(re.findall(r'href="(/[^"#?]*)', page))
    for link in links - {f"/verify/{issue.code}"}:
        assert issue.number not in link
        assert "my/" not in link


def test_a_code_typed_by_hand_is_understood_and_leads_to_the_address():
    issue = certify(make.learner())
    typed = issue.code_in_groups.lower().replace("a", "а").replace("h", "н") + " "  # Cyrillic
    response = Client().get("/verify/", {"code": typed})
    assert response.status_code == 302
    assert response["Location"] == f"/verify/{issue.code}"
    assert checked(typed)[0] == 200


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_answer_stands_in_three_languages_whatever_the_readers(language):
    issue = certify(make.learner())
    _status, page = checked(issue.code, language)
    assert f'<html lang="{language}">' in page
    for other in {"ky", "ru", "en"} - {language}:
        assert f'<p class="small" lang="{other}">' in page
        assert f'href="/language/{other}/?next=/verify/{issue.code}"' in page
    client = Client(headers={"accept-language": language})
    for other in ["en", "ky", "ru"]:
        chosen = client.get(f"/language/{other}/?next=/verify/{issue.code}", follow=True)
        assert chosen.redirect_chain == [(f"/verify/{issue.code}", 302)]
        assert f'<html lang="{other}">' in chosen.content.decode()
        assert chosen["Content-Language"] == other


def test_revoked_is_told_since_when_and_not_why():
    issue = certify(make.learner())
    with clock.at(datetime(2026, 12, 31, 20, tzinfo=UTC)):
        revoke(by=make.manager(), issue=issue, why="Чужой паспорт")
    with clock.at(datetime(2027, 1, 1, 12, tzinfo=UTC)):
        status, page = checked(issue.code)
    assert status == 200
    assert "The certificate was revoked on Jan. 1, 2027" in page
    assert "verdict bad" in page
    assert "паспорт" not in page


def test_replaced_is_told_without_the_new_name_number_and_code():
    learner = make.learner(family_name="Асанова", given_name="Чынара")
    issue, boss = certify(learner), make.manager()
    rename(learner, "Ысакова", by=boss)
    newer = reissue(by=boss, issue=issue)
    _status, page = checked(issue.code)
    assert "The certificate was replaced by a newer one" in page
    assert "Асанова" in page
    for secret in ["Ысакова", newer.number, newer.code, newer.code_in_groups]:
        assert secret not in page
    assert "The certificate is genuine" in checked(newer.code)[1]


def test_expired_is_told_from_the_day_after_the_last():
    issue = certify(make.learner(), a_course(valid_months=1))
    assert issue.expires_on
    with clock.at(datetime.combine(issue.expires_on, datetime.min.time(), UTC)):
        assert "The certificate is genuine" in checked(issue.code)[1]
    with clock.at(datetime(2100, 1, 1, tzinfo=UTC)):
        status, page = checked(issue.code)
    assert status == 200
    assert "The certificate expired on" in page
    assert "verdict late" in page


def test_unknown_and_malformed_codes_get_one_and_the_same_page():
    answers = set()
    for typed in [
        new_code(),
        new_code()[:-3],
        "1",
        "%D0%BF%D1%83%D1%82%D1%8C",
        "a/b/c",
        "..%20-",
        "A" * 300,
    ]:
        response = Client().get(f"/verify/{typed}")
        assert response.status_code == 404, typed
        # All that differs is what was typed: shown once, and in the addresses that lead on.
        page = re.sub(r"<code><bdi>.*</bdi></code>", "…", response.content.decode())
        page = re.sub(r'href="[^"]*(next|code)=[^"]*"', "…", page)
        headers = {name: response[name] for name in response.headers if name not in BY_THE_WAY}
        answers.add((page, tuple(sorted(headers.items()))))
    assert len(answers) == 1


def test_what_was_typed_comes_back_as_text():
    response = Client().get("/verify/%3Cscript%3Ealert(1)%3C/script%3E%E2%80%AE")
    page = response.content.decode()
    assert "<script>alert" not in page
    assert escape("<script>alert(1)</script>") in page


@pytest.mark.parametrize("typed", ["", "  ", "...", "/", "—"])
def test_nothing_typed_is_asked_for_again(typed):
    response = Client(headers={"accept-language": "en"}).get("/verify/", {"code": typed})
    assert response.status_code == 200
    assert "Type the code that is printed on the certificate." in response.content.decode()


def test_an_office_checks_a_pile_and_a_machine_is_slowed():
    issue = certify(make.learner())
    client = Client(headers={"accept-language": "en"})
    with clock.at(datetime(2027, 1, 1, tzinfo=UTC)):
        statuses = [client.get(f"/verify/{issue.code}").status_code for _ in range(61)]
        assert statuses == [200] * 60 + [429]
        response = client.get("/verify/AAAA")
        assert response.status_code == 429
        assert response["Retry-After"] == "60"
        assert "Too many checks at once" in response.content.decode()
        assert Client(REMOTE_ADDR="10.9.8.7").get(f"/verify/{issue.code}").status_code == 200
    with clock.at(datetime(2027, 1, 1, 0, 1, tzinfo=UTC)):
        assert client.get(f"/verify/{issue.code}").status_code == 200


def test_the_page_is_kept_by_no_cache_and_no_search_engine():
    issue = certify(make.learner())
    response = Client().get(f"/verify/{issue.code}")
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_checking_only_reads(method):
    issue = certify(make.learner())
    assert getattr(Client(), method)(f"/verify/{issue.code}").status_code == 405


@pytest.mark.parametrize(
    "name", ["=cmd()", "<script>alert(1)</script>", "Айгүл 🙂", "אבג\u200f", "Ж" * 200]
)
def test_any_name_is_shown_as_text(name):
    issue = certify(make.learner(family_name=name, given_name="Айгүл"))
    page = checked(issue.code)[1]
    assert f"<bdi>{escape(name)} Айгүл</bdi>" in page


def test_checking_costs_one_query(django_assert_num_queries):
    issue = certify(make.learner())
    with django_assert_num_queries(1):
        checked(issue.code)


def test_a_forgery_is_reported_without_an_account_and_reaches_the_managers():
    boss = make.manager()
    client = Client(headers={"accept-language": "en"}, enforce_csrf_checks=False)
    assert "AB12" in client.get("/verify/report/?code=AB12").content.decode()
    response = client.post(
        "/verify/report/",
        {"code_as_typed": "AB12", "text": "<b>Другое имя</b>", "contact": "0700 11 22 33"},
        follow=True,
    )
    assert "Your report has arrived" in response.content.decode()
    report = ForgeryReport.objects.get()
    assert (report.code_as_typed, report.text) == ("AB12", "<b>Другое имя</b>")
    [message] = [each for each in said_of(f"forgery:{report.pk}") if each.person == boss]
    assert message.url.endswith("/programme/forgeries/")
    assert "Другое имя" not in message.text


def test_an_empty_report_says_what_is_missing_and_keeps_what_was_typed():
    response = Client(headers={"accept-language": "en"}).post(
        "/verify/report/", {"code_as_typed": "AB12", "text": " ", "contact": ""}
    )
    page = response.content.decode()
    assert "Write what does not match." in page
    assert 'value="AB12"' in page
    assert not ForgeryReport.objects.exists()


def test_reports_from_one_address_are_limited():
    client = Client()
    with clock.at(datetime(2027, 1, 1, tzinfo=UTC)):
        for _ in range(10):
            assert client.post("/verify/report/", {"text": "Подделка"}).status_code == 302
        assert client.post("/verify/report/", {"text": "Подделка"}).status_code == 429
    assert ForgeryReport.objects.count() == 10


def test_the_address_of_a_code_has_no_language_and_no_slash():
    issue = certify(make.learner())
    assert CertificateIssue.objects.get().code == issue.code
    assert Client().get(f"/verify/{issue.code}").status_code == 200
    assert Client().get(f"/verify/{issue.code}/").status_code == 200
