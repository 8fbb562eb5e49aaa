"""What managers and moderators fill in of the lists that they keep."""

from typing import Any

from django.db import transaction
from wagtail.admin.forms import WagtailAdminModelForm

from lms.people.models.places import InThreeLanguages
from lms.people.renaming import tell_that_renamed


class NamesForm(WagtailAdminModelForm):
    """A thing with names in three languages: others hear of new names; its key stays once it has one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk and "key" in self.fields:
            self.fields["key"].disabled = True

    @transaction.atomic
    def save(self, commit: bool = True) -> Any:
        thing: InThreeLanguages = super().save(commit=commit)
        if commit and self.has_changed():
            tell_that_renamed(type(thing), [thing.pk])
        return thing
