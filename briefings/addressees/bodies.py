"""Addressees of organisations: their own address, their focal points, delegates."""

from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Lower

from briefings.addressees.columns import (
    FOCAL_POINT,
    NO_FORM,
    OFFICIAL,
    PERSON,
    Query,
    filled,
    in_language_of_use,
    key_of,
)
from briefings.addressees.registrants import attendances
from briefings.models import AudiencePart, Situation, Standing, Who
from partners.models import (
    SPECIAL_SITUATIONS,
    ContactKind,
    ContactUse,
    CountryGroup,
    GroupMembership,
    Organisation,
    OrganisationSector,
    Person,
    PersonState,
    Posting,
    Representation,
    RepresentationRole,
)
from unitar_seminars.db import on
from users.models import User

GROUPS = {
    Standing.MEMBER: [CountryGroup.MEMBER],
    Standing.OBSERVER: [
        CountryGroup.OBSERVER_STATE,
        CountryGroup.OBSERVER_ORGANISATION,
    ],
    Situation.ANY: SPECIAL_SITUATIONS,
}


def bodies(part: AudiencePart, *, day: date) -> QuerySet[Organisation]:
    """Keep the organisations of a part, as they are on this day."""
    held = OrganisationSector.objects.filter(on(day), sector=part.sector)
    meant = Organisation.objects.active().filter(pk__in=held.values("organisation"))
    for wanted in (part.standing, part.regional_group, part.situation):
        if wanted:
            groups = GROUPS.get(wanted, [wanted])
            among = GroupMembership.objects.filter(on(day), group__in=groups)
            meant = meant.filter(country__in=among.values("country"))
    if part.who == Who.NEVER_CAME:
        for path in CAME_FROM:
            came = attendances(part).filter(**{f"{path}__isnull": False})
            meant = meant.exclude(pk__in=came.values(path))
    return meant


CAME_FROM = (
    "registration__organisation",
    "registration__organisation__merged_into",
    "registration__organisation__merged_into__merged_into",
)


def official_addresses(part: AudiencePart, *, day: date) -> Query:
    uses = ContactUse.objects.on(day).filter(
        organisation__in=bodies(part, day=day), kind=ContactKind.OFFICIAL
    )
    who = key_of(Organisation, "organisation_id")
    return uses.values_list(
        OFFICIAL,
        "pk",
        who,
        who,
        NO_FORM,
        in_language_of_use("organisation__name"),
        "contact_point__address",
        "contact_point__address_folded",
        "language",
    )


def focal_points(part: AudiencePart, *, day: date) -> Query:
    """Ask for the accounts that act for an organisation, in the language they speak.

    That is their person's, or their organisation's where no person is known.
    """
    acting = Representation.objects.filter(
        on(day),
        organisation__in=bodies(part, day=day),
        role=RepresentationRole.FOCAL_POINT,
        user__is_active=True,
    )
    people = Person.objects.filter(account=OuterRef("user")).order_by("pk")
    official = ContactUse.objects.on(day).filter(
        organisation=OuterRef("organisation"), kind=ContactKind.OFFICIAL
    )
    return acting.values_list(
        FOCAL_POINT,
        "pk",
        key_of(Organisation, "organisation_id"),
        key_of(User, "user_id"),
        NO_FORM,
        Coalesce(filled("user__name"), "user__email", output_field=TextField()),
        "user__email",
        Lower("user__email"),
        Coalesce(
            Subquery(people.values("language")[:1]),
            Subquery(official.order_by("pk").values("language")[:1]),
            Value("en"),
        ),
    )


def delegates(part: AudiencePart, *, day: date) -> QuerySet[Person]:
    """Keep the people whom these organisations let follow a committee."""
    posts = Posting.objects.filter(
        on(day),
        organisation__in=bodies(part, day=day),
        committees__contains=[part.committee],
    )
    return Person.objects.filter(
        state=PersonState.ACTIVE, pk__in=posts.values("person")
    )


def addresses_of_delegates(part: AudiencePart, *, day: date) -> Query:
    uses = ContactUse.objects.on(day).filter(
        person__in=delegates(part, day=day), kind=ContactKind.OWN
    )
    who = key_of(Person, "person_id")
    one_each = uses.order_by("person_id", "pk").distinct("person_id")
    return one_each.values_list(
        PERSON,
        "pk",
        who,
        who,
        "person__form_of_address",
        "person__name",
        "contact_point__address",
        "contact_point__address_folded",
        "language",
    )
