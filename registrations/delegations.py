"""What a focal point sees of their mission: who was filed for what, by whomever.

Needs, answers and addresses are not read here; nor is anybody of another organisation.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import (
    BooleanField,
    Case,
    F,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)

from partners.models import (
    Organisation,
    Person,
    PersonState,
    Posting,
    Representation,
    RepresentationRole,
)
from registrations import standing
from registrations.models import Registration
from seminars.models import Seminar
from unitar_seminars.db import Folded, on
from users.models import User

HIDDEN = ("needs", "address", "gender")


def organisations_of(user: User, *, day: date) -> QuerySet[Organisation]:
    """Find whom this account may act for as focal point on this day."""
    rights = Representation.objects.of(
        user, role=RepresentationRole.FOCAL_POINT, day=day
    )
    return Organisation.objects.filter(pk__in=rights.values("organisation"))


def seminars_of(organisation: Organisation, *, at: datetime) -> QuerySet[Seminar]:
    """List seminars with people of this organisation: what comes, then the past."""
    people = (
        Registration.objects.filter(organisation=organisation)
        .defer(*HIDDEN)
        .select_related("person", "succeeded_by__successor")
        .order_by("line_number")
    )
    theirs = Registration.objects.filter(organisation=organisation)
    is_past = Case(
        When(Q(ends_at__lte=at), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    return (
        Seminar.objects.filter(pk__in=theirs.values("seminar"))
        .annotate(is_past=is_past)
        .prefetch_related(Prefetch("registrations", people, to_attr="delegation"))
        .order_by(
            "is_past",
            Case(When(is_past=False, then=F("starts_at"))).asc(nulls_last=True),
            F("starts_at").desc(nulls_last=True),
            "pk",
        )
    )


def give_positions(seminars: Iterable[Seminar]) -> None:
    """Say of each of these people who wait for what is to come where they stand."""
    people = [
        person
        for seminar in seminars
        if not vars(seminar)["is_past"]
        for person in vars(seminar)["delegation"]
        if person.is_waiting
    ]
    positions = standing.positions([person.pk for person in people])
    for person in people:
        person.position = positions[person.pk]


def open_seminars(*, at: datetime) -> list[Seminar]:
    """List the seminars for which anybody can be nominated now, soonest first."""
    announced = Seminar.objects.announced().order_by("starts_at", "pk")
    return [
        one
        for one in announced
        if one.takes_registrations(at=at) and not one.is_by_invitation
    ]


def posts_of(organisation: Organisation, *, day: date) -> QuerySet[Posting]:
    """List who holds a post there on this day, by name."""
    held = Posting.objects.filter(on(day), organisation=organisation)
    known = held.filter(person__state=PersonState.ACTIVE).select_related("person")
    return known.order_by(Folded("person__name"), "pk")


def people_of(organisation: Organisation) -> QuerySet[Person]:
    """List who holds or held a post there, each with these posts, by name."""
    posts = Posting.objects.filter(organisation=organisation)
    named = Person.objects.filter(
        state=PersonState.ACTIVE, pk__in=posts.values("person")
    )
    shown = posts.select_related("organisation").order_by("-starts_on", "pk")
    return named.order_by(Folded("name"), "pk").prefetch_related(
        Prefetch("postings", shown)
    )
