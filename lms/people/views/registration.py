"""Registration: allauth's view, with our form's invitation and refusals beside the fields."""

from typing import Any

from allauth.account.views import SignupView
from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from django.db import transaction
from django.http import HttpResponse

from lms.people.forms.registration import RegistrationForm
from lms.rules import Refusal


class RegisterView(SignupView):
    """Sign up; who comes with an invitation is not asked for the municipality."""

    def get_form(self, form_class: type[RegistrationForm] | None = None) -> RegistrationForm:
        form: RegistrationForm = super().get_form(form_class)
        return form.for_request(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        return context | {"invitation": form.invitation}

    def form_valid(self, form: RegistrationForm) -> HttpResponse:
        try:
            # Together: who sends the form again too soon keeps the account, and its code, of the first time.
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)
        except RateLimited:
            response = respond_429(self.request)
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal))
            response = self.form_invalid(form)
        return response


register = RegisterView.as_view()
