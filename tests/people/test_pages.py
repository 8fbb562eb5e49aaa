"""The profile, and the pages of coordinators and managers."""

from html import unescape

import pytest
from django.test import Client

from lms.people.choices import Role
from lms.people.models import AuditRecord, Invitation, Membership, NameChange, Person
from lms.people.name_changes import change_name
from lms.people.roles import grant_role
from tests import make

pytestmark = pytest.mark.django_db


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text_of(answer) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def place():
    return make.municipality("Тамга")


@pytest.fixture
def coordinator(place):
    return make.coordinator(place)


def test_the_profile_says_where_one_works_and_who_decides(place, coordinator):
    person = make.person(municipality=place)
    page = text_of(signed_in(person).get("/en/my/profile/"))
    assert str(place.name_ru) in page
    assert f"The coordinator, {coordinator.full_name}, decides" in page


def test_the_profile_shows_a_refusal_and_the_way_to_ask_again(place, coordinator):
    person = make.person(municipality=place)
    client = signed_in(coordinator)
    refuse = f"/en/municipality/waiting/{make.membership_of(person).pk}/refuse/"
    assert client.post(refuse, {"because": ""}).status_code == 200
    client.post(refuse, {"because": "Works in <b>another</b> village"})
    page = signed_in(person).get("/en/my/profile/").content.decode()
    assert "Works in &lt;b&gt;another&lt;/b&gt; village" in page
    answer = signed_in(person).post(
        "/en/my/profile/municipality/", {"municipality": place.pk, "position": make.position().pk}
    )
    assert answer.status_code == 302
    assert Membership.objects.waiting().get(person=person).municipality == place


def test_one_moves_leaves_and_is_from_outside():
    person = make.learner()
    client = signed_in(person)
    facts = {"municipality": "outside", "position": make.position("expert").pk}
    client.post("/en/my/profile/municipality/", facts)
    assert make.membership_of(Person.objects.get(pk=person.pk)).municipality is None
    answer = client.post("/en/my/profile/municipality/", facts)
    assert "This is where you work already" in text_of(answer)
    client.post("/en/my/profile/municipality/leave/")
    assert Person.objects.get(pk=person.pk).membership is None
    assert client.get("/en/my/profile/municipality/leave/").status_code == 302


def test_the_name_is_changed_kept_and_withdrawn(coordinator):
    client = signed_in(coordinator)
    too_long = {"family_name": "я" * 201, "given_name": "Айгүл", "patronymic": ""}
    answer = client.post("/en/my/profile/name/", too_long)
    assert answer.status_code == 200
    assert "я" * 201 in text_of(answer)
    client.post("/en/my/profile/name/", too_long | {"family_name": "=cmd() <script> 🙂"})
    page = client.get("/en/my/profile/").content.decode()
    assert "=cmd() &lt;script&gt; 🙂" in page
    client.post("/en/my/profile/name/withdraw/")
    assert not NameChange.objects.exists()


def test_language_and_sex_are_changed():
    person = make.person()
    answer = signed_in(person).post("/en/my/profile/settings/", {"language": "ru", "sex": "m"})
    assert answer["Location"] == "/ru/my/profile/"
    person = Person.objects.get(pk=person.pk)
    assert (person.language, person.sex) == ("ru", "m")


def test_the_coordinator_confirms_who_waits(place, coordinator):
    person = make.person(municipality=place)
    client = signed_in(coordinator)
    assert person.full_name in text_of(client.get("/en/municipality/waiting/"))
    client.post(f"/en/municipality/waiting/{make.membership_of(person).pk}/confirm/")
    assert Person.objects.get(pk=person.pk).confirmed_municipality_id == place.pk
    assert person.full_name in text_of(client.get("/en/municipality/people/"))
    # Pressed twice: said on the page it came from, nothing changed.
    answer = client.post(
        f"/en/municipality/waiting/{make.membership_of(person).pk}/confirm/",
        headers={"referer": "http://testserver/en/municipality/waiting/"},
        follow=True,
    )
    assert "This has been decided already." in text_of(answer)


def test_what_belongs_to_another_municipality_is_not_there(coordinator):
    stranger = make.person(municipality=make.municipality())
    client = signed_in(coordinator)
    pk = make.membership_of(stranger).pk
    assert client.post(f"/en/municipality/waiting/{pk}/confirm/").status_code == 404
    assert client.get(f"/en/municipality/waiting/{pk}/refuse/").status_code == 404
    other = make.learner()
    for path in ("", "code/", "end/"):
        answer = client.post(f"/en/municipality/people/{other.uuid}/{path}")
        assert answer.status_code == 404
    change_name(person=other, family_name="Осмонова", given_name="Айгүл")
    change = make.name_change_of(other)
    assert client.post(f"/en/municipality/names/{change.pk}/accept/").status_code == 404
    assert not Membership.objects.get(pk=pk).confirmed_at


COORDINATORS = ["waiting/", "people/", "invitations/"]
MANAGERS = ["people/", "waiting/"]


@pytest.mark.parametrize(
    ("who", "municipality", "programme"),
    [
        (make.learner, 404, 404),
        (make.coordinator, 200, 404),
        (make.trainer, 404, 404),
        (make.moderator, 404, 404),
        (make.manager, 404, 200),
        (make.admin, 404, 200),
    ],
)
def test_whose_pages_these_are(who, municipality, programme):
    client = signed_in(who())
    for path in COORDINATORS:
        assert client.get(f"/en/municipality/{path}").status_code == municipality, path
    for path in MANAGERS:
        assert client.get(f"/en/programme/{path}").status_code == programme, path
    for path in COORDINATORS:
        assert "/accounts/login/" in Client().get(f"/en/municipality/{path}")["Location"]


def test_an_invitation_is_made_shown_once_printed_and_withdrawn(coordinator):
    client = signed_in(coordinator)
    place_id = coordinator.coordinated_municipality_ids[0]
    page = text_of(
        client.post(
            "/en/municipality/invitations/", {"municipality": place_id, "for_whom": "Нурбек"}
        )
    )
    assert "/en/invitation/" in page
    made = Invitation.objects.get()
    listed = text_of(client.get("/en/municipality/invitations/"))
    assert "Нурбек" in listed
    assert "/en/invitation/" not in listed
    client.post(f"/en/municipality/invitations/{made.pk}/withdraw/")
    assert Invitation.objects.get().withdrawn_at


def test_an_invitation_into_another_municipality_is_not_made(coordinator):
    elsewhere = make.municipality()
    answer = signed_in(coordinator).post(
        "/en/municipality/invitations/", {"municipality": elsewhere.pk}
    )
    assert answer.status_code == 200
    assert not Invitation.objects.exists()


def test_a_code_to_come_back_is_made_on_the_members_page(place, coordinator):
    member = make.learner(place)
    client = signed_in(coordinator)
    address = f"/en/municipality/people/{member.uuid}/"
    assert "Make a code" in text_of(client.get(address))
    page = text_of(client.post(f"{address}code/"))
    assert str(member.phone) in page
    assert AuditRecord.objects.filter(by=coordinator, about=member, act="return code made")
    with_email = make.learner(place, email="a@example.kg")
    page = text_of(client.get(f"/en/municipality/people/{with_email.uuid}/"))
    assert "the password is reset by mail" in page
    assert "Make a code" not in page


def test_a_member_who_left_is_gone_from_the_list(place, coordinator):
    member = make.learner(place)
    client = signed_in(coordinator)
    client.post(f"/en/municipality/people/{member.uuid}/end/")
    assert Person.objects.get(pk=member.pk).membership is None
    assert client.get(f"/en/municipality/people/{member.uuid}/").status_code == 404


def test_a_changed_name_is_accepted(place, coordinator):
    member = make.learner(place)
    change_name(person=member, family_name="Осмонова", given_name="Айгүл")
    change = make.name_change_of(member)
    client = signed_in(coordinator)
    assert "Осмонова Айгүл" in text_of(client.get("/en/municipality/waiting/"))
    client.post(f"/en/municipality/names/{change.pk}/accept/")
    assert Person.objects.get(pk=member.pk).family_name == "Осмонова"


def test_managers_see_only_who_waits_for_them(place, coordinator):
    in_time = make.person(municipality=place)
    alone = make.person(municipality=make.municipality())
    outside = make.person()
    manager = make.manager()
    page = text_of(signed_in(manager).get("/en/programme/waiting/"))
    assert alone.full_name in page
    assert outside.full_name in page
    assert in_time.full_name not in page
    signed_in(manager).post(f"/en/municipality/waiting/{make.membership_of(alone).pk}/confirm/")
    assert Person.objects.get(pk=alone.pk).confirmed_membership


def test_people_are_found_by_any_case_by_number_and_by_role():
    person = make.person(family_name="Өмүрбекова", given_name="Нургүл", phone="0700123456")
    client = signed_in(make.manager())
    for words in ("өмүрбекова", "ӨМҮРБЕКОВА нургүл", "700123456"):
        page = text_of(client.get("/en/programme/people/", {"q": words}))
        assert str(person.uuid) in page, words
    assert str(person.uuid) not in text_of(client.get("/en/programme/people/", {"q": "Жаныбек"}))
    assert str(person.uuid) not in text_of(client.get("/en/programme/people/", {"role": "trainer"}))


def test_a_manager_gives_and_takes_roles(place):
    person, client = make.person(), signed_in(make.manager())
    address = f"/en/programme/people/{person.uuid}/"
    answer = client.post(address, {"role": "coordinator"})
    assert "Choose the municipality" in text_of(answer)
    client.post(address, {"role": "coordinator", "municipality": place.pk})
    grant = person.role_grants.get()
    assert (grant.role, grant.municipality) == (Role.COORDINATOR, place)
    assert client.post(address, {"role": "manager"}).status_code == 200
    client.post(f"/en/programme/roles/{grant.pk}/revoke/")
    assert not Person.objects.get(pk=person.pk).grants


def test_a_manager_cannot_take_a_managers_role_off(place):
    other = make.manager()
    client = signed_in(make.manager())
    grant = other.role_grants.get()
    client.post(f"/en/programme/roles/{grant.pk}/revoke/")
    assert Person.objects.get(pk=other.pk).is_manager
    page = text_of(client.get(f"/en/programme/people/{other.uuid}/"))
    assert "Only an administrator appoints managers." in page


def test_lists_cost_the_same_however_long_they_are(
    place, coordinator, django_assert_max_num_queries
):
    grant_role(
        by=make.admin(),
        person=(boss := make.person()),
        role=Role.MANAGER,
    )
    for _number in range(5):
        make.learner(place)
        make.person(municipality=place)
    client, programme = signed_in(coordinator), signed_in(boss)
    for who, path in (
        (client, "municipality/waiting/"),
        (client, "municipality/people/"),
        (programme, "programme/people/"),
    ):
        with django_assert_max_num_queries(12):
            who.get(f"/en/{path}")
