"""What templates are made of beside includes: icons, and fields of forms in the house's markup."""

from django import forms, template
from django.forms.utils import ErrorDict
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite; a word always stands beside it."""
    return format_html('<svg class="i" aria-hidden="true"><use href="#i-{}"/></svg>', name)


@register.filter
def grouped(number: int) -> str:
    """A whole number with its thousands apart, as the language has them."""
    return number_format(number, force_grouping=True)


@register.filter
def sentences(errors: ErrorDict) -> int:
    """How many things a form says are wrong: one field may have several, as a password has."""
    return sum(len(each) for each in errors.values())


@register.inclusion_tag("components/field.html")
def field(bound: forms.BoundField, width: str = "") -> dict[str, object]:
    """One question of a form: label, hint, error, control. `width`: w8 or w16."""
    described = [f"{bound.auto_id}_hint"] if bound.help_text else []
    if bound.errors:
        described.append(f"{bound.auto_id}_err")
    attributes: dict[str, str | bool] = {"class": width} if width else {}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    widget = bound.field.widget
    widget.attrs.pop("placeholder", None)  # labels only; third-party forms bring placeholders
    kind = (
        "group" if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple) else "plain"
    )
    if isinstance(widget, forms.CheckboxInput):
        kind = "check"
    return {"field": bound, "kind": kind, "control": bound.as_widget(attrs=attributes)}
