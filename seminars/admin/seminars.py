"""The programme as organisers keep it.

What people were told when a seminar was announced is read-only here from then on; the
verbs that change it have pages of their own, which the room above links to.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import DateTimeField
from django.db.models.functions import Cast, Coalesce
from django.forms import BaseFormSet, ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from seminars.admin.filters import YearFilter
from seminars.admin.rows import (
    DocumentSheets,
    InvolvementSheets,
    KeepsPapers,
    ObjectiveRows,
    SessionSheets,
    kept_forms,
)
from seminars.forms.staff import SeminarForm
from seminars.models import Seminar, SeminarState, Session
from seminars.services import agenda, rooms, speakers
from unitar_seminars import hours
from unitar_seminars.templatetags.ui import status_badge

DAY = Coalesce("starts_at", Cast("planned_for", DateTimeField()))
SOONEST_LAST = DAY.desc(nulls_first=True)
FIXED = ("slug", "mode", "places_planned", "online_places_planned", "tiers")
MOVES = {"starts_at", "ends_at", "room", "takes_room"}  # a session elsewhere

HOURS = _(
    "Hours are New York time. Without a closing hour, registration ends with the last"
    " session; by application and selection, one is needed."
)
PARTICULARS = (
    ("languages_en", "languages_fr"),
    "themes",
    ("priority", "repeats"),
    ("counts_as", "contact"),
    "objectives_waived_because",
)
DAY_AND_STATE = (
    ("state", "announced_at", "cancelled_at"),
    "mode",
    ("planned_for", "date_certainty", "date_source"),
)
FIELDSETS = (
    (None, {"fields": (("title_en", "title_fr"), ("series", "format"), "slug")}),
    (_("Text, in Markdown"), {"fields": (("summary_en", "summary_fr"),)}),
    (_("Particulars"), {"fields": PARTICULARS}),
    (_("Day, mode and state"), {"fields": DAY_AND_STATE}),
)
HOW_AND_WHEN = ("registration_mode", "opens_at", "closes_at")
NOTICES = (
    _("Notices to people"),
    {"fields": (("has_reminder", "has_materials_notice", "has_thank_you"),)},
)


@dataclass(frozen=True)
class Link:
    """A page beside the form."""

    label: str
    url: str


@admin.register(Seminar)
class SeminarAdmin(KeepsPapers):
    form = SeminarForm
    list_display = ("day", "title_as_read", "format", "state_as_badge")
    list_display_links = ("title_as_read",)
    list_filter = (
        ("series", admin.RelatedOnlyFieldListFilter),
        YearFilter,
        "state",
        "format",
    )
    search_fields = ("title_en", "title_fr", "slug")
    search_help_text = _("Search by title.")
    list_per_page = 50
    show_full_result_count = False
    actions = None
    filter_horizontal = ("themes",)
    autocomplete_fields = ("series", "priority", "repeats")
    readonly_fields = ("state", "announced_at", "cancelled_at", "tiers_in_words")
    inlines = (SessionSheets, ObjectiveRows, InvolvementSheets, DocumentSheets)
    change_form_template = "admin/seminars/seminar/change_form.html"

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        return (SOONEST_LAST, "-pk")

    def label(self, seminar: Seminar) -> str:
        day = hours.days(seminar.first_day) if seminar.first_day else gettext("no day")
        return f"{seminar.title} ({day})"

    @admin.display(description=_("day"), ordering=SOONEST_LAST)
    def day(self, seminar: Seminar) -> str:
        if seminar.starts_at:
            return hours.days(seminar.starts_at, seminar.ends_at)
        if seminar.planned_for:
            return gettext("{year}, no day").format(year=seminar.planned_for.year)
        return gettext("no day")

    @admin.display(description=_("title"), ordering="title_en")
    def title_as_read(self, seminar: Seminar) -> str:
        return str(seminar.title) or gettext("(no title yet)")

    @admin.display(description=_("state"), ordering="state")
    def state_as_badge(self, seminar: Seminar) -> str:
        return status_badge(seminar.state, seminar.get_state_display())

    @admin.display(description=_("order of sectors"))
    def tiers_in_words(self, seminar: Seminar) -> str:
        return "; ".join(", ".join(tier) for tier in seminar.tiers)

    def get_fieldsets(
        self, request: HttpRequest, obj: Seminar | None = None
    ) -> list[tuple[Any, dict[str, Any]]]:
        tiers = "tiers_in_words" if is_announced(obj) else "tiers"
        places = ("places_planned", "online_places_planned")
        registration = {
            "fields": (HOW_AND_WHEN, "admits", places, tiers),
            "description": HOURS,
        }
        return [*FIELDSETS, (_("Registration"), registration), NOTICES]

    def get_readonly_fields(
        self, request: HttpRequest, obj: Seminar | None = None
    ) -> tuple[str, ...]:
        return (*self.readonly_fields, *(FIXED if is_announced(obj) else ()))

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Seminar | None = None
    ) -> dict[str, tuple[str, ...]]:
        return {} if is_announced(obj) else {"slug": ("title_en",)}

    def has_delete_permission(
        self, request: HttpRequest, obj: Seminar | None = None
    ) -> bool:
        """Only a plan can be deleted: what was announced is called off."""
        return super().has_delete_permission(request, obj) and not is_announced(obj)

    def view_on_site(self, seminar: Seminar) -> str:
        if is_announced(seminar):
            return seminar.get_absolute_url()
        return reverse("seminars:preview", args=[seminar.pk])

    def work_links(self, seminar: Seminar) -> list[Link]:
        """List the pages that change what is read-only here; the room above adds."""
        return []

    def tools(self, seminar: Seminar) -> list[Link]:
        duplicate = reverse("seminars:duplicate", args=[seminar.pk])
        return [Link(gettext("Duplicate for next year"), duplicate)]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        title = {"title": _("Programme of seminars")}
        return super().changelist_view(request, title | (extra_context or {}))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Seminar | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        if obj:
            context |= {
                "is_announced": is_announced(obj),
                "work_links": self.work_links(obj),
                "panel": speakers.panel(obj),
                "tools": self.tools(obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> HttpResponse:
        """Save under the lock that verbs take, so that neither overtakes the other."""
        with transaction.atomic():
            if request.method == "POST" and (object_id or "").isdecimal():
                self.lock(int(object_id))
            return super().changeform_view(request, object_id, *args, **kwargs)

    def lock(self, pk: int) -> None:
        """Hold off `announce`; whoever registers is not kept waiting."""
        locked = Seminar.objects.select_for_update(no_key=True)
        locked.filter(pk=pk).values_list("pk").first()

    def delete_model(self, request: HttpRequest, obj: Seminar) -> None:
        speakers.forget(obj.sessions.all())
        super().delete_model(request, obj)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseFormSet, change: bool
    ) -> None:
        """Move sessions and agendas; all leave their rooms before one takes any."""
        if formset.model is not Session:
            super().save_formset(request, form, formset, change)
            return
        speakers.forget([one.instance for one in formset.deleted_forms])
        moved = moved_forms(formset)
        with rooms.given_up([one.instance for one in moved]):
            super().save_formset(request, form, formset, change)
        for one in moved:
            agenda.follow(one.instance, one.initial["starts_at"])

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        without = form.instance.sessions.filter(takes_room=False)
        for session in without.exclude(seminar__state=SeminarState.CANCELLED):
            for other in rooms.clashes(session):
                text = _("Mind that “{session}” has this room then.")
                said = text.format(session=rooms.in_words(other))
                messages.warning(request, said)


def is_announced(seminar: Seminar | None) -> bool:
    return seminar is not None and seminar.announced_at is not None


def moved_forms(formset: BaseFormSet) -> list[ModelForm]:
    """List the forms of sessions that stood somewhere and are to stand elsewhere."""
    return [one for one in kept_forms(formset) if MOVES & set(one.changed_data)]
