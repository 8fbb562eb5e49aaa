"""Questions as blocks. A question is known by its block id, an option by its list item's id: both survive edits
and translation, so grading never looks at texts or positions."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

TEXT_FEATURES = ["bold", "italic", "ul", "ol", "link"]


class OptionBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    is_right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.CharBlock(
        label=_("Explanation for who chose it"), max_length=400, required=False
    )

    class Meta:
        label = _("Answer")


class QuestionBlock(blocks.StructBlock):
    """What every question has; kinds add how it is answered."""

    text = blocks.CharBlock(label=_("Question"), max_length=500)
    points = blocks.IntegerBlock(label=_("Points"), default=1, min_value=1, max_value=100)
    feedback = blocks.CharBlock(
        label=_("Explanation for everybody"), max_length=600, required=False
    )


class SingleChoiceBlock(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=10)

    class Meta:
        label = _("One right answer")
        icon = "radio-full"


class MultipleChoiceBlock(QuestionBlock):
    options = blocks.ListBlock(OptionBlock(), label=_("Answers"), min_num=2, max_num=10)

    class Meta:
        label = _("Several right answers")
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
        icon = "check"


class ShortAnswerBlock(QuestionBlock):
    answers = blocks.ListBlock(
        blocks.CharBlock(label=_("Accepted answer"), max_length=100),
        label=_("Accepted answers"),
        min_num=1,
    )

    class Meta:
        label = _("Short answer")
        icon = "edit"


class NumberBlock(QuestionBlock):
    answer = blocks.DecimalBlock(label=_("Right number"))
    tolerance = blocks.DecimalBlock(label=_("Accepted difference"), default=0, min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), max_length=20, required=False)

    class Meta:
        label = _("Number")
        icon = "decimal"


class QuestionBlocks(blocks.StreamBlock):
    """The questions of a quiz."""

    single = SingleChoiceBlock()
    multiple = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    short = ShortAnswerBlock()
    number = NumberBlock()
