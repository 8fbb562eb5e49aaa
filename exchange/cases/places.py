"""What records of cases point to."""

from uuid import UUID

from django.utils.functional import cached_property
from wagtail.models import Locale

from courses.catalogue.models import Address
from exchange.cases.models import CaseLibraryPage, Service, Tag
from lms.people.models import Municipality, Position


class Places:
    """What records point to, each read once, and not before a record does."""

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        return {each.code: each for each in Municipality.objects.current()}

    @cached_property
    def services(self) -> dict[str, Service]:
        return {each.key: each for each in Service.objects.all()}

    @cached_property
    def tags(self) -> dict[str, Tag]:
        return {each.key: each for each in Tag.objects.all()}

    @cached_property
    def positions(self) -> dict[str, Position]:
        return {each.key: each for each in Position.objects.all()}

    @cached_property
    def courses(self) -> dict[str, UUID]:
        return dict(Address.objects.filter(activity_key=None).values_list("path", "course_key"))

    @cached_property
    def libraries(self) -> dict[str, CaseLibraryPage]:
        pages = CaseLibraryPage.objects.select_related("locale")
        return {page.locale.language_code: page for page in pages}

    @cached_property
    def locales(self) -> dict[str, Locale]:
        return {each.language_code: each for each in Locale.objects.all()}
