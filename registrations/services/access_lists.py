"""Telling the security desk of a building who comes, and forgetting it afterwards.

`send` fixes a version, row by row; the file that goes to the desk is made from that
version, so what was sent and what is on record can't differ. The desk's needs are the
only purpose: thirty days after the last session rows and notes are deleted, nothing
else holds them.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from registrations.models import (
    AccessList,
    AccessNote,
    AccessRow,
    AccessState,
    Line,
    Registration,
    RegistrationStatus,
    RowChange,
)
from registrations.services import admission, gates
from registrations.services.gates import Gate
from seminars.models import Mode, Seminar, Venue
from users import audit
from users.models import Actor


@transaction.atomic
def send(
    seminar: Seminar, venue: Venue, *, after: int, by: Actor, at: datetime
) -> AccessList:
    """Fix the next version as what goes to the desk; with nobody on it, it cancels.

    `after` is the version that whoever sends had seen: two who press the button at
    once send one version.
    """
    seminar = lock(seminar.pk)
    gate = gates.at_venue(seminar, venue, at=at)
    refuse_over(seminar, at=at)
    if gate is None:
        raise ValidationError(
            _("This building wants no list. Its form says which ones do."),
            code="not_wanted",
        )
    refuse_same(gate, after)
    access_list = list_of(seminar, venue, at=at)
    access_list.version += 1
    access_list.sent_at = at
    access_list.save(update_fields=["version", "sent_at"])
    first = access_list.version == 1
    AccessRow.objects.bulk_create(
        AccessRow(
            access_list=access_list,
            version=access_list.version,
            registration_id=row.registration_id,
            position=position,
            change=RowChange.SAME if first else row.change,
            cells=row.cells,
        )
        for position, row in enumerate(gate.compared, 1)
    )
    why = f"version {access_list.version}"
    audit.record("send_access_list", access_list, by=by, at=at, why=why)
    return access_list


@transaction.atomic
def write_note(
    registration: Registration,
    venue: Venue,
    note: str,
    *,
    has_pass: bool,
    by: Actor,
    at: datetime,
) -> None:
    """Note for the gate what nobody else needs, or that somebody has a pass anyway."""
    seminar = lock(registration.seminar_id)
    registration.refresh_from_db()
    refuse_over(seminar, at=at)
    comes = registration.status == RegistrationStatus.CONFIRMED
    if not comes or registration.mode != Mode.ROOM:
        raise ValidationError(
            _("Only people with a place in the room are listed: confirm it first."),
            code="not_on_list",
        )
    access_list = list_of(seminar, venue, at=at)
    if note or has_pass:
        AccessNote.objects.update_or_create(
            access_list=access_list,
            registration=registration,
            defaults={"note": note, "has_pass": has_pass},
        )
    else:
        access_list.notes.filter(registration=registration).delete()
    audit.record("note_for_gate", registration, by=by, at=at)


@transaction.atomic
def take(access_list: AccessList, kind: str, *, by: Actor, at: datetime) -> None:
    """Note that somebody printed a version or took it away as a file."""
    refuse_deleted(access_list)
    why = f"{kind}, version {access_list.version}"
    audit.record("take_access_list", access_list, by=by, at=at, why=why)


def purge_due(*, by: Actor, at: datetime) -> int:
    """Delete what lists held whose month is over; tell how many."""
    kept = AccessList.objects.kept().select_related("seminar").order_by("pk")
    due = [one for one in kept if admission.purge_hour(one.seminar, one) <= at]
    return sum(purge(one.pk, by=by, at=at) for one in due)


@transaction.atomic
def purge(access_list_id: int, *, by: Actor, at: datetime) -> bool:
    """Delete the rows and notes of one list, unless a verb was faster."""
    access_list = AccessList.objects.get(pk=access_list_id)
    seminar = lock(access_list.seminar_id)
    access_list.refresh_from_db()
    if access_list.purged_at or admission.purge_hour(seminar, access_list) > at:
        return False
    access_list.rows.all().delete()
    access_list.notes.all().delete()
    access_list.purged_at = at
    access_list.save(update_fields=["purged_at"])
    audit.record("purge_access_list", access_list, by=by, at=at)
    return True


def lock(seminar_id: int) -> Seminar:
    """Take the lock under which people come and go; read the seminar after it."""
    try:
        Line.objects.lock(seminar_id)
    except Line.DoesNotExist:
        raise ValidationError(
            _("Nobody can be registered before it is announced: announce it first."),
            code="not_announced",
        ) from None
    return Seminar.objects.get(pk=seminar_id)


def list_of(seminar: Seminar, venue: Venue, *, at: datetime) -> AccessList:
    """Give the venue's list, begun now if there is none."""
    found, _made = AccessList.objects.kept().get_or_create(
        seminar=seminar, venue=venue, defaults={"made_at": at}
    )
    return found


def refuse_over(seminar: Seminar, *, at: datetime) -> None:
    if admission.is_over(seminar, at=at):
        raise ValidationError(
            _("It is over: nobody has to get in any more. What was sent stays below."),
            code="over",
        )


def refuse_same(gate: Gate, after: int) -> None:
    """Refuse a version that says nothing new."""
    if gate.version != after:
        raise ValidationError(
            _("Version %(version)s was sent meanwhile: look at it before you send.")
            % {"version": gate.version},
            code="sent_meanwhile",
        )
    if gate.state == AccessState.SENT:
        raise ValidationError(
            _("The desk knows all of this: there is nothing to send again."),
            code="unchanged",
        )
    if not gate.has_to_be_sent:
        raise ValidationError(
            _("Nobody is on the list yet: confirm somebody’s place first."),
            code="empty",
        )


def refuse_deleted(access_list: AccessList) -> None:
    if access_list.purged_at or access_list.version == 0:
        raise ValidationError(
            _("There is no such file: it was not sent yet, or has been deleted."),
            code="no_file",
        )
