"""Everything that is published, for whoever follows it from elsewhere."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from exchange.cases.models import CaseText
from exchange.forum.feeds import in_xml
from lms.addresses import full

LATEST = 50  # cases


class CaseFeed(Feed[CaseText, str]):
    """The latest cases in one language, as visitors read them."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if kwargs["language"] not in dict(settings.LANGUAGES):
            raise Http404
        with translation.override(kwargs["language"]):
            return super().__call__(request, *args, **kwargs)

    def get_object(self, request: HttpRequest, language: str) -> str:
        return language

    def title(self, language: str) -> str:
        return f"{settings.WAGTAIL_SITE_NAME}: {_('Cases')}"

    def link(self, language: str) -> str:
        return full(reverse("cases"))

    def feed_url(self, language: str) -> str:
        return full(reverse("case_feed", args=[language]))

    def items(self, language: str) -> list[CaseText]:
        texts = CaseText.objects.visible_to(AnonymousUser()).filter(language=language)
        return list(texts.select_related("case__municipality").defer("content")[:LATEST])

    def item_title(self, item: CaseText) -> str:
        return in_xml(item.title)

    def item_description(self, item: CaseText) -> str:
        return in_xml(item.summary)

    def item_link(self, item: CaseText) -> str:
        return full(reverse("case", args=[item.case.slug]))

    def item_guid(self, item: CaseText) -> str:
        return f"urn:uuid:{item.case.key}"

    def item_author_name(self, item: CaseText) -> str:
        return in_xml(item.case.origin_authors or item.case.municipality.name)

    def item_copyright(self, item: CaseText) -> str:
        return str(item.case.get_licence_display())

    def item_pubdate(self, item: CaseText) -> datetime:
        return item.published_at

    def item_updateddate(self, item: CaseText) -> datetime:
        return item.case.changed_at
