"""What the notices of cases share: where they stand on the page of preferences, and what a case is called in them."""

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy
from wagtail.models import Page

GROUP = gettext_lazy("Cases")


def title_of_page(page: str = "page_id", field: str = "title") -> Subquery:
    """In a query: the title of the page whose key stands in that column, which it keeps when its words are gone.

    `field`: “draft_title” is that of the latest revision, for what is not published yet.
    """
    return Subquery(Page.objects.filter(pk=OuterRef(page)).values(field)[:1])
