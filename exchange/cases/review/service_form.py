"""What moderators fill in of a service: its names, and which of them look after it."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from exchange.cases.models import Service, ServiceKeeper
from lms.people.choices import Role
from lms.people.forms.names import NamesForm
from lms.people.models import Person, RoleGrant


class ServiceForm(NamesForm):
    """Its keepers are rows of their own; whoever is a moderator no more is not offered, and goes with the next save."""

    keepers = forms.ModelMultipleChoiceField(
        label=_("Who looks after it"),
        help_text=_("Its cases come to them first. Nobody: to any moderator."),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        grants = RoleGrant.objects.in_force().filter(role=Role.MODERATOR).order_by()
        field = self.fields["keepers"]
        field.queryset = Person.objects.filter(pk__in=grants.values("person"), is_active=True)
        if self.instance.pk:
            field.initial = list(self.instance.keepers.values_list("person", flat=True))

    @transaction.atomic
    def save(self, commit: bool = True) -> Service:
        service: Service = super().save(commit=commit)
        if commit:
            chosen = self.cleaned_data["keepers"]
            service.keepers.exclude(person__in=chosen).delete()
            ServiceKeeper.objects.bulk_create(
                [ServiceKeeper(service=service, person=each) for each in chosen],
                ignore_conflicts=True,
            )
        return service
