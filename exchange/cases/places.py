"""What records of cases point to."""

from wagtail.models import Locale

from courses.catalogue.models import Address
from exchange.cases.models import CaseLibraryPage, Service, Tag
from lms.people.models import Municipality, Position


class Places:
    """What records point to, read once."""

    def __init__(self) -> None:
        self.municipalities = {each.code: each for each in Municipality.objects.current()}
        self.services = {each.key: each for each in Service.objects.all()}
        self.tags = {each.key: each for each in Tag.objects.all()}
        self.positions = {each.key: each for each in Position.objects.all()}
        self.courses = dict(
            Address.objects.filter(activity_key=None).values_list("path", "course_key")
        )
        self.libraries = {
            page.locale.language_code: page
            for page in CaseLibraryPage.objects.select_related("locale")
        }
        self.locales = {each.language_code: each for each in Locale.objects.all()}
