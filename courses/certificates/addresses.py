"""The address that is printed on certificates."""

from django.urls import reverse

from lms.addresses import full


def checking_page() -> str:
    """The address at which anybody checks a certificate; a code is added to it."""
    return full(reverse("verify_form"))
