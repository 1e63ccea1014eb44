"""What each part of an audience means, as queries: addresses, and whom they are for.

All queries of addresses have the columns of `ADDRESS`, all of those who are meant
have the columns of `SUBJECT`, so that the database can unite and subtract them. The
rank decides who speaks for an address that several share: an official address before
a focal point before a person.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, Lower, NullIf
from django.utils.translation import get_language

from briefings.models import (
    REGISTRANTS,
    AudiencePart,
    Frequency,
    ReachedAt,
    Situation,
    Standing,
    Subscriber,
    Subscription,
    Who,
)
from partners.models import (
    SPECIAL_SITUATIONS,
    ContactKind,
    ContactUse,
    CountryGroup,
    FormOfAddress,
    GroupMembership,
    Organisation,
    OrganisationSector,
    Person,
    PersonState,
    Posting,
    Representation,
    RepresentationRole,
)
from registrations.models import ACTIVE, Attendance, Registration, RegistrationStatus
from seminars.models import Seminar
from unitar_seminars.db import on

ADDRESS = "rank, source, subject, person, form, name, address, folded, language"
SUBJECT = "subject, form, name"
OFFICIAL, FOCAL_POINT, PERSON = Value(1), Value(2), Value(3)
NO_FORM = Value(FormOfAddress.NONE.value, output_field=CharField())
GROUPS = {
    Standing.MEMBER: [CountryGroup.MEMBER],
    Standing.OBSERVER: [
        CountryGroup.OBSERVER_STATE,
        CountryGroup.OBSERVER_ORGANISATION,
    ],
    Situation.ANY: SPECIAL_SITUATIONS,
}
Query = QuerySet[Any, Any]


def addresses(part: AudiencePart, *, day: date) -> list[Query]:
    """Ask for the addresses of a part."""
    if part.who == Who.SUBSCRIBERS:
        return [addresses_of_subscribers(part, day=day)]
    if part.who in REGISTRANTS:
        return [addresses_of_registrants(part)]
    if part.committee:
        return [addresses_of_delegates(part, day=day)]
    ways = {
        ReachedAt.OFFICIAL: [official_addresses],
        ReachedAt.FOCAL_POINTS: [focal_points],
        ReachedAt.BOTH: [official_addresses, focal_points],
    }
    return [way(part, day=day) for way in ways[ReachedAt(part.reached_at)]]


def subjects(part: AudiencePart, *, day: date) -> list[Query]:
    """Ask who is meant by a part, with or without an address."""
    if part.who == Who.SUBSCRIBERS:
        return []  # each is an address
    if part.who in REGISTRANTS:
        who = key_of(Registration, "pk")
        return [registrants(part).values_list(who, "form_of_address", "name")]
    if part.committee:
        who = key_of(Person, "pk")
        return [delegates(part, day=day).values_list(who, "form_of_address", "name")]
    named = in_language_of_page("name")
    who = key_of(Organisation, "pk")
    return [bodies(part, day=day).values_list(who, NO_FORM, named)]


# Organisations


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
        key_of(Representation.user.field.related_model, "user_id"),
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


# People of seminars


def seminars(part: AudiencePart) -> Q:
    """Say in a filter of seminars: those that the part names."""
    chosen = {"pk": part.seminar_id, "series": part.series_id, "themes": part.theme_id}
    return Q(**{name: pk for name, pk in chosen.items() if pk is not None})


def attendances(part: AudiencePart) -> QuerySet[Attendance]:
    came = Attendance.objects.came()
    if named := seminars(part):
        among = Seminar.objects.filter(named)
        came = came.filter(registration__seminar__in=among.values("pk"))
    return came


def registrants(part: AudiencePart) -> QuerySet[Registration]:
    """Keep the registrations of a part; who asked for restriction is left alone."""
    among = Seminar.objects.filter(seminars(part)).values("pk")
    meant = Registration.objects.filter(
        Q(person=None) | Q(person__state=PersonState.ACTIVE),
        *narrowed(part),
        seminar__in=among,
    )
    if part.who == Who.ATTENDED:
        return meant.filter(pk__in=Attendance.objects.came().values("registration"))
    states = [RegistrationStatus.WAITING] if part.who == Who.WAITING else ACTIVE
    return meant.filter(status__in=states)


def narrowed(part: AudiencePart) -> Iterator[Q]:
    """Say in a filter of registrations what sector and country have to be."""
    if part.sector:
        yield Q(sector=part.sector)
    if part.regional_group:
        yield Q(regional_group=part.regional_group)
    if part.situation == Situation.ANY:
        yield Q(is_ldc=True) | Q(is_lldc=True) | Q(is_sids=True)
    elif part.situation:
        yield Q(**{f"is_{part.situation}": True})


def addresses_of_registrants(part: AudiencePart) -> Query:
    who = key_of(Registration, "pk")
    return (
        registrants(part)
        .exclude(address="")
        .values_list(
            PERSON,
            "pk",
            who,
            who,
            "form_of_address",
            "name",
            "address",
            Lower("address"),
            "language",
        )
    )


# Subscribers


def addresses_of_subscribers(part: AudiencePart, *, day: date) -> Query:
    """Ask for the confirmed ones who want each message, not a digest."""
    meant = Subscriber.objects.filter(
        confirmed_at__isnull=False, frequency=Frequency.EACH
    )
    for name in ("theme_id", "series_id"):
        if wanted := getattr(part, name):
            asked = Subscription.objects.filter(**{name: wanted})
            meant = meant.filter(
                Q(wants_everything=True) | Q(pk__in=asked.values("subscriber"))
            )
    uses = ContactUse.objects.on(day).filter(contact_point=OuterRef("contact_point"))
    uses = uses.exclude(person__isnull=False, person__state=PersonState.ERASED)
    who = key_of(Subscriber.contact_point.field.related_model, "contact_point_id")
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


# Columns


def key_of(model: Any, column: str) -> Concat:
    """Name a row as `unitar_seminars.db.key` does, within the database."""
    label = Value(f"{model._meta.label_lower}:", output_field=TextField())
    return Concat(label, Cast(column, TextField()), output_field=TextField())


def filled(column: str) -> NullIf:
    return NullIf(F(column), Value(""))


def either(path: str, first: str, second: str) -> Coalesce:
    return Coalesce(filled(f"{path}_{first}"), F(f"{path}_{second}"))


def in_language_of_use(path: str) -> Case:
    """Read a bilingual column in the language in which the address is written to."""
    french = When(language="fr", then=either(path, "fr", "en"))
    return Case(french, default=either(path, "en", "fr"))


def in_language_of_page(path: str) -> Coalesce:
    is_french = (get_language() or "en").startswith("fr")
    return either(path, "fr", "en") if is_french else either(path, "en", "fr")
