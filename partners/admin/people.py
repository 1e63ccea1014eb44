"""People, addresses, and who may act for whom."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from mailing.models import Bounce, BounceKind, Suppression, SuppressionReason
from partners.models import (
    Committee,
    ContactPoint,
    ContactUse,
    FocalPoint,
    Person,
    PersonState,
    Posting,
    Representation,
)
from unitar_seminars.admin import Blocks, Rows, SavesChangedFields
from unitar_seminars.comparing import label_of
from unitar_seminars.db import Folded
from users import audit
from users.models import Actor


class PostingForm(forms.ModelForm):
    committees = forms.MultipleChoiceField(
        label=_("covers"),
        choices=Committee.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class PostingBlocks(Blocks):
    model = Posting
    form = PostingForm
    fields = (("organisation", "rank"), "committees", ("starts_on", "ends_on"))
    autocomplete_fields = ("organisation",)


class AddressRows(Rows):
    model = ContactUse
    fields = ("contact_point", "kind", "language", "starts_on", "ends_on")
    autocomplete_fields = ("contact_point",)


class FocalPointRows(Rows):
    model = FocalPoint
    autocomplete_fields = ("organisation", "host_term")


@admin.register(Person)
class PersonAdmin(SavesChangedFields):
    """Opening somebody's record is written down, as is every verb."""

    list_display = ("name_in_list", "posts", "language", "state")
    list_filter = ("state", "language")
    search_fields = ("name",)
    search_help_text = _("Search by name or e-mail address, accents or not.")
    ordering = (Folded("name"), "pk")
    fields = (
        ("form_of_address", "name"),
        ("language", "gender"),
        "account",
        "state",
    )
    readonly_fields = ("state",)
    autocomplete_fields = ("account",)
    inlines = (PostingBlocks, AddressRows, FocalPointRows)

    def label(self, person: Person) -> str:
        return person.addressed_name

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        people = super().get_queryset(request)
        return people.prefetch_related("postings__organisation")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Person], search_term: str
    ) -> tuple[QuerySet[Person], bool]:
        queryset = queryset.alias(folded=Folded("name"))
        if request.path.endswith("/autocomplete/"):
            queryset = queryset.exclude(state=PersonState.MERGED)
        for word in search_term.split():
            piece = Folded(Value(word))
            reached = ContactUse.objects.filter(
                contact_point__address_folded__contains=word.lower()
            )
            queryset = queryset.filter(
                Q(folded__contains=piece) | Q(pk__in=reached.values("person"))
            )
        return queryset, False

    def change_view(
        self, request: HttpRequest, object_id: str, *args, **kwargs
    ) -> HttpResponse:
        answer = super().change_view(request, object_id, *args, **kwargs)
        if request.method == "GET" and answer.status_code == 200:
            opened = Person(pk=int(unquote(object_id)))
            audit.record("open", opened, by=Actor.of(request), at=timezone.now())
        return answer

    @admin.display(description=_("name"), ordering=Folded("name"))
    def name_in_list(self, person: Person) -> str:
        return person.addressed_name

    @admin.display(description=_("posts today"))
    def posts(self, person: Person) -> str:
        today = timezone.localdate()
        return ", ".join(
            str(posting.organisation)
            for posting in person.postings.all()
            if holds(posting, today)
        )


def holds(posting: Posting, day) -> bool:
    begun = posting.starts_on is None or posting.starts_on <= day
    return begun and (posting.ends_on is None or day < posting.ends_on)


class UseRows(Rows):
    model = ContactUse
    autocomplete_fields = ("person", "organisation")


class StoppedFilter(admin.SimpleListFilter):
    """Addresses that get no mailing, by the reason."""

    title = _("mailings stopped")
    parameter_name = "stopped"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return SuppressionReason.choices

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[ContactPoint]
    ) -> QuerySet[ContactPoint]:
        if self.value() is None:
            return queryset
        stopped = Suppression.objects.filter(reason=self.value())
        return queryset.filter(address_folded__in=stopped.values("address_folded"))


@admin.register(ContactPoint)
class ContactPointAdmin(SavesChangedFields):
    """Addresses; what came back from each is read from what mail has written down."""

    list_display = ("address", "used_by", "bounced", "stopped")
    list_filter = (StoppedFilter,)
    search_fields = ("address_folded",)
    search_help_text = _("Search by e-mail address.")
    ordering = ("address_folded",)
    fields = ("address", "bounced", "stopped")
    readonly_fields = ("bounced", "stopped")
    inlines = (UseRows,)

    def label(self, point: ContactPoint) -> str:
        return point.address

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContactPoint]:
        mine = {"address_folded": OuterRef("address_folded")}
        bounces = Bounce.objects.filter(**mine).order_by("-at")
        stopped = Suppression.objects.filter(**mine).order_by("pk")
        points = (
            super()
            .get_queryset(request)
            .annotate(
                bounced_at=Subquery(bounces.values("at")[:1]),
                bounced_as=Subquery(bounces.values("kind")[:1]),
                stopped_for=Subquery(stopped.values("reason")[:1]),
                stopped_in=Subquery(stopped.values("scope")[:1]),
            )
        )
        return points.prefetch_related("uses__person", "uses__organisation")

    @admin.display(description=_("last came back"), ordering="bounced_at")
    def bounced(self, point: ContactPoint) -> str:
        if point.bounced_at is None:
            return "–"
        day = date_format(timezone.localdate(point.bounced_at))
        return f"{day}: {BounceKind(point.bounced_as).label}"

    @admin.display(description=_("mailings stopped"), ordering="stopped_for")
    def stopped(self, point: ContactPoint) -> str:
        if point.stopped_for is None:
            return "–"
        return f"{SuppressionReason(point.stopped_for).label} ({point.stopped_in})"

    @admin.display(description=_("used by"))
    def used_by(self, point: ContactPoint) -> str:
        users = [use.person or use.organisation for use in point.uses.all()]
        return ", ".join(label_of(user) for user in users)


@admin.register(Representation)
class RepresentationAdmin(SavesChangedFields):
    list_display = ("account", "role", "acts_for", "starts_on", "ends_on")
    list_filter = ("role",)
    list_select_related = ("user", "organisation")
    search_fields = (
        "user__email",
        "user__name",
        "organisation__name_en",
        "organisation__short_name_en",
    )
    search_help_text = _("Search by account or organisation.")
    ordering = ("-starts_on", "-pk")
    autocomplete_fields = ("user", "organisation", "host_term")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Representation]:
        rights = super().get_queryset(request)
        return rights.prefetch_related("host_term__countries")

    @admin.display(description=_("account"))
    def account(self, right: Representation) -> str:
        return label_of(right.user)

    @admin.display(description=_("acts for"))
    def acts_for(self, right: Representation) -> str:
        return label_of(right.host_term or right.organisation)
