"""What Wagtail's addresses tell of a page, a picture or a document: some of them ask for no right beyond entering."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.db.models import QuerySet
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.documents.permissions import permission_policy as on_documents
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.images.permissions import permission_policy as on_images
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import TranslationSource

from lms.people.models import Person

# What Wagtail calls the keys in its addresses. A chooser leads through trees of others, and has a hook of its own.
PAGES = ("page_id", "page_to_move_id", "destination_id")
ANY_RIGHT = ["add", "change", "delete", "choose"]


def may_open(person: Person, kwargs: Mapping[str, Any]) -> bool:
    """Whether this person finds in the editor all that an address is about."""
    pages = {int(kwargs[name]) for name in PAGES if name in kwargs}
    if source := kwargs.get("translation_source_id"):
        translated = TranslationSource.objects.filter(pk=source).select_related("object").first()
        key = translated and translated.object.translation_key
        pages |= set(Page.objects.filter(translation_key=key).values_list("pk", flat=True))
    return _all_there(pages, PagePermissionPolicy().explorable_instances(person)) and _all_there(
        {int(kwargs["image_id"])} if "image_id" in kwargs else set(), _images(person)
    )


def _all_there(keys: set[int], things: QuerySet[Any]) -> bool:
    return not keys or things.filter(pk__in=keys).count() == len(keys)


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
        found = on_documents.instances_user_has_any_permission_for(self.request.user, ANY_RIGHT)
        return found.order_by("pk")
