"""The programme as organisers keep it, with who comes."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from registrations.models import DoorDuty, Line, Registration, Seat
from registrations.services import inviting, places, reminders
from seminars.admin.seminars import Link
from seminars.admin.seminars import SeminarAdmin as Programme
from seminars.admin.sessions import SessionAdmin as Sessions
from seminars.models import Seminar, SeminarState, Session
from unitar_seminars.admin import Blocks

BEFORE = [(_("Announce"), "registrations:announce")]
SINCE = [
    (_("People"), "registrations:people"),
    (_("Access lists"), "registrations:access"),
    (_("Move to another room"), "registrations:move_room"),
    (_("Move to another hour"), "registrations:move_hour"),
    (_("Move online"), "registrations:move_online"),
    (_("Change the address online"), "registrations:change_address"),
    (_("Change the number of places"), "registrations:change_places"),
    (_("Postpone"), "registrations:postpone"),
    (_("Call off"), "registrations:call_off"),
]


def how_many(rows: QuerySet) -> Coalesce:
    """Count rows of the outer seminar in the same query."""
    mine = rows.filter(seminar=OuterRef("pk")).order_by().values("seminar")
    counted = mine.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class DoorDutyBlocks(Blocks):
    """Who may use the door list on a phone, and from when until when."""

    model = DoorDuty
    autocomplete_fields = ("user",)
    ordering = ("starts_at", "pk")
    fields = ("user", ("starts_at", "ends_at"))


admin.site.unregister(Seminar)


@admin.register(Seminar)
class SeminarAdmin(Programme):
    """Adds how many places are taken, who waits, and the pages of the verbs."""

    list_display = (*Programme.list_display, "places", "people_waiting")
    inlines = (*Programme.inlines, DoorDutyBlocks)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seminar]:
        seats = Seat.objects.places()
        return (
            super()
            .get_queryset(request)
            .annotate(
                places_total=how_many(seats),
                places_taken=how_many(seats.filter(holder__isnull=False)),
                waiting=how_many(Registration.objects.waiting()),
            )
        )

    @admin.display(description=_("places"))
    def places(self, seminar: Seminar) -> str:
        if seminar.announced_at is None:
            wished = sum(places.wished(seminar).values())
            return f"0 / {wished}" if wished else "–"
        return f"{seminar.places_taken} / {seminar.places_total}"

    @admin.display(description=_("waiting"))
    def people_waiting(self, seminar: Seminar) -> str:
        return "–" if seminar.announced_at is None else str(seminar.waiting)

    def work_links(self, seminar: Seminar) -> list[Link]:
        entries = BEFORE if seminar.announced_at is None else SINCE
        found = [(label, address(name, seminar.pk)) for label, name in entries]
        return [Link(str(label), url) for label, url in found if url]

    def lock(self, pk: int) -> None:
        """Take the line first, as every verb does: so nobody waits in a circle."""
        list(Line.objects.select_for_update().filter(pk=pk))
        super().lock(pk)

    def save_model(
        self, request: HttpRequest, obj: Seminar, form: ModelForm, change: bool
    ) -> None:
        """Let invitations end with registration, also when that moves here."""
        stored = Seminar.objects.filter(pk=obj.pk).first()
        was = stored and inviting.closing_of(stored)
        super().save_model(request, obj, form, change)
        inviting.follow_closing(obj, was)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        """Put queued notices right: a paper, its hour or a title may have changed."""
        super().save_related(request, form, formsets, change)
        reconcile_notices(form.instance)


admin.site.unregister(Session)


@admin.register(Session)
class SessionAdmin(Sessions):
    """Puts queued notices right whenever a session or its papers are saved.

    Links the page by which a speaker leaves a programme that people have read.
    """

    readonly_fields = (*Sessions.readonly_fields, "leaving")

    def get_fields(
        self, request: HttpRequest, obj: Session | None = None
    ) -> tuple[Any, ...]:
        """Show the way where there is one: while the seminar is announced."""
        fields = tuple(super().get_fields(request, obj))
        announced = obj is not None and obj.seminar.state == SeminarState.ANNOUNCED
        return (*fields, "leaving") if announced else fields

    @admin.display(description=_("Who cannot come"))
    def leaving(self, session: Session) -> str:
        url = reverse("registrations:replace_speaker", args=[session.seminar_id])
        return format_html('<a href="{}">{}</a>', url, gettext("Replace a speaker"))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kw: Any
    ) -> HttpResponse:
        """Take the line first, as every verb does."""
        with transaction.atomic():
            if request.method == "POST" and (object_id or "").isdecimal():
                line = Line.objects.filter(seminar__sessions=int(object_id))
                list(line.select_for_update(of=("self",)))
            return super().changeform_view(request, object_id, *args, **kw)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        reconcile_notices(form.instance.seminar)


def reconcile_notices(seminar: Seminar) -> None:
    """Bring the queue into line; what is only planned has told nobody anything."""
    if seminar.announced_at:
        reminders.reconcile(seminar.pk, at=timezone.now())


def address(name: str, pk: int) -> str:
    """Return a page's address, or nothing while there is no such page."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""
