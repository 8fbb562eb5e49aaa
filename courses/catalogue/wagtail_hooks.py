"""Where Wagtail asks us: what it shows, what it lets through, and what follows."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.telepath import register as register_adapter
from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from courses.catalogue import binding, editor, publishing_views
from courses.catalogue.blocks import TableBlock
from courses.catalogue.files import may_be_taken
from courses.catalogue.links import LinkToContent
from courses.catalogue.models import Topic
from courses.catalogue.opening import DocumentsOfTheirs, PagesToRead, PicturesOfTheirs
from courses.catalogue.pictures import AtMost
from courses.catalogue.table_pasting import TableBlockAdapter
from courses.catalogue.touching import learners_touched
from lms.people.forms.names import NamesForm
from lms.people.models import Position


@hooks.register("before_serve_document")
def only_those_who_may(document: Any, request: HttpRequest) -> None:
    """Documents of drafts are for those who write; whoever else asks learns nothing of them."""
    if not may_be_taken(document, request):
        raise Http404


@hooks.register("construct_admin_api", order=1000)
def scripts_read_what_people_may(router: Any) -> None:
    """Wagtail's own lists have all pictures and documents, also those of what others have not published."""
    router.register_endpoint("pages", PagesToRead)
    router.register_endpoint("images", PicturesOfTheirs)
    router.register_endpoint("documents", DocumentsOfTheirs)


@hooks.register("register_image_operations")
def light_pictures() -> list[tuple[str, type[AtMost]]]:
    """Renditions for readers are as light as they must be."""
    return [("atmost", AtMost)]


@hooks.register("register_rich_text_features", order=100)
def link_to_content(features: FeatureRegistry) -> None:
    """Links in texts lead to our addresses."""
    features.register_link_type(LinkToContent)


# Publishing, and taking away


@hooks.register("before_publish_page")
def ask_whom_it_binds(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Something new and required, and people are learning: the draft is kept, and the trainer is asked."""
    if not binding.must_ask(page):
        return None
    if page.live_revision_id is None:  # Wagtail has stored a new page as published already
        Page.objects.filter(pk=page.pk).update(live=False, has_unpublished_changes=True)
    return redirect("whom_it_binds", page.pk)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def go_on_inside(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Whoever has published a course or module goes on with what it consists of; drafts stay in the form."""
    is_whole = not page.specific_class.creatable_subpage_models()
    if is_whole or "action-publish" not in request.POST or request.POST.get("next"):
        return None
    return redirect("wagtailadmin_explore", page.pk)


@hooks.register("before_delete_page")
def delete_only_drafts(request: HttpRequest, page: Page) -> HttpResponse | None:
    """What was read by somebody is unpublished, not deleted: records point to it."""
    if not editor.was_ever_published(page):
        return None
    messages.error(
        request,
        _(
            "“%(title)s” was published, and what people have learnt points to it. Unpublish it instead."
        )
        % {"title": page.get_admin_display_title()},
    )
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def one_at_a_time(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Many pages at once would ask nobody whom it binds, and would delete what was published."""
    pages = [each for each in objects if isinstance(each, Page)]
    if action_type not in {"publish", "unpublish", "delete"} or not pages:
        return None
    if action_type == "delete":
        is_risky = any(editor.was_ever_published(page) for page in pages)
    else:
        is_risky = any(learners_touched(page) for page in pages)
    if not is_risky:
        return None
    messages.error(
        request, _("People are learning here, or have learnt. Do this page by page, please.")
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


@hooks.register("register_admin_urls")
def urls_of_courses() -> list[URLPattern]:
    return [
        path(
            "courses/<int:page_id>/publish/", publishing_views.whom_it_binds, name="whom_it_binds"
        ),
        path(
            "courses/translations/", publishing_views.translations, name="translations_of_courses"
        ),
    ]


# What is seen


@hooks.register("insert_editor_js")
def kyrgyz_in_addresses() -> SafeString:
    return format_html('<script type="module" src="{}"></script>', static("js/addresses.js"))


@hooks.register("insert_global_admin_css")
def what_wagtail_covers() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("editor.css"))


register_adapter(TableBlockAdapter(), TableBlock)


@hooks.register("register_admin_menu_item")
def translations() -> MenuItem:
    return editor.translations_menu_item()


@hooks.register("register_admin_menu_item")
def help_for_trainers() -> MenuItem:
    return editor.help_menu_item()


@hooks.register("construct_main_menu", order=1000)
def keep_the_useful(request: HttpRequest, items: list[MenuItem]) -> None:
    editor.keep_useful(request, items)


@hooks.register("construct_homepage_summary_items", order=1000)
def no_totals(request: HttpRequest, items: list[Any]) -> None:
    """How many images there are helps nobody."""
    items.clear()


@hooks.register("construct_homepage_panels", order=1000)
def courses_first(request: HttpRequest, panels: list[Any]) -> None:
    """The courses, for those who write them; managers have their lists in the menu."""
    panels[:] = [editor.CoursesPanel()] if editor.writes_courses(request) else []


# Lists that managers keep

FIELDS_OF_LISTS = ObjectList(
    [FieldPanel(name) for name in ("name_ky", "name_ru", "name_en", "key", "order")],
    base_form_class=NamesForm,
)


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = gettext_lazy("Topics of courses")
    list_display = ("name_ru", "name_ky", "name_en", "order")
    edit_handler = FIELDS_OF_LISTS


class PositionViewSet(SnippetViewSet):
    model = Position
    icon = "user"
    menu_label = gettext_lazy("Positions")
    list_display = ("name_ru", "name_ky", "name_en", "order")
    edit_handler = FIELDS_OF_LISTS


class Lists(SnippetViewSetGroup):
    items = (TopicViewSet, PositionViewSet)
    menu_label = gettext_lazy("Lists")
    menu_name = "lists"
    menu_icon = "list-ul"
    menu_order = 700


register_snippet(Lists)
