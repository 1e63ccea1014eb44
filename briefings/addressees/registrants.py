"""Addressees who registered: what is asked of them is what they were then."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from briefings.addressees.columns import Addresses, Rank, key_of
from briefings.models import AudiencePart, Situation, Who
from partners.models import Person, PersonState
from registrations.models import ACTIVE, Attendance, Registration, RegistrationStatus


def seminars(part: AudiencePart, path: str = "") -> Q:
    """Say in a filter: those of the seminars that the part names."""
    chosen = {
        "seminar": part.seminar_id,
        "seminar__series": part.series_id,
        "seminar__themes": part.theme_id,
    }
    return Q(**{path + name: pk for name, pk in chosen.items() if pk is not None})


def attendances(part: AudiencePart) -> QuerySet[Attendance]:
    return Attendance.objects.came().filter(seminars(part, "registration__"))


def registrants(part: AudiencePart) -> QuerySet[Registration]:
    """Keep the registrations of a part; who asked for restriction is left alone."""
    alone = Person.objects.exclude(state=PersonState.ACTIVE)
    meant = Registration.objects.filter(seminars(part), *narrowed(part))
    meant = meant.exclude(person__in=alone)
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


def addresses_of_registrants(part: AudiencePart) -> Addresses:
    return Addresses(
        Rank.REGISTRANT,
        Registration.objects.all(),
        registrants(part).exclude(address=""),
        subject="pk",
        person=key_of(Registration, "pk"),
        form="form_of_address",
        name="name",
        address="address",
        folded=Lower("address"),
        language="language",
        reaches=~Q(address=""),
    )
