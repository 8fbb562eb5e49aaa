"""Addresses under /my/certificates/ and /programme/."""

from django.urls import path

from courses.certificates.views import mine, programme

urlpatterns = [
    path("my/certificates/", mine.my_certificates, name="my_certificates"),
    path("my/certificates/<slug:number>/", mine.certificate, name="certificate"),
    path("my/certificates/<slug:number>.pdf", mine.certificate_pdf, name="certificate_pdf"),
    path("my/certificates/<slug:number>/renew/", mine.renew_certificate, name="renew_certificate"),
    path(
        "programme/certificates/", programme.programme_certificates, name="programme_certificates"
    ),
    path(
        "programme/certificates/<slug:number>/",
        programme.programme_certificate,
        name="programme_certificate",
    ),
    path(
        "programme/certificates/<slug:number>/revoke/",
        programme.revoke_certificate,
        name="revoke_certificate",
    ),
    path(
        "programme/certificates/<slug:number>/reissue/",
        programme.reissue_certificate,
        name="reissue_certificate",
    ),
    path("programme/forgeries/", programme.programme_forgeries, name="programme_forgeries"),
]
