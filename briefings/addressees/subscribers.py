"""Addressees who asked for news."""

from datetime import date

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from briefings import subscribers
from briefings.addressees.columns import (
    NO_FORM,
    PERSON,
    Query,
    in_language_of_use,
    key_of,
)
from briefings.models import AudiencePart
from partners.models import ContactPoint, ContactUse, PersonState


def addresses_of_subscribers(part: AudiencePart, *, day: date) -> Query:
    """Ask for the confirmed ones who want each message, not a digest."""
    meant = subscribers.of(theme=part.theme_id, series=part.series_id)
    uses = ContactUse.objects.on(day).filter(contact_point=OuterRef("contact_point"))
    uses = uses.exclude(person__isnull=False, person__state=PersonState.ERASED)
    who = key_of(ContactPoint, "contact_point_id")
    name = Coalesce("person__name", in_language_of_use("organisation__name"))
    return meant.values_list(
        PERSON,
        "pk",
        who,
        who,
        NO_FORM,
        Coalesce(Subquery(uses.order_by("pk").values_list(name)[:1]), Value("")),
        "contact_point__address",
        "contact_point__address_folded",
        "language",
    )
