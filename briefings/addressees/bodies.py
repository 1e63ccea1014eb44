"""Addressees of organisations: their own address, their focal points, delegates."""

from datetime import date

from django.db.models import (
    Exists,
    FilteredRelation,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Coalesce, Lower

from briefings.addressees.columns import (
    Addresses,
    Rank,
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
    OrganisationState,
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


def bodies(part: AudiencePart, *, day: date, path: str = "") -> Q:
    """Say in a filter: the organisations of a part, as they are on this day."""
    held = OrganisationSector.objects.filter(on(day), sector=part.sector)
    active = {f"{path}state": OrganisationState.ACTIVE}
    meant = Q(**active, **{f"{path}pk__in": held.values("organisation")})
    for wanted in (part.standing, part.regional_group, part.situation):
        if wanted:
            groups = GROUPS.get(wanted, [wanted])
            among = GroupMembership.objects.filter(on(day), group__in=groups)
            meant &= Q(**{f"{path}country__in": among.values("country")})
    if part.who == Who.NEVER_CAME:
        came = attendances(part).values("registration__organisation")
        ended_in = Organisation.objects.filter(pk__in=came).values_list(
            Coalesce(*CHAIN)
        )
        meant &= ~Q(**{f"{path}pk__in": ended_in})
    return meant


CHAIN = ("merged_into__merged_into", "merged_into", "pk")  # the last counts for all


def official_addresses(part: AudiencePart, *, day: date) -> Addresses:
    uses = ContactUse.objects.on(day).filter(kind=ContactKind.OFFICIAL)
    return Addresses(
        Rank.OFFICIAL,
        uses,
        uses.filter(bodies(part, day=day, path="organisation__")),
        subject="organisation_id",
        person=key_of(Organisation, "organisation_id"),
        name=in_language_of_use("organisation__name"),
        address="contact_point__address",
        folded="contact_point__address_folded",
        language="language",
        reaches=Exists(uses.filter(organisation=OuterRef("pk"))),
    )


def focal_points(part: AudiencePart, *, day: date) -> Addresses:
    """Ask for the accounts that act for an organisation, in the language they speak.

    That is their person's, or their organisation's where no person is known.
    """
    is_official = Q(organisation__contact_uses__kind=ContactKind.OFFICIAL)
    today = on(day, "organisation__contact_uses__")
    acting = Representation.objects.filter(
        on(day), role=RepresentationRole.FOCAL_POINT, user__is_active=True
    )
    every = acting.alias(
        official=FilteredRelation(
            "organisation__contact_uses", condition=is_official & today
        )
    )
    return Addresses(
        Rank.FOCAL_POINT,
        every,
        every.filter(bodies(part, day=day, path="organisation__")),
        subject="organisation_id",
        person=key_of(User, "user_id"),
        name=Coalesce(filled("user__name"), "user__email", output_field=TextField()),
        address="user__email",
        folded=Lower("user__email"),
        language=Coalesce("user__people__language", "official__language", Value("en")),
        reaches=Exists(acting.filter(organisation=OuterRef("pk"))),
    )


def delegates(part: AudiencePart, *, day: date) -> QuerySet[Person]:
    """Keep the people whom these organisations let follow a committee."""
    posts = Posting.objects.filter(
        on(day),
        bodies(part, day=day, path="organisation__"),
        committees__contains=[part.committee],
    )
    return Person.objects.filter(
        state=PersonState.ACTIVE, pk__in=posts.values("person")
    )


def addresses_of_delegates(part: AudiencePart, *, day: date) -> Addresses:
    """Ask for one address of each, their own."""
    uses = ContactUse.objects.on(day).filter(kind=ContactKind.OWN)
    theirs = uses.filter(person__in=delegates(part, day=day))
    return Addresses(
        Rank.DELEGATE,
        uses,
        theirs.order_by("person_id", "pk").distinct("person_id"),
        subject="person_id",
        person=key_of(Person, "person_id"),
        form="person__form_of_address",
        name="person__name",
        address="contact_point__address",
        folded="contact_point__address_folded",
        language="language",
        reaches=Exists(uses.filter(person=OuterRef("pk"))),
    )
