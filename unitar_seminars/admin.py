"""What every page of the admin has in common.

A form writes what somebody changed in it and nothing else, however long it was open;
what is refused while it is saved is said on top of it, with all that was typed.
Whatever prints as a bare number (people, accounts: the admin's log must not hold
names) still goes by a name where one has to be chosen.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import CharField, Field, ForeignKey, Model, TextField
from django.forms import (
    BaseFormSet,
    ModelChoiceField,
    ModelForm,
)
from django.forms import CharField as FormCharField
from django.forms import Field as FormField
from django.http import HttpRequest, HttpResponse

from unitar_seminars.cells import printable
from unitar_seminars.comparing import columns_of, comparing, label_of
from unitar_seminars.db import refusal


class Printable(FormCharField):
    """A text that feeds and sheets can hold: a control character is a space."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(printable(value) if isinstance(value, str) else value)


class ChoosesByLabel(BaseModelAdmin):
    """Show a chosen row by the `label` of its own admin; take printable texts.

    Forms are compared with what they showed, so that whatever a verb or somebody else
    wrote meanwhile stays.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.form = comparing(self.form)

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> FormField | None:
        if type(db_field) in (CharField, TextField) and not db_field.choices:
            kwargs.setdefault("form_class", Printable)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field and self.admin_site.is_registered(db_field.remote_field.model):
            field.label_from_instance = label_of
        return field


class SavesChangedFields(ChoosesByLabel, admin.ModelAdmin):
    """The base of our admins.

    A column that a verb owns is read-only in the form or not in it, so it is never
    among the changed ones. Of the others, and of the rows below, only those are
    written that were changed: a form that was opened earlier turns nothing back.
    """

    def changeform_view(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show the form again, unsaved, where a constraint or a verb refuses."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            request.refusal = refusal(error)
            if request.refusal is None:
                raise
        except ValidationError as error:
            request.refusal = ValidationError(error.messages)
        return super().changeform_view(request, *args, **kwargs)

    def get_form(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> type[ModelForm]:
        form = super().get_form(request, *args, **kwargs)
        refused = getattr(request, "refusal", None)
        return refusing(form, refused) if refused else form

    def save_model(
        self, request: HttpRequest, obj: Model, form: ModelForm, change: bool
    ) -> None:
        if not change:
            super().save_model(request, obj, form, change)
            return
        obj.save(update_fields=columns_of(obj, form.changed_data))

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool
    ) -> None:
        formset.save(commit=False)
        for gone in formset.deleted_objects:
            gone.delete()
        for row, changed in formset.changed_objects:
            row.save(update_fields=columns_of(row, changed))
        for row in formset.new_objects:
            row.save()
        formset.save_m2m()


def refusing(form: type[ModelForm], refused: ValidationError) -> type[ModelForm]:
    """Make the form say why it was refused, whatever is typed in it."""

    class Refusing(form):
        def clean(self) -> dict[str, Any] | None:
            cleaned = super().clean()
            self.add_error(None, refused)
            return cleaned

    return Refusing


class Rows(ChoosesByLabel, admin.TabularInline):
    """Rows of another table, below the thing they belong to."""

    extra = 0


class Blocks(ChoosesByLabel, admin.StackedInline):
    """The same for tables of many columns, which would scroll sideways."""

    extra = 0


class ReadOnly(SavesChangedFields):
    """A table that is looked at and never edited."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Model | None = None
    ) -> bool:
        return False


class LabelledResults(AutocompleteJsonView):
    """What is found while typing, by its label."""

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        return super().serialize_result(obj, to_field_name) | {"text": label_of(obj)}


def autocomplete(request: HttpRequest) -> HttpResponse:
    return LabelledResults.as_view(admin_site=admin.site)(request)


admin.site.autocomplete_view = autocomplete
