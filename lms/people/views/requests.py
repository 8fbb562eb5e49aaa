"""What every view of signed-in people relies on."""

from django.http import HttpRequest

from lms.people.models import Person


class MemberRequest(HttpRequest):
    """A request of somebody who is signed in, as `login_required` lets it through."""

    user: Person  # never anonymous here
