"""What Wagtail's addresses tell of a page, a picture or a document: some of them ask for no right beyond entering."""

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import ResolverMatch
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.auth import require_admin_access
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.models import Document
from wagtail.documents.permissions import permission_policy as on_documents
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.models import Image
from wagtail.images.permissions import permission_policy as on_images
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import TranslationSource

from lms.people.models import Person

# What Wagtail calls the keys in its addresses. A chooser leads through trees of others, and has a hook of its own.
PAGES = ("page_id", "page_to_move_id", "destination_id")
# The lists of what lies below a page say its title.
LISTS = ("wagtailadmin_explore", "wagtailadmin_explore_results")
ANY_RIGHT = ["add", "change", "delete", "choose"]


def may_open(person: Person, match: ResolverMatch) -> bool:
    """Whether this person finds in the editor all that an address is about."""
    kwargs = match.kwargs
    pages = {int(kwargs[name]) for name in PAGES if name in kwargs}
    if match.url_name in LISTS:
        pages.add(kwargs["parent_page_id"])
    if source := kwargs.get("translation_source_id"):
        translated = TranslationSource.objects.filter(pk=source).select_related("object").first()
        key = translated and translated.object.translation_key
        pages |= set(Page.objects.filter(translation_key=key).values_list("pk", flat=True))
    return _all_there(pages, _pages(person)) and _all_there(
        {int(kwargs["image_id"])} if "image_id" in kwargs else set(), _images(person)
    )


def _all_there(keys: set[int], things: QuerySet[Any]) -> bool:
    return not keys or things.filter(pk__in=keys).count() == len(keys)


def told_only_of_theirs(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Around what Wagtail does with many at once: it says the titles of those with which somebody may do nothing."""

    @wraps(view)
    def told(request: HttpRequest, **kwargs: str) -> HttpResponse:
        response = view(request, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data:
            _leave_out_others(request.user, response.context_data)
        return response

    asked: Callable[..., HttpResponse] = require_admin_access(told)
    return asked


def _leave_out_others(person: Any, context: dict[str, Any]) -> None:
    rows = context.get("items_with_no_access") or []
    theirs = {Page: _pages, Image: _images, Document: _documents}
    for model, of_person in theirs.items():
        keys = [row["item"].pk for row in rows if isinstance(row["item"], model)]
        known = set(of_person(person).filter(pk__in=keys).values_list("pk", flat=True))
        rows = [
            row for row in rows if not isinstance(row["item"], model) or row["item"].pk in known
        ]
    context["items_with_no_access"] = rows


def _pages(person: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = PagePermissionPolicy().explorable_instances(person)
    return found


def _documents(person: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = on_documents.instances_user_has_any_permission_for(person, ANY_RIGHT)
    return found


def _images(person: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = on_images.instances_user_has_any_permission_for(person, ANY_RIGHT)
    return found


class PagesToRead(PagesAdminAPIViewSet):
    """For scripts in the editor. They change nothing: its own pages ask whom it binds, and delete only drafts."""

    actions: ClassVar[dict[str, Any]] = {}


class PicturesOfTheirs(ImagesAdminAPIViewSet):
    """For scripts in the editor: the pictures that its index lists for this person."""

    def get_queryset(self) -> Any:
        return _images(self.request.user).order_by("pk")


class DocumentsOfTheirs(DocumentsAdminAPIViewSet):
    """The same with documents."""

    def get_queryset(self) -> Any:
        return _documents(self.request.user).order_by("pk")
