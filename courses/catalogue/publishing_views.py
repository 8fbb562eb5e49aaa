"""Pages of the editor beside Wagtail's own: whom a publication binds, which translations need somebody."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from courses.catalogue.binding import publish_binding
from courses.catalogue.editor import writes_courses
from courses.catalogue.touching import learners_touched, newly_required
from courses.catalogue.translations import translation_states
from lms import clock


def whom_it_binds(request: HttpRequest, page_id: int) -> HttpResponse:
    """Ask, and publish the latest draft with the answer."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    if request.method == "POST" and request.user.is_authenticated:
        publish_binding(
            by=request.user, page=page, binds_enrolled=request.POST.get("binds") == "all"
        )
        page.refresh_from_db()
        if page.live and not page.has_unpublished_changes:
            words = _("Page “%(title)s” has been published.")
        else:
            words = _("Page “%(title)s” has been scheduled for publishing.")
        messages.success(request, words % {"title": page.title})
        return redirect("wagtailadmin_explore", page.get_parent().pk)
    draft = page.get_latest_revision_as_object()
    is_scheduled = draft.go_live_at is not None and draft.go_live_at > clock.now()
    facts = {
        "page": page,
        "go_live_at": draft.go_live_at if is_scheduled else None,
        "activities": newly_required(draft),
        "learners": learners_touched(page),
        "header_title": _("Whom does it bind?"),
    }
    return render(request, "catalogue/admin/whom_it_binds.html", facts)


def translations(request: HttpRequest) -> HttpResponse:
    """Which translations need somebody, for those who write courses."""
    if not writes_courses(request):
        raise PermissionDenied
    facts = {
        "courses": translation_states(),
        "header_title": _("Translations of courses"),
        "page_title": _("Translations of courses"),
        "header_icon": "wagtail-localize-language",
    }
    return render(request, "catalogue/admin/translations.html", facts)
