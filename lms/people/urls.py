"""Addresses under /accounts/, /invitation/, /my/profile/, /municipality/ and /programme/."""

from django.urls import path

from lms.people.views import codes, municipality, profile, programme, public, registration

urlpatterns = [
    path("accounts/signup/", registration.register, name="account_signup"),
    path("accounts/code/", codes.have_code, name="have_code"),
    path("accounts/passkey/", codes.passkey, name="passkey"),
    path("accounts/password/new/", codes.new_password, name="new_password"),
    path("invitation/<str:code>/", codes.invitation, name="invitation"),
    path("my/profile/", profile.profile, name="profile"),
    path("my/profile/name/", profile.change_name, name="change_name"),
    path("my/profile/name/withdraw/", profile.withdraw_name, name="withdraw_name"),
    path("my/profile/municipality/", profile.change_work, name="change_work"),
    path("my/profile/municipality/leave/", profile.leave_work, name="leave_work"),
    path("my/profile/settings/", profile.change_settings, name="change_settings"),
    path("municipality/waiting/", municipality.waiting, name="municipality_waiting"),
    path("municipality/waiting/<int:pk>/confirm/", municipality.confirm, name="membership_confirm"),
    path("municipality/waiting/<int:pk>/refuse/", municipality.refuse, name="membership_refuse"),
    path("municipality/names/<int:pk>/accept/", municipality.accept_name, name="name_accept"),
    path("municipality/names/<int:pk>/refuse/", municipality.refuse_name, name="name_refuse"),
    path("municipality/invitations/", municipality.invite, name="municipality_invitations"),
    path(
        "municipality/invitations/<int:pk>/withdraw/",
        municipality.withdraw,
        name="invitation_withdraw",
    ),
    path("municipality/about/", municipality.describe, name="municipality_about"),
    path("municipality/about/<str:code>/", municipality.describe, name="municipality_about_one"),
    path("municipality/people/", municipality.staff, name="municipality_people"),
    path("municipality/people/<uuid:uuid>/", municipality.member, name="municipality_member"),
    path(
        "municipality/people/<uuid:uuid>/code/",
        municipality.return_code,
        name="municipality_return_code",
    ),
    path("municipality/people/<uuid:uuid>/end/", municipality.end, name="municipality_end"),
    path("people/<uuid:uuid>/", public.person, name="person"),
    path("municipalities/<str:code>/", public.municipality, name="municipality_page"),
    path("programme/people/", programme.people, name="programme_people"),
    path("programme/people/<uuid:uuid>/", programme.person, name="programme_person"),
    path("programme/roles/<int:pk>/revoke/", programme.revoke, name="role_revoke"),
    path("programme/waiting/", programme.waiting, name="programme_waiting"),
]
