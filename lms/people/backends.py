"""Who is signed in: read at every request, so by a query that is compiled once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import IntegerField

from lms.people.models import Person
from lms.prepared import Prepared

SIGNED_IN = Prepared(lambda pk: Person.objects.filter(pk=pk), pk=IntegerField())


class PersonBackend(AuthenticationBackend):
    """Signing in is allauth's; only the reading of the person is ours."""

    def get_user(self, user_id: Any) -> Person | None:
        """The person, or None when they may not be signed in any more."""
        person = SIGNED_IN.first(pk=user_id)
        return person if person and self.user_can_authenticate(person) else None
