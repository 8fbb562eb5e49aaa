"""Coming back: by mail, by a code from the phone, by a coordinator's code; and who needs a second factor."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client

from lms.notifications.models import OutgoingMessage
from lms.people.invitations import invite
from lms.people.models import Person
from lms.people.recovery import make_return_code
from tests import make
from tests.people.test_registering_pages import code_of, typed

pytestmark = pytest.mark.django_db
NEW = "another-password-2026"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def latest() -> OutgoingMessage:
    return OutgoingMessage.objects.order_by("-pk")[0]


def test_a_password_is_reset_by_mail(client: Client):
    person = make.person(email="a@example.kg")
    client.post("/ru/accounts/password/reset/", {"email": "A@example.kg"})
    message = latest()
    assert message.is_secret
    link = re.search(r"https?://[^/]+(/\S+)", message.text)
    assert link
    page = client.get(link[1], follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW})
    assert Person.objects.get(pk=person.pk).check_password(NEW)


def test_a_stranger_is_not_told_whether_an_address_is_known(client: Client):
    make.person(email="a@example.kg")
    answers = [
        client.post("/ru/accounts/password/reset/", {"email": email}, follow=True).content
        for email in ("a@example.kg", "nobody@example.kg")
    ]
    assert answers[0] == answers[1]


def test_a_password_is_set_anew_by_a_code_from_the_phone(client: Client):
    person = make.person(phone="0700123456", language="ru")
    form = "/ru/accounts/login/code/?next=/ru/accounts/password/new/"
    answer = client.post(form, {"phone": "0700 12 34 56", "next": "/ru/accounts/password/new/"})
    assert answer.status_code == 302
    answer = client.post(answer["Location"], {"code": code_of(latest())})
    assert answer["Location"] == "/ru/accounts/password/new/"
    client.post(answer["Location"], {"password1": NEW})
    assert Person.objects.get(pk=person.pk).check_password(NEW)
    assert client.get("/ru/my/profile/").status_code == 200  # still in


def test_who_came_in_by_password_cannot_set_another_without_it():
    person = make.person(phone="0700123456")
    client = Client()
    client.post("/ru/accounts/login/", {"login": "0700123456", "password": make.PASSWORD})
    answer = client.post("/ru/accounts/password/new/", {"password1": NEW})
    assert answer["Location"] == "/ru/accounts/password/change/"
    assert Person.objects.get(pk=person.pk).check_password(make.PASSWORD)


def test_where_no_sms_is_sent_a_phone_recovers_nothing_by_itself(client: Client, settings):
    settings.SMS_SENDER = "none"
    make.person(phone="0700123456")
    answer = client.post("/en/accounts/login/code/", {"phone": "0700123456"})
    assert "SMS is not sent here yet" in answer.content.decode()
    assert not OutgoingMessage.objects.exists()


def test_where_no_sms_is_sent_a_phone_signs_up_by_invitation_only(client: Client, settings):
    settings.SMS_SENDER = "none"
    answer = client.post("/en/accounts/signup/", typed())
    assert "needs an invitation" in answer.content.decode()
    assert not Person.objects.exists()
    place = make.municipality()
    _invitation, code = invite(by=make.coordinator(place), municipality=place)
    assert client.get(f"/en/invitation/{code}/").status_code == 200
    answer = client.post("/en/accounts/signup/", typed(), follow=True)
    person = Person.objects.get(phone="+996700123456")
    assert answer.wsgi_request.user == person
    assert person.confirmed_municipality_id == place.pk


def test_an_invitation_asks_for_no_municipality_and_no_code_where_it_was_sent(client: Client):
    place = make.municipality()
    _invitation, code = invite(
        by=make.coordinator(place), municipality=place, sent_to="new@example.kg"
    )
    client.get(f"/ru/invitation/{code}/")
    page = client.get("/ru/accounts/signup/").content.decode()
    assert "id_municipality" not in page
    assert "new@example.kg" in page
    answer = client.post(
        "/ru/accounts/signup/", typed(phone="", email="new@example.kg"), follow=True
    )
    person = Person.objects.get(email="new@example.kg")
    assert answer.wsgi_request.user == person
    assert person.verified_email


def test_another_address_than_the_invited_is_verified_all_the_same(client: Client):
    place = make.municipality()
    _invitation, code = invite(
        by=make.coordinator(place), municipality=place, sent_to="new@example.kg"
    )
    client.get(f"/ru/invitation/{code}/")
    answer = client.post("/ru/accounts/signup/", typed(phone="", email="other@example.kg"))
    assert answer["Location"] == "/ru/accounts/confirm-email/"


def test_somebody_with_an_account_accepts_an_invitation():
    place = make.municipality()
    _invitation, code = invite(by=make.coordinator(place), municipality=place)
    person = make.person()
    answer = signed_in(person).post(
        f"/ru/invitation/{code}/", {"position": make.position().pk}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/ru/my/profile/"
    assert Person.objects.get(pk=person.pk).confirmed_municipality_id == place.pk


def test_unknown_and_malformed_invitations_get_one_page(client: Client):
    answers = [client.get(f"/ru/invitation/{code}/") for code in ("0" * 16, "nonsense", "1")]
    assert {answer.status_code for answer in answers} == {404}
    assert (
        "Приглашение" in answers[0].content.decode() or "invitation" in answers[0].content.decode()
    )


def test_a_typed_invitation_leads_to_its_page(client: Client):
    answer = client.post("/ru/accounts/code/", {"invite": "1", "code": "1234 5678 9012 3456"})
    assert answer["Location"] == "/ru/invitation/1234567890123456/"


def test_a_member_comes_back_by_the_coordinators_code_and_is_told(client: Client):
    coordinator = make.coordinator(make.municipality())
    member = make.learner(make.membership_of(coordinator).municipality, phone="0700123456")
    code = make_return_code(by=coordinator, person=member)
    facts = {"phone": "0700123456", "code": code, "password": NEW}
    answer = client.post("/en/accounts/code/", facts, follow=True)
    assert answer.redirect_chain == [("/en/accounts/login/", 302)]
    answer = client.post(
        "/en/accounts/login/", {"login": "0700123456", "password": NEW}, follow=True
    )
    told = [str(message) for message in answer.context["messages"]]
    assert len(told) == 1
    assert coordinator.full_name in told[0]


def test_a_weak_password_leaves_the_code_as_it_was(client: Client):
    coordinator = make.coordinator(make.municipality())
    member = make.learner(make.membership_of(coordinator).municipality, phone="0700123456")
    code = make_return_code(by=coordinator, person=member)
    facts = {"phone": "0700123456", "code": code, "password": "short"}
    assert client.post("/en/accounts/code/", facts).status_code == 200
    assert client.post("/en/accounts/code/", facts | {"password": NEW}).status_code == 302


def test_codes_are_not_guessed_in_a_row(client: Client):
    coordinator = make.coordinator(make.municipality())
    member = make.learner(make.membership_of(coordinator).municipality, phone="0700123456")
    code = make_return_code(by=coordinator, person=member)
    facts = {"phone": "0700123456", "code": "0", "password": NEW}
    for _time in range(5):
        client.post("/en/accounts/code/", facts)
    answer = client.post("/en/accounts/code/", facts | {"code": code})
    assert answer.status_code == 200
    assert "Too many tries" in answer.content.decode()


def test_staff_add_a_second_factor_before_anything_else_where_it_is_required(settings):
    settings.REQUIRE_MFA_FOR_ROLES = True
    client = signed_in(make.trainer())
    for path in ("/ru/", "/ru/my/profile/", "/admin/"):
        assert client.get(path)["Location"].endswith("/accounts/2fa/")
    assert client.get("/ru/accounts/2fa/").status_code == 200
    assert signed_in(make.learner()).get("/ru/my/profile/").status_code == 200


def with_totp(person: Person) -> str:
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def test_the_second_factor_is_asked_for_and_its_secret_is_kept_encrypted(client: Client, settings):
    settings.REQUIRE_MFA_FOR_ROLES = True
    person = make.trainer()
    secret = with_totp(person)
    assert secret not in str(Authenticator.objects.get(type="totp").data)
    facts = {"login": person.phone, "password": make.PASSWORD}
    answer = client.post("/ru/accounts/login/", facts)
    assert answer["Location"] == "/ru/accounts/2fa/authenticate/"
    assert client.get("/ru/my/profile/").status_code == 302
    assert signed_in(person).get("/ru/my/profile/").status_code == 200


@pytest.mark.parametrize("path", ["/admin/login/", "/admin/password_reset/"])
def test_wagtails_own_sign_in_is_closed(client: Client, path):
    person = make.trainer()
    facts = {"username": person.phone, "password": make.PASSWORD}
    answer = client.post(path, facts)
    assert answer.status_code == 302
    assert "/accounts/" in answer["Location"]
    assert "_auth_user_id" not in client.session


PAGES_FOR_ALL = [
    *("login/", "signup/", "password/reset/", "password/reset/done/", "login/code/", "code/"),
    *("passkey/", "inactive/", "password/reset/key/done/"),
]
PAGES_OF_ONES_OWN = [
    *("email/", "phone/change/", "password/change/", "sessions/", "2fa/", "logout/"),
    *("reauthenticate/", "2fa/webauthn/", "2fa/reauthenticate/"),
]


@pytest.mark.parametrize("path", PAGES_FOR_ALL)
def test_pages_of_the_entrance_are_in_the_house_look(client: Client, path):
    page = client.get(f"/ky/accounts/{path}").content.decode()
    assert '<main class="wrap" id="main">' in page
    assert "placeholder=" not in page
    assert "style=" not in page


@pytest.mark.parametrize("path", PAGES_OF_ONES_OWN)
def test_pages_of_ones_own_account_are_in_the_house_look(path):
    answer = signed_in(make.person()).get(f"/ky/accounts/{path}", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert '<main class="wrap" id="main">' in page
    assert "placeholder=" not in page


def test_the_pages_of_the_second_factor_open_after_the_password_is_shown_again():
    person = make.person(phone="0700123456")
    client = Client()
    client.post("/ru/accounts/login/", {"login": "0700123456", "password": make.PASSWORD})
    client.post("/ru/accounts/reauthenticate/", {"password": make.PASSWORD})
    for path in ("totp/activate/", "webauthn/add/"):
        answer = client.get(f"/ru/accounts/2fa/{path}")
        assert answer.status_code == 200, path
        assert '<main class="wrap" id="main">' in answer.content.decode()
    assert "Как назвать этот ключ доступа" in answer.content.decode()
    with_totp(person)
    for path in ("totp/deactivate/", "recovery-codes/generate/"):
        assert client.get(f"/ru/accounts/2fa/{path}").status_code == 200, path
    client.post("/ru/accounts/2fa/recovery-codes/generate/")
    assert client.get("/ru/accounts/2fa/recovery-codes/").status_code == 200
