"""Where organisers see who asked for news; readers choose by themselves."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from briefings.models import Subscriber, Subscription
from briefings.services import subscriptions
from unitar_seminars.admin import ReadOnly, Rows
from users import audit
from users.models import Actor


class SubscriptionRows(Rows):
    """The topics that somebody ticked."""

    model = Subscription
    fields = ["theme", "series"]
    can_delete = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Subscription]:
        rows = super().get_queryset(request)
        return rows.select_related("theme", "series").order_by("pk")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Subscriber)
class SubscriberAdmin(ReadOnly):
    """Who said yes, and who has not yet. A link that went astray is made void here."""

    list_display = ["address", "language", "frequency", "wants_everything", "confirmed"]
    list_filter = [
        "frequency",
        "language",
        ("confirmed_at", admin.EmptyFieldListFilter),
        "subscriptions__theme",
    ]
    list_select_related = ["contact_point"]
    search_fields = ["contact_point__address_folded"]
    search_help_text = _("Address")
    fields = [
        "address",
        ("language", "frequency", "wants_everything"),
        ("asked_at", "confirmed_at"),
    ]
    inlines = [SubscriptionRows]
    actions = ["revoke_selected"]
    ordering = ["-pk"]

    def change_view(
        self, request: HttpRequest, object_id: str, *args: object, **kwargs: object
    ) -> HttpResponse:
        """Show one subscriber; that somebody looked is noted."""
        answer = super().change_view(request, object_id, *args, **kwargs)
        if request.method == "GET" and answer.status_code == 200:
            opened = Subscriber(pk=int(unquote(object_id)))
            audit.record("open", opened, by=Actor.of(request), at=timezone.now())
        return answer

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("briefings.change_subscriber")

    @admin.display(description=_("address"), ordering="contact_point__address_folded")
    def address(self, subscriber: Subscriber) -> str:
        return subscriber.contact_point.address

    @admin.display(description=_("said yes"), ordering="confirmed_at", boolean=True)
    def confirmed(self, subscriber: Subscriber) -> bool:
        return subscriber.confirmed_at is not None

    @admin.action(description=_("Make mailed links void"), permissions=["revoke"])
    def revoke_selected(
        self, request: HttpRequest, chosen: QuerySet[Subscriber]
    ) -> None:
        """Void what was mailed: the link of the question, and those in mailings."""
        for subscriber in chosen:
            subscriptions.revoke(subscriber, by=Actor.of(request), at=timezone.now())
        done = ngettext(
            "The links of one subscriber are void.",
            "The links of %(n)s subscribers are void.",
            len(chosen),
        )
        messages.success(request, done % {"n": len(chosen)})
