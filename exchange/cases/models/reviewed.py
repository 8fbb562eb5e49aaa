"""What a page has to do with being written outside Wagtail's admin, and reviewed inside it."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.locks import BaseLock
from wagtail.models import PagePermissionTester

from courses.catalogue.first_language import OfFirstLanguage
from exchange.cases.choices import DraftState
from exchange.cases.review.page_form import CasePageForm


class AuthorsLock(BaseLock):
    """Nobody, while the authors have it: what is written here then would be lost when they submit."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> Any:
        return _(
            "The authors are writing this case on their own pages. It comes back here when they submit it."
        )

    def get_locked_by(self, user: Any) -> Any:
        return _("With its authors")

    def get_description(self, user: Any) -> Any:
        return self.get_message(user)


class NeverCopied(PagePermissionTester):
    """A second case with the same words would have no authors and no review; nor are all copied with their library.

    Translations are made by a way of their own, which does not ask this.
    """

    def can_copy(self) -> bool:
        return False


class LibraryPermissions(NeverCopied):
    """The library of a language is always there."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Nor with it the pages of withdrawn cases, of which new versions are written."""
        return False


class ReviewedPermissions(NeverCopied):
    """Wagtail asks whatever publishes or deletes a page, in the editor, in bulk, or by a script."""

    def can_publish(self) -> bool:
        """Not past the review; a script that is refused later would leave the page half published."""
        return super().can_publish() and not has_open_draft(self.page)

    def can_unpublish(self) -> bool:
        """Not what a case is read from: it is withdrawn, with a reason. A translation is only taken away."""
        return super().can_unpublish() and not is_of_first_language(self.page)

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Not what was published, which its address goes on to speak of; nor while there is a draft: its authors
        would have nothing left to submit.
        """
        may = super().can_delete(ignore_bulk=ignore_bulk)
        was_read = is_of_first_language(self.page) and self.page.first_published_at is not None
        return may and not was_read and open_draft_of(self.page) is None


class ReviewedPage(OfFirstLanguage):
    """Locked here while its authors have it; translations are nobody's but the moderators'."""

    base_form_class: ClassVar[type[CasePageForm]] = CasePageForm

    class Meta:
        abstract = True

    def get_lock(self) -> Any:
        """The authors' before any other; while it is reviewed, Wagtail's of the workflow."""
        return AuthorsLock(self) if is_with_authors(self) else super().get_lock()

    def permissions_for_user(self, user: Any) -> ReviewedPermissions:
        return ReviewedPermissions(user, self)


def is_of_first_language(page: Any) -> bool:
    """Whether the case was written in this page, and is gone without it."""
    return bool(page.locale_id == page.source_locale_id)


def open_draft_of(page: Any) -> Any:
    """The draft that the page of a case was made of, until it is published."""
    from exchange.cases.models.drafts import CaseDraft  # noqa: PLC0415

    drafts = CaseDraft.objects.exclude(state=DraftState.PUBLISHED)
    return drafts.filter(page_id=page.pk).first()


def is_with_authors(page: Any) -> bool:
    """Whether a draft of the case is being written, for the first time or as a revision."""
    return _has_draft(page, DraftState.WRITING, DraftState.CHANGES)


def has_open_draft(page: Any) -> bool:
    """Whether one is written or in review. Translations are free: what they say counts nowhere."""
    return _has_draft(page, DraftState.WRITING, DraftState.CHANGES, DraftState.SUBMITTED)


def _has_draft(page: Any, *states: DraftState) -> bool:
    # Imported here: drafts stand on what stands on pages.
    from exchange.cases.models.drafts import CaseDraft  # noqa: PLC0415

    if not is_of_first_language(page):
        return False
    return CaseDraft.objects.filter(key=page.translation_key, state__in=states).exists()
