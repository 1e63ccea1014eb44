"""One session: its agenda and who speaks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.forms import BaseFormSet, ModelChoiceField, ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from seminars.admin.rows import HTTPS, DocumentSheets, KeepsPapers, Sheets, kept_forms
from seminars.forms.staff import SpeakerForm, SpeakerFormSet
from seminars.models import AgendaItem, Session, SpeakerInvitation, SpeakerState
from seminars.services import speakers
from users.models import Actor

VERBS = {
    SpeakerState.INVITED: speakers.invite,
    SpeakerState.ACCEPTED: speakers.accept,
    SpeakerState.CONFIRMED: speakers.confirm,
    SpeakerState.SPOKE: speakers.note_spoke,
    SpeakerState.DECLINED: speakers.decline,
    SpeakerState.CANCELLED: speakers.cancel,
}
PUT = {"person", "item"}  # a speaker at a point of the programme


class AgendaSheets(Sheets):
    model = AgendaItem
    fields = (("title_en", "title_fr"), ("starts_at", "ends_at"))
    ordering = ("starts_at", "pk")
    verbose_name_plural = _("agenda (hours are New York time)")


class SpeakerSheets(Sheets):
    model = SpeakerInvitation
    form = SpeakerForm
    formset = SpeakerFormSet
    autocomplete_fields = ("person",)
    readonly_fields = ("state",)
    ordering = ("pk",)
    fields = (
        ("person", "role"),
        "item",
        ("affiliation_en", "affiliation_fr"),
        ("state", "becomes"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[SpeakerInvitation]:
        return super().get_queryset(request).select_related("session__seminar")

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs
    ) -> ModelChoiceField:
        if db_field.name == "item":
            session = request.resolver_match.kwargs.get("object_id")
            kwargs["queryset"] = AgendaItem.objects.filter(session=session)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Session)
class SessionAdmin(KeepsPapers):
    """Reached from its seminar, where it is added, moved and removed."""

    formfield_overrides = HTTPS
    inlines = (AgendaSheets, SpeakerSheets, DocumentSheets)
    search_fields = ("title_en", "title_fr", "seminar__title_en", "seminar__title_fr")
    list_display = ("seminar", "title_en", "starts_at", "ends_at", "room")
    list_select_related = ("seminar", "room")
    ordering = ("-starts_at", "pk")
    filter_horizontal = ("updates",)
    readonly_fields = ("of_seminar", "starts_at", "ends_at", "room")
    fields = (
        "of_seminar",
        ("title_en", "title_fr"),
        ("starts_at", "ends_at", "room"),
        "online_url",
        "updates",
    )

    def label(self, session: Session) -> str:
        return str(session.title or session.seminar.title)

    def get_readonly_fields(
        self, request: HttpRequest, obj: Session | None = None
    ) -> tuple[str, ...]:
        """From *announced* on, whoever joins online is told of another address."""
        announced = obj is not None and obj.seminar.announced_at is not None
        return (*self.readonly_fields, *(("online_url",) if announced else ()))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(
        self, request: HttpRequest, obj: Session | None = None
    ) -> bool:
        """Let a session go with a plan, never from what was announced."""
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and obj.seminar.announced_at is None

    @admin.display(description=_("seminar"))
    def of_seminar(self, session: Session) -> str:
        url = reverse("admin:seminars_seminar_change", args=[session.seminar_id])
        return format_html('<a href="{}">{}</a>', url, session.seminar.title)

    def delete_model(self, request: HttpRequest, obj: Session) -> None:
        speakers.forget([obj])
        super().delete_model(request, obj)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        """Save speakers first: a point may go together with who speaks at it."""
        ordered = sorted(formsets, key=lambda one: one.model is not SpeakerInvitation)
        super().save_related(request, form, ordered, change)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool
    ) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is SpeakerInvitation:
            move_speakers(kept_forms(formset), by=Actor.of(request), at=timezone.now())


def move_speakers(forms: Sequence[ModelForm], *, by: Actor, at: datetime) -> None:
    """Do what was chosen; then whoever was put where somebody left comes instead."""
    for one in forms:
        if state := one.cleaned_data.get("becomes"):
            VERBS[SpeakerState(state)](one.instance, by=by, at=at)
    for one in forms:
        if PUT & set(one.changed_data):
            speakers.fill_gap(one.instance, by=by, at=at)
