"""What the editor of a case asks of whoever reviews it, beside the field, so that nothing that was typed is lost."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from courses.catalogue.objections import ObjectedPageForm

APPROVE = "approve"  # how the names of the buttons begin that pass a step
UNEXPLAINED = _("Say under “Review” how far the results are proved, and why you think so.")


class CasePageForm(ObjectedPageForm):
    """Nobody passes a case without a word of how far it is proved."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        passes = self.data.get("action-workflow-action") and (
            self.data.get("workflow-action-name", "").startswith(APPROVE)
        )
        if passes and not cleaned.get("evidence_reason", "").strip():
            self.add_error("evidence_reason", UNEXPLAINED)
        return cleaned
