"""Taking a change back while hardly anybody has heard of it.

Rows become what they were, if nothing has touched them since; what has not left is
recalled, and whoever was told already is told that all is as before: of the change, or
of something else meanwhile, which said when and where. The programme gets one more
version, for the page may have been read meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Field, QuerySet
from django.utils.translation import gettext_lazy as _

from mailing import outbox
from mailing.models import Message, MessageState
from registrations import calendars
from registrations.circulars import Change
from registrations.models import Line, Seat
from registrations.services import kept, reminders, seats, snapshots, telling, versions
from registrations.services.versions import (
    FIELDS,
    MODELS,
    REGISTRATION,
    SEAT,
    SEMINAR,
    SESSION,
)
from seminars.models import (
    ChangeKind,
    Mode,
    ProgrammeChange,
    Seminar,
    SeminarMode,
    SeminarState,
    Session,
    SpeakerInvitation,
    SpeakerState,
)
from seminars.services import agenda
from unitar_seminars.db import key, save_or_refuse
from unitar_seminars.translated import Language
from users import audit
from users.models import Actor, AuditEntry

PASSED_ON = ("confirm", "offer", "succeed")
SILENT = ("speaker", "partly")  # no entry of a calendar was about it


@transaction.atomic
def undo(version: ProgrammeChange, *, by: Actor, at: datetime) -> None:
    """Take the last change of a programme back within its grace period."""
    line = Line.objects.lock(version.seminar_id)
    version.refresh_from_db()
    refuse_too_late(version, at=at)
    refuse_what_was_touched(line.seminar, version)
    was, gone = versions.look(line.seminar), calendars.sessions_of(line.seminar)
    restore(line.seminar, version, at=at)
    let_all_take_part(line.seminar_id)
    version.undone_at = at
    version.save(update_fields=["undone_at"])
    seminar = Seminar.objects.get(pk=version.seminar_id)
    kept.end_with_the_beginning(seminar)
    snapshots.retake_countries(seminar)
    entry = audit.record("undo", seminar, by=by, at=at)
    told = outbox.recall(version.about, at=at)
    telling.give_back(seminar, version)
    if version.is_told:
        told |= told_since(seminar, version)
    change = reverse(version, seminar, gone)
    versions.keep(seminar, change, entry, was)
    tell_those(told, seminar, change, entry)
    reminders.reconcile(seminar.pk, at=at)
    if seminar.state == SeminarState.ANNOUNCED:
        for mode in Mode:
            seats.fill(Line.objects.lock(seminar.pk), mode, by=by, at=at)


def latest(seminar: Seminar, *, at: datetime) -> ProgrammeChange | None:
    """Find the change that can be taken back now: the last one, for a little while."""
    last = standing(seminar).first()
    return last if last and last.can_be_undone(at=at) else None


def standing(seminar: Seminar) -> QuerySet[ProgrammeChange]:
    """Keep the changes that hold, the last one first."""
    changes = seminar.changes.exclude(kind=ChangeKind.UNDONE).filter(undone_at=None)
    return changes.order_by("-version")


def refuse_too_late(version: ProgrammeChange, *, at: datetime) -> None:
    if version.undone_at is not None:
        raise ValidationError(
            _("This was taken back before: all is as it was."), code="undone"
        )
    if not version.can_be_undone(at=at):
        raise ValidationError(
            _("People have been told: change it by its page, and they are told again."),
            code="too_late",
        )
    if standing(version.seminar).filter(version__gt=version.version).exists():
        raise ValidationError(
            _("Something was changed after it: take that back first."),
            code="changed_since",
        )


def refuse_what_was_touched(seminar: Seminar, version: ProgrammeChange) -> None:
    """Refuse where rows are no longer what the change made of them."""
    kinds = {kind for kind, *_values in version.former}
    rows = versions.plain(versions.look(seminar, sorted(kinds)))
    is_untouched = all(
        rows.get((kind, pk), {}).items() >= new.items()
        for kind, pk, _old, new in version.former
    )
    has_people = not kinds.isdisjoint((SEAT, REGISTRATION))
    was_passed_on = has_people and entries_since(seminar, version, PASSED_ON).exists()
    if not is_untouched or was_passed_on:
        raise ValidationError(
            _(
                "Places have changed hands since, or something else did: change it"
                " by its page, and people are told again."
            ),
            code="changed_since",
        )


def entries_since(
    seminar: Seminar, version: ProgrammeChange, verbs: Sequence[str] = ()
) -> QuerySet[AuditEntry]:
    """Find what happened to people of a seminar after a change."""
    since = AuditEntry.objects.filter(pk__gt=int(version.about.partition(":")[2]))
    found = since.filter(thing__in=reminders.keys_of(seminar))
    return found.filter(verb__in=verbs) if verbs else found


def told_since(seminar: Seminar, version: ProgrammeChange) -> set[str]:
    """Name who was written to after a change, and so was told what it had made."""
    facts = [key(entry) for entry in entries_since(seminar, version)]
    rows = Message.objects.filter(mailing=None, about__in=facts)
    told = rows.exclude(state=MessageState.CANCELLED)
    return set(told.values_list("person_key", flat=True))


def restore(seminar: Seminar, version: ProgrammeChange, *, at: datetime) -> None:
    """Write every row as it was; what had not been there is taken out of the way."""
    keys = [pk for kind, pk, *_values in version.former if kind == SESSION]
    sessions = Session.objects.in_bulk(keys)
    Session.objects.filter(pk__in=keys).update(takes_room=False)  # two may swap
    # What is announced has hours: its state goes first where they go, else last.
    state_last = seminar.state != SeminarState.ANNOUNCED
    rows = sorted(version.former, key=lambda row: (row[0] == SEMINAR) == state_last)
    for kind, pk, old, _new in rows:
        if old is None:
            take_out(kind, pk, at=at)
        elif kind == SESSION:
            restore_session(sessions[pk], old)
        else:
            MODELS[kind]._default_manager.filter(pk=pk).update(**old)


def let_all_take_part(seminar_id: int) -> None:
    """Let who chose a way that there is no more wait for a place of the other way."""
    seminar = Seminar.objects.get(pk=seminar_id)
    if seminar.mode != SeminarMode.BOTH:
        stray = seminar.registrations.active().exclude(mode=seminar.mode)
        stray.filter(seat=None).update(mode=seminar.mode)


def restore_session(session: Session, old: dict[str, Any]) -> None:
    """Write one session as it was, in its room if nobody has taken that since."""
    began = session.starts_at
    for name, value in old.items():
        field = cast("Field[Any, Any]", Session._meta.get_field(name))
        setattr(session, name, field.to_python(value))
    save_or_refuse(session, update_fields=FIELDS[SESSION])
    if "starts_at" in old:
        agenda.follow(session, began)


def take_out(kind: str, pk: int, *, at: datetime) -> None:
    """Undo a row that the change made."""
    if kind == SEAT:
        Seat.objects.filter(pk=pk).update(withdrawn_at=at)
    else:  # somebody who was to be asked instead of a speaker
        made = SpeakerInvitation.objects.filter(pk=pk)
        made.update(state=SpeakerState.CANCELLED)


def reverse(version: ProgrammeChange, seminar: Seminar, gone: list[Session]) -> Change:
    """Say that all is as before; who heard of hours there are none of forgets them."""
    has_hours = seminar.starts_at is not None
    concerns_all = any(kind == REGISTRATION for kind, *_values in version.former)
    return Change(
        "undone",
        before={one: getattr(version, f"after_{one}") for one in Language.values},
        after={one: getattr(version, f"before_{one}") for one in Language.values},
        only=None if concerns_all else version.session_id,
        gone=[] if has_hours else gone,
        in_calendars=version.kind not in SILENT,
    )


def tell_those(
    told: set[str], seminar: Seminar, change: Change, entry: AuditEntry
) -> None:
    """Write to those who heard of the change before it was taken back."""
    people = [
        person
        for person in seminar.registrations.active().order_by("pk")
        if key(person) in told
    ]
    telling.tell(seminar, people, change, entry)
