"""Forms of the admin that go by what their page showed, however long it was open.

What was changed in the form is written and nothing else; what two people changed is
said to the second.
"""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import BoundField, HiddenInput, ModelChoiceField, ModelForm, Widget
from django.forms import Field as FormField
from django.utils.formats import localize
from django.utils.timezone import template_localtime
from django.utils.translation import gettext_lazy as _

OVERTAKEN = _(
    "Somebody else has changed this since you opened the page. It now says “%(now)s”. "
    "Save again to put what you wrote in its place."
)


def label_of(thing: Model) -> str:
    """Name a row as its admin's `label` does, else as it prints."""
    keeper = admin.site.get_model_admin(type(thing))
    return getattr(keeper, "label", str)(thing)


class HiddenList(HiddenInput):
    """A list in one hidden field, so that an empty one is said, too."""

    def format_value(self, value: Any) -> str:
        return json.dumps(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        try:
            return json.loads(data[name])
        except ValueError:
            return None


class AsShown(BoundField):
    """A field that has changed where it differs from what its page showed.

    What the page showed comes back with it, hidden, and stays the same however often
    the form is shown again, until a form is told that somebody else has changed it.
    Where it doesn't come, what stands now is taken for it.
    """

    def __init__(self, form: ModelForm, field: FormField, name: str) -> None:
        super().__init__(form, field, name)
        is_told = not (field.disabled or field.widget.is_hidden)
        has_row = not form.instance._state.adding
        field.show_hidden_initial = (
            has_row and is_told and not field.widget.needs_multipart_form
        )

    @property
    def hidden(self) -> Widget:
        is_list = isinstance(self.field.prepare_value(self.initial), list)
        return HiddenList() if is_list else self.field.hidden_widget()

    @property
    def has_come_back(self) -> bool:
        sent = (self.form.data, self.form.files, self.html_initial_name)
        return self.field.show_hidden_initial and not (
            self.hidden.value_omitted_from_data(*sent)
        )

    @property
    def shown(self) -> Any:
        """What came back of what the page showed, as it came."""
        return self.form._widget_data_value(self.hidden, self.html_initial_name)

    def as_widget(
        self, widget: Any = None, attrs: Any = None, only_initial: bool = False
    ) -> str:
        if not only_initial:
            return super().as_widget(widget, attrs)
        now = self.field.prepare_value(self.initial)
        keeps = self.has_come_back and not self.is_contested
        return self.hidden.render(
            name=self.html_initial_name,
            value=self.shown if keeps else now,
            attrs={"id": self.html_initial_id},
            renderer=self.form.renderer,
        )

    def _has_changed(self) -> bool:
        if not self.has_come_back:
            return self.field.has_changed(self.initial, self.data)
        shown = self.shown
        if not isinstance(self.field, ModelChoiceField):  # it would ask the database
            try:
                shown = self.field.to_python(shown)
            except ValidationError:
                return True
        return self.field.has_changed(shown, self.data)

    @property
    def is_overtaken(self) -> bool:
        """Whether it was left alone in this form and is something else by now."""
        is_left = self.name not in self.form.changed_data
        return is_left and self.field.has_changed(self.initial, self.data)

    @property
    def is_contested(self) -> bool:
        """Whether it was changed in this form and, otherwise, by somebody else."""
        return (
            self.has_come_back
            and self.name in self.form.changed_data
            and self.field.has_changed(self.initial, self.data)
            and self.field.has_changed(self.initial, self.shown)
        )

    @property
    def contested(self) -> ValidationError:
        is_row = isinstance(self.field, ModelChoiceField)
        choices = [] if is_row else getattr(self.field, "choices", ())
        now = in_words(self.now, dict(choices))
        return ValidationError(OVERTAKEN, "overtaken", {"now": now})

    @property
    def now(self) -> Any:
        """What the row says by now, as cleaning would give it."""
        row = self.form.instance
        is_column = self.name in columns_of(row, [self.name])
        return getattr(row, self.name) if is_column else self.initial


@cache
def comparing(form: type[ModelForm]) -> type[ModelForm]:
    """Make the form go by what was changed in it since it was shown.

    All else is judged and kept as it stands by now. What somebody else has changed
    otherwise is said once, beside what was typed; saving again decides.
    """

    class Comparing(form):
        bound_field_class = AsShown

        def clean(self) -> dict[str, Any] | None:
            for field in self:
                if field.is_overtaken:
                    self.cleaned_data[field.name] = field.now
            cleaned = super().clean()
            for field in self:
                if field.is_contested:
                    self.add_error(field.name, field.contested)
            return cleaned

    return Comparing


def in_words(value: Any, choices: dict[Any, Any]) -> str:
    """Say what a field holds: by its labels, in local time, a list by its parts."""
    if isinstance(value, list | tuple | QuerySet):
        said = ", ".join(in_words(one, choices) for one in value)
    elif isinstance(value, Model):
        said = label_of(value)
    else:
        known = choices.get(value, value) if choices else value
        said = "" if known is None else str(localize(template_localtime(known)))
    return said or admin.site.empty_value_display


def columns_of(row: Model, names: Iterable[str]) -> list[str]:
    """Keep the names of what stands in the row itself."""
    columns = {field.name for field in row._meta.concrete_fields}
    return [name for name in names if name in columns]
