"""Where the editor meets the site: its sign-in is ours, and so are names and languages."""

from typing import Any, ClassVar

from django.views.generic import RedirectView
from wagtail.admin.views.account import AccountView

sign_in = RedirectView.as_view(pattern_name="account_login", query_string=True)


class EditorAccount(AccountView):
    """What somebody sets for the editor alone. Name and language stand in their profile, for the whole site."""

    PANELS: ClassVar = {"avatar", "notifications", "theme"}

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name in self.PANELS]
