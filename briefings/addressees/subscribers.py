"""Addressees who asked for news."""

from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from briefings import subscribers
from briefings.addressees.columns import (
    Addresses,
    Rank,
    in_language_of_use,
    key_of,
)
from briefings.models import AudiencePart, Subscriber
from partners.models import ContactPoint, ContactUse, PersonState


def addresses_of_subscribers(part: AudiencePart, *, day: date) -> Addresses:
    """Ask for the confirmed ones who want each message, not a digest."""
    meant = subscribers.of(theme=part.theme_id, series=part.series_id)
    uses = ContactUse.objects.on(day).filter(contact_point=OuterRef("contact_point"))
    uses = uses.exclude(person__isnull=False, person__state=PersonState.ERASED)
    name = Coalesce("person__name", in_language_of_use("organisation__name"))
    known = Subquery(uses.order_by("pk").values_list(name)[:1])
    return Addresses(
        Rank.SUBSCRIBER,
        Subscriber.objects.all(),
        meant,
        subject="pk",
        person=key_of(ContactPoint, "contact_point_id"),
        name=Coalesce(known, Value("")),
        address="contact_point__address",
        folded="contact_point__address_folded",
        language="language",
    )
