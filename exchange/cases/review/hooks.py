"""The review in Wagtail's admin: what waits, what is said, and what the editor of a case in review lets through."""

from typing import Any

from django.contrib.messages import get_messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from exchange.cases import access
from exchange.cases.choices import DraftState
from exchange.cases.models import CaseDraft, CasePage
from exchange.cases.models.reviewed import open_draft_of
from exchange.cases.review import admin as review_admin
from exchange.cases.review.deciding import DONE
from exchange.cases.review.page_form import APPROVE
from exchange.cases.review.queue import how_many_wait
from exchange.cases.review.reviewing import PublishedByReview, StillWritten
from lms.admin_menu import EntryFor
from lms.keys import key_from

# Wagtail's own ways into and out of a workflow: authors begin one, and reviewers end it.
NOT_HERE = {"action-submit", "action-restart-workflow", "action-cancel-workflow"}
PUBLISHES = {"action-publish"}


@hooks.register("register_admin_urls")
def urls_of_the_review() -> list[URLPattern]:
    return [
        path("case-review/", review_admin.queue, name="cases_in_review"),
        path("case-review/<int:pk>/", review_admin.conversation, name="case_in_review"),
    ]


@hooks.register("register_admin_menu_item")
def cases_to_review() -> MenuItem:
    return EntryFor(
        gettext_lazy("Cases to review"),
        reverse("cases_in_review"),
        name="review-of-cases",
        icon_name="tasks",
        order=402,
        is_for=access.can_keep_library,
        waiting=how_many_wait,
    )


class CasesPanel(Component):
    """On a moderator's first page of the editor: how many cases wait."""

    name = "cases_to_review"
    template_name = "cases/admin/review_panel.html"
    order = 55

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"waiting": how_many_wait(parent_context["request"].user)}


@hooks.register("construct_homepage_panels", order=1002)  # below what waits in the forum
def cases_wait_too(request: HttpRequest, panels: list[Any]) -> None:
    if access.can_keep_library(request.user):
        panels.insert(1, CasesPanel())


@hooks.register("before_edit_page")
def a_case_in_review(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say where it stands; take nothing from a form that was opened before somebody else decided or wrote."""
    draft = open_draft_of(page) if page.specific_class is CasePage else None
    if draft is None:
        return None
    if request.method == "POST":
        # The draft first: whoever decides elsewhere waits here, or has decided before we look.
        draft = CaseDraft.objects.locked(draft.pk)
        if any(request.POST.get(name) for name in NOT_HERE):  # Wagtail lets the owner of a page
            messages.error(request, str(StillWritten.message))
            return redirect("wagtailadmin_pages:edit", page.pk)
        if request.POST.get("action-publish"):  # also for later: the time would pass the review by
            messages.error(request, str(PublishedByReview.message))
            return redirect("wagtailadmin_pages:edit", page.pk)
        if draft.state == DraftState.SUBMITTED and _is_of_now(request, page):
            return None
        messages.error(
            request, _("Somebody has changed or decided this meanwhile. Look at the case again.")
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
    if draft.submitted_at is not None:
        button = messages.button(
            reverse("case_in_review", args=[draft.pk]), _("What was said in the review")
        )
        messages.info(request, draft.get_state_display(), buttons=[button])
    return None


def _is_of_now(request: HttpRequest, page: Page) -> bool:
    """Whether nobody else has written since what is sent was opened, and what is pressed can still be done.

    The editor saves by itself, also between a button and its form: one's own hand makes nothing stale.
    """
    over = request.POST.get("overwrite_revision_id") or request.POST.get("loaded_revision_id")
    seen = (key_from(over) or 0) if over else (page.latest_revision_id or 0)
    since = page.revisions.filter(pk__gt=seen).order_by()
    if since.filter(~Q(user=request.user.pk) | Q(user=None)).exists():
        return False
    action = request.POST.get("workflow-action-name")
    if not request.POST.get("action-workflow-action") or not action:
        return True
    task = page.current_workflow_task
    return task is not None and action in {
        name for name, _label, _modal in task.get_actions(page, request.user)
    }


@hooks.register("after_edit_page")
def back_to_what_waits(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say what became of the case: Wagtail speaks of a page that was updated, and leads to a folder."""
    if page.specific_class is not CasePage or not request.POST.get("action-workflow-action"):
        return None
    draft = CaseDraft.objects.filter(page_id=page.pk).order_by("-pk").first()
    if draft is None or draft.state not in DONE:
        return None
    list(get_messages(request))  # once read, it is not said
    messages.success(request, DONE[DraftState(draft.state)] % {"title": page.title})
    return redirect("cases_in_review")


class SideBySide(ActionMenuItem):
    """What a reviewer can do, each as a button: behind an arrow beside “Save draft” hardly anybody finds it."""

    template_name = "cases/admin/side_by_side.html"

    def __init__(self, items: list[ActionMenuItem]) -> None:
        super().__init__()
        self.items = items

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"buttons": [item.render_html(parent_context) for item in self.items]}


@hooks.register("construct_page_action_menu")
def only_what_can_be_done(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Cases are submitted by their authors; one that has a draft is published by its review."""
    page = context.get("page")
    parent = context.get("parent_page")
    of_case = page if page is not None else parent
    if of_case is None or of_case.specific_class is not CasePage:
        is_new = parent is not None and CasePage in parent.specific_class.allowed_subpage_models()
        if page is not None or not is_new:
            return
    hidden = set(NOT_HERE)
    if page is not None and page.pk and open_draft_of(page) is not None:
        hidden |= PUBLISHES
    items[:] = [item for item in items if item.name not in hidden]
    decisions = [item for item in items if isinstance(item, WorkflowMenuItem)]
    for item in decisions:
        if item.name.startswith(APPROVE):
            item.icon_name = "success"
    if decisions:
        saving = [item for item in items if item.name == "action-save-draft"]
        items[:] = [SideBySide([*decisions, *saving])]


@hooks.register("construct_page_chooser_queryset")
def choose_what_is_published(pages: Any, request: HttpRequest) -> Any:
    """Whoever links to a page is offered the cases that everybody reads; who keeps the library, those in review too.

    What lies below a case is asked for by the key of its page, which says its title.
    """
    if access.can_keep_library(request.user):
        return pages
    unpublished = CasePage.objects.filter(live=False)
    match = request.resolver_match
    if match and unpublished.filter(pk=match.kwargs.get("parent_page_id")).exists():
        raise Http404
    return pages.exclude(pk__in=unpublished.values("pk"))
