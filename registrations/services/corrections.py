"""Names, ranks and addresses that people put right without losing their place.

Where an organiser wants to look first, a wish waits to be accepted or refused; else it
is done at once. Another person's name is no correction: that is a substitution.
An organiser corrects what their page showed: what the person has put right meanwhile
is not written over.
"""

from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations import emails
from registrations.models import (
    CancelledBecause,
    ChangeRequest,
    Line,
    Registration,
)
from registrations.services import details, nominations, seats
from registrations.services.rosters import folded
from seminars.models import Seminar
from users import audit
from users.models import Actor

NAMED = ("form_of_address", "name", "rank", "address")
WHY = "asked for on the page of a link"


@transaction.atomic
def moderate(seminar: Seminar, on: bool, *, by: Actor, at: datetime) -> None:
    """Look at wished changes first from now on, or let them happen."""
    line = Line.objects.lock(seminar.pk)
    line.moderates_changes = on
    line.save(update_fields=["moderates_changes"])
    audit.record("moderate", seminar, by=by, at=at, why="on" if on else "off")


@transaction.atomic
def ask(
    registration: Registration, values: Mapping[str, str], *, by: Actor, at: datetime
) -> bool:
    """Change what differs, or ask for it; tell whether an organiser has to look."""
    line = Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    details.refuse_what_is_over(line, registration)
    typed = {n: values[n] for n in NAMED if n in values}
    wished = {n: said for n, said in typed.items() if said != getattr(registration, n)}
    if not wished:
        return False
    refuse_another_person(registration, wished.get("name", registration.name))
    if not line.moderates_changes:
        nominations.correct(registration, wished, by=by, at=at, why=WHY)
        return False
    before = registration.change_requests.waiting().first()
    if before:
        if "address" in before.values and "address" not in values:
            wished["address"] = before.values["address"]  # the person's own wish
        before.delete()
    ChangeRequest.objects.create(registration=registration, values=wished, asked_at=at)
    audit.record("ask_change", registration, by=by, at=at)
    return True


def refuse_another_person(registration: Registration, name: str) -> None:
    """Want one word of the name at least to stay."""
    if not set(folded(name).split()) & set(folded(registration.name).split()):
        raise ValidationError(
            _("This is another name altogether: choose “Name somebody else” instead."),
            code="another_person",
        )


@transaction.atomic
def correct_seen(
    registration: Registration,
    changes: Mapping[str, tuple[str, str]],
    *,
    by: Actor,
    at: datetime,
    why: str,
) -> None:
    """Put right what an organiser changed, against what their page showed of it.

    Of each field comes the value that was on the page and the one that it got; what
    was left as it was on the page stays as it is now.
    """
    Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    if changed_meanwhile(registration, changes):
        text = _(
            "Somebody has changed this meanwhile: compare what stands now with what"
            " you typed, then correct it again."
        )
        raise ValidationError(text, code="changed_meanwhile")
    values = {name: typed for name, (_seen, typed) in changes.items()}
    nominations.correct(registration, values, by=by, at=at, why=why)


def changed_meanwhile(
    registration: Registration, changes: Mapping[str, tuple[str, str]]
) -> list[str]:
    """Name the fields that are no longer what the page showed, nor what they got."""
    return [n for n, pair in changes.items() if getattr(registration, n) not in pair]


@transaction.atomic
def accept(request: ChangeRequest, *, by: Actor, at: datetime) -> None:
    """Do what was asked for; place, tier and number stay."""
    line = lock_open(request)
    details.refuse_what_is_over(line, request.registration)
    request.accepted_at = at
    request.save(update_fields=["accepted_at"])
    nominations.correct(request.registration, request.values, by=by, at=at, why=WHY)


@transaction.atomic
def refuse(request: ChangeRequest, *, by: Actor, at: datetime, why: str) -> None:
    """Leave everything as it is, and say why."""
    nominations.reason_given(why)
    lock_open(request)
    request.refused_at, request.why = at, why.strip()
    request.save(update_fields=["refused_at", "why"])
    entry = audit.record(
        "refuse_change", request.registration, by=by, at=at, why=request.why
    )
    emails.send_change_refused(request.registration, entry)


def lock_open(request: ChangeRequest) -> Line:
    line = Line.objects.lock(request.registration.seminar_id)
    request.refresh_from_db()
    if request.accepted_at or request.refused_at:
        raise ValidationError(
            _("This wish was decided before: the record says how."), code="decided"
        )
    request.registration.refresh_from_db()
    return line


@transaction.atomic
def step_back(registration: Registration, *, by: Actor, at: datetime) -> None:
    """End a registration that the person never wanted, and forget what it may.

    The name stays for whoever filed it; everything else that somebody typed goes.
    """
    seats.cancel(registration, because=CancelledBecause.PERSON, by=by, at=at)
    registration.answers.all().delete()
    registration.change_requests.all().delete()
    registration.address = registration.needs = registration.rank = ""
    registration.personal_code = ""
    registration.gender = Registration._meta.get_field("gender").get_default()
    forgotten = ["address", "needs", "rank", "gender", "personal_code"]
    registration.save(update_fields=forgotten)
    audit.record("step_back", registration, by=by, at=at)
