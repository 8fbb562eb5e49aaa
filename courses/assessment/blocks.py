"""Questions as blocks. A question is known by its block id, an option by its list item's id: both survive edits
and translation, so grading never looks at texts or positions."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    is_right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.CharBlock(
        label=_("Explanation for who chose it"), max_length=400, required=False
    )

    class Meta:
        label = _("Answer")


class OptionsBlock(blocks.ListBlock):
    """Answers to choose from; a new question has two to fill in."""

    class Meta:
        default = [{"text": "", "is_right": False, "feedback": ""}] * 2


class QuestionBlock(blocks.StructBlock):
    """What every question has; kinds add how it is answered."""

    text = blocks.CharBlock(label=_("Question"), max_length=500)
    points = blocks.IntegerBlock(label=_("Points"), default=1, min_value=1, max_value=100)
    feedback = blocks.CharBlock(
        label=_("Explanation for everybody"), max_length=600, required=False
    )


def require_right_options(value: Any, *, at_most: int, message: Any) -> None:
    """Keep a trainer from publishing a question that nobody can answer rightly."""
    right = sum(bool(option["is_right"]) for option in value["options"])
    if not 1 <= right <= at_most:
        raise StructBlockValidationError(
            block_errors={
                "options": ListBlockValidationError(non_block_errors=[ValidationError(message)])
            }
        )


class SingleChoiceBlock(QuestionBlock):
    options = OptionsBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=10)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:  # a draft may be unfinished
            require_right_options(
                cleaned,
                at_most=1,
                message=_("Mark exactly one answer as right, or choose “Several right answers”."),
            )
        return cleaned

    class Meta:
        label = _("One right answer")
        description = _("People choose one of the answers.")
        icon = "radio-full"


class MultipleChoiceBlock(QuestionBlock):
    options = OptionsBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=10)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.is_deferred_validation:
            require_right_options(
                cleaned,
                at_most=len(cleaned["options"]) - 1,
                message=_("Mark at least one answer as right, and leave at least one unmarked."),
            )
        return cleaned

    class Meta:
        label = _("Several right answers")
        description = _(
            "People tick all that are right; a part of them gives a part of the points."
        )
        icon = "list-ul"


class TrueFalseBlock(QuestionBlock):
    is_true = blocks.BooleanBlock(label=_("The statement is true"), required=False)
    feedback_true = blocks.CharBlock(
        label=_("Explanation for who answered “true”"), max_length=400, required=False
    )
    feedback_false = blocks.CharBlock(
        label=_("Explanation for who answered “false”"), max_length=400, required=False
    )

    class Meta:
        label = _("True or false")
        description = _("A statement to agree with or not.")
        icon = "check"


class ShortAnswerBlock(QuestionBlock):
    answers = blocks.ListBlock(
        blocks.CharBlock(label=_("Accepted answer"), max_length=100),
        label=_("Accepted answers"),
        min_num=1,
    )

    class Meta:
        label = _("Short answer")
        description = _("A word or a few; capitals and spaces do not matter.")
        icon = "edit"


class NumberBlock(QuestionBlock):
    answer = blocks.DecimalBlock(label=_("Right number"))
    tolerance = blocks.DecimalBlock(label=_("Accepted difference"), default=0, min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), max_length=20, required=False)

    class Meta:
        label = _("Answer in digits")
        description = _("A number, right within the difference that you accept.")
        icon = "decimal"


class QuestionBlocks(blocks.StreamBlock):
    """The questions of a quiz."""

    single = SingleChoiceBlock()
    multiple = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    short = ShortAnswerBlock()
    number = NumberBlock()
