"""Saying who a registration is, where nobody has said it yet.

Whoever says it first is heard: a second one, at the same moment or from a page that was
opened earlier, is told so and overwrites nothing. A focal point speaks for the people
of one organisation alone. What organisation somebody typed is said for all at once.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from partners.models import Organisation, Person
from partners.services import organisations, postings
from registrations.models import Line, Registration
from registrations.services import nominations
from unitar_seminars.hours import local_day
from unitar_seminars.labels import labelled
from users.models import Actor


@transaction.atomic
def say_who(
    registration: Registration, person: Person, *, by: Actor, at: datetime
) -> None:
    """Link a registration that has no person yet."""
    refuse_known(registration)
    nominations.identify_person(registration, person, by=by, at=at)


@transaction.atomic
def take_as_new(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Take somebody whom nobody knows into the list of people, once."""
    refuse_known(registration)
    nominations.identify_as_new(registration, by=by, at=at)


@transaction.atomic
def say_anew(
    registration: Registration,
    person: Person | None,
    *,
    seen: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Let an organiser say it, also instead of the person whom their page showed."""
    refuse_known(registration, but=seen)
    if person:
        nominations.identify_person(registration, person, by=by, at=at)
    else:
        nominations.identify_as_new(registration, by=by, at=at)


@transaction.atomic
def say_who_of(
    organisation: Organisation,
    registration: Registration,
    person: Person | None,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Let a focal point say it: one of their people, or somebody new among them.

    Somebody new gets the post that was typed, from the day of filing on.
    """
    refuse_other(organisation, registration, person)
    if person:
        say_who(registration, person, by=by, at=at)
        return
    take_as_new(registration, by=by, at=at)
    postings.begin(
        Person.objects.get(registrations=registration.pk),
        organisation,
        rank=registration.rank,
        on=local_day(registration.submitted_at),
        by=by,
        at=at,
    )


@transaction.atomic
def settle(
    typed: Organisation, into: Organisation, *, by: Actor, at: datetime, why: str
) -> None:
    """Say that a typed organisation is one of the list, for all who came from it."""
    organisations.merge(typed, into, by=by, at=at, why=why)
    for one in typed.registrations.order_by("seminar", "pk"):
        try:
            nominations.identify_organisation(one, into, by=by, at=at, why=why)
        except ValidationError as refusal:
            text = labelled(one.addressed_name, " ".join(refusal.messages))
            raise ValidationError(text, code=refusal.code) from refusal


def refuse_known(registration: Registration, *, but: int | None = None) -> None:
    """Lock the line, then see whether somebody was faster."""
    Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    if registration.person_id != but:
        text = _(
            "Somebody has said who this is meanwhile: open the record to see it, or to"
            " say that it is somebody else."
        )
        raise ValidationError(text, code="identified")


def refuse_other(
    organisation: Organisation, registration: Registration, person: Person | None
) -> None:
    is_ours = registration.organisation_id == organisation.pk
    if person and is_ours:
        is_ours = person.postings.filter(organisation=organisation).exists()
    if not is_ours:
        text = _(
            "You speak for people of your own organisation: choose one of them, or"
            " write to us."
        )
        raise ValidationError(text, code="other_organisation")
