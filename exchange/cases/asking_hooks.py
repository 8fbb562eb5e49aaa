"""That a case is asked to be withdrawn, where moderators decide on it: said above its text and its buttons."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from exchange.cases import access
from exchange.cases.asking_to_withdraw import open_requests
from exchange.cases.models import CasePage
from exchange.cases.withdrawing import withdraw_address


@hooks.register("before_edit_page")
def say_that_it_is_asked_for(request: HttpRequest, page: Page) -> None:
    """Above the editor: a new version is not passed by somebody who has not read it."""
    if request.method != "GET" or page.specific_class is not CasePage:
        return
    if not access.can_keep_library(request.user):
        return
    asked = open_requests().filter(case__key=page.specific.translation_key).first()
    if asked:
        words = _("%(name)s asks to withdraw this case: %(because)s")
        button = messages.button(withdraw_address(page), _("Answer the request"))
        facts = {"name": asked.by.full_name, "because": asked.because}
        messages.warning(request, words % facts, buttons=[button])
