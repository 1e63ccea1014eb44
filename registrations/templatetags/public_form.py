"""Fields of the public form, drawn without a template for each of their parts.

The form is shown with up to twenty people: widgets that render themselves would cost
more than everything else on the page.
"""

from functools import cache

from django import template
from django.forms import BoundField, ChoiceField, EmailField
from django.template.loader import render_to_string
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from registrations.forms.public import PersonForm, SenderForm
from registrations.privacy import PURPOSES

register = template.Library()
LISTS = {"organisation": "organisations", "rank": "ranks"}


@register.simple_tag
def why_we_ask() -> str:
    """Say of each usual detail what it is for, folded up."""
    return drawn_purposes(get_language() or "")


@cache
def drawn_purposes(language: str) -> str:
    """Draw it once in each language: it is the same on every form."""
    fields = {"sender": SenderForm.base_fields["address"], **PersonForm.base_fields}
    said = [(fields[name].label, purpose) for name, purpose in PURPOSES.items()]
    return render_to_string("registrations/_purposes.html", {"purposes": said})


@register.filter
def is_choice(bound: BoundField) -> bool:
    return isinstance(bound.field, ChoiceField)


@register.filter
def options(bound: BoundField) -> list[tuple[object, object, bool]]:
    """Give each option of a choice, and whether it is chosen."""
    given = bound.value()
    chosen = {str(one) for one in (given if isinstance(given, list) else [given])}
    return [
        (value, label, str(value) in chosen) for value, label in bound.field.choices
    ]


@register.filter
def says_optional(bound: BoundField) -> bool:
    """Whether the label has to say so; the kind of an unknown body is not optional."""
    return not bound.field.required and bound.name != "sector"


@register.simple_tag
def attributes(bound: BoundField, *, autocomplete: str = "off") -> SafeString:
    """Write what a control needs beside its id, name and value."""
    told = []
    if bound.help_text:
        told.append(f"{bound.auto_id}_hint")
    if bound.errors:
        told.append(f"{bound.auto_id}_error")
    values = {
        "aria-describedby": " ".join(told),
        "aria-invalid": "true" if bound.errors else "",
        "required": "required" if not says_optional(bound) else "",
        "autocomplete": "" if is_choice(bound) else autocomplete,
        "inputmode": "email" if isinstance(bound.field, EmailField) else "",
        "list": LISTS.get(bound.name, ""),
    }
    return format_html_join(
        "", ' {}="{}"', [pair for pair in values.items() if pair[1]]
    )
