"""Where Wagtail sends who may not enter the editor."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import RedirectView

sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)


def editor_entrance(request: HttpRequest) -> HttpResponseBase:
    """To our sign-in; whoever is signed in already is told that the editor is not theirs.

    The sign-in would send them straight back to the editor, and the editor to the sign-in, for ever.
    """
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    return sign_in(request)
