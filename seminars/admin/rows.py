"""Rows below a seminar or a session, and what is done when they are saved."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet, URLField
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from seminars.forms.staff import DocumentForm, SessionForm, SessionFormSet
from seminars.models import (
    Document,
    Involvement,
    LearningObjective,
    Seminar,
    Session,
)
from seminars.services import documents
from unitar_seminars.admin import ChoosesByLabel, Rows, SavesChangedFields
from users.models import Actor

HTTPS = {URLField: {"assume_scheme": "https"}}
BY_VERB = ("starts_at", "ends_at", "room", "takes_room", "online_url")


class Sheets(ChoosesByLabel, admin.StackedInline):
    """Rows with too many columns for a table."""

    extra = 0


class SessionSheets(Sheets):
    """Once a seminar is announced, hours and room change by verbs alone."""

    model = Session
    form = SessionForm
    formset = SessionFormSet
    show_change_link = True
    formfield_overrides = HTTPS
    autocomplete_fields = ("room",)
    ordering = ("starts_at", "pk")
    fields = (
        ("title_en", "title_fr"),
        ("starts_at", "ends_at"),
        ("room", "takes_room"),
        "online_url",
    )
    verbose_name_plural = _("sessions (hours are New York time)")

    def get_readonly_fields(
        self, request: HttpRequest, obj: Seminar | None = None
    ) -> tuple[str, ...]:
        return BY_VERB if obj and obj.announced_at else ()

    def has_add_permission(self, request: HttpRequest, obj: Seminar | None) -> bool:
        may = super().has_add_permission(request, obj)
        return may and not (obj and obj.announced_at)

    def has_delete_permission(
        self, request: HttpRequest, obj: Seminar | None = None
    ) -> bool:
        may = super().has_delete_permission(request, obj)
        return may and not (obj and obj.announced_at)


class ObjectiveRows(Rows):
    model = LearningObjective
    ordering = ("position", "pk")


class InvolvementSheets(Sheets):
    model = Involvement
    autocomplete_fields = ("organisation", "agreement")
    fields = (("organisation", "role", "agreement"), ("starts_on", "ends_on"))


class DocumentSheets(Sheets):
    model = Document
    form = DocumentForm
    fields = (
        ("kind", "language"),
        "title",
        ("visibility", "embargo_until"),
        ("file", "is_published"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Read the names of files with the papers, and none of the bytes."""
        papers = super().get_queryset(request).select_related("content")
        return papers.defer("content__data")


class KeepsPapers(SavesChangedFields):
    """An admin with documents in it: bytes are stored and published by their verbs."""

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool
    ) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Document:
            for one in kept_forms(formset):
                keep_paper(one, by=Actor.of(request))


def kept_forms(formset: BaseFormSet) -> list[ModelForm]:
    """Give the forms whose rows are there after saving."""
    gone = formset.deleted_forms
    return [one for one in formset.forms if one.instance.pk and one not in gone]


def keep_paper(form: ModelForm, *, by: Actor) -> None:
    """Store the file that came, then publish or withdraw as was ticked."""
    document: Model = form.instance
    asked: dict[str, Any] = form.cleaned_data
    at = timezone.now()
    if file := asked.get("file"):
        documents.attach(document, file.name, file.read(), by=by, at=at)
    if asked["is_published"] != form.was_published:
        act = documents.publish if asked["is_published"] else documents.withdraw
        act(document, by=by, at=at)
