"""Filing people for a seminar: one form, one sender, each person decided alone.

The same form sent twice is one nomination. Each registration keeps what was typed
and what was true: organisation, sector and rank as at filing, names and groups of
the country as of the seminar's first day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models import (
    Country,
    FormOfAddress,
    Gender,
    Organisation,
    Person,
    Sector,
)
from partners.services import organisations
from partners.services.people import lock_known
from registrations import emails, place_letters
from registrations.models import Line, Nomination, Registration
from registrations.services import (
    answers,
    eligibility,
    lining_up,
    reminders,
    seats,
    snapshots,
)
from registrations.services.answers import Given
from seminars.models import Mode, Seminar, SeminarState
from unitar_seminars.db import save_or_refuse
from unitar_seminars.translated import Language
from users import audit
from users.models import Actor, AuditEntry

closed = eligibility.closed


@dataclass(frozen=True)
class TypedOrganisation:
    """An organisation that somebody typed because the list lacks it."""

    name: str
    sector: Sector
    country: Country | None = None


@dataclass(frozen=True)
class TypedPerson:
    """One person as the form gives them."""

    name: str
    organisation: Organisation | TypedOrganisation
    address: str = ""
    form_of_address: FormOfAddress = FormOfAddress.NONE
    rank: str = ""
    language: Language = Language.EN
    gender: Gender = Gender.UNSAID
    needs: str = ""
    mode: Mode = Mode.ROOM
    answers: Sequence[Given] = ()


@dataclass(frozen=True)
class Filing:
    """One form: its key, drawn when it was shown, its sender, its people."""

    form_key: UUID
    people: Sequence[TypedPerson]
    sender_address: str = ""
    language: Language = Language.EN
    notice: str = ""  # which version of the privacy notice the sender saw


def submit(seminar: Seminar, filing: Filing, *, by: Actor, at: datetime) -> Nomination:
    """File people while registration is open; the same form again changes nothing."""
    try:
        return file_while_open(seminar, filing, by=by, at=at)
    except ValidationError:
        if filed := filed_before(seminar, filing):
            return filed
        raise


@transaction.atomic
def file_while_open(
    seminar: Seminar, filing: Filing, *, by: Actor, at: datetime
) -> Nomination:
    """File people, or refuse and say when registration opens or closed."""
    line = draw(seminar, len(filing.people))
    eligibility.refuse_the_uninvited(line.seminar, at=at)
    nomination = file(line, filing, by=by, at=at)
    eligibility.refuse_other_sectors(line.seminar, nomination)
    return nomination


@transaction.atomic
def add(seminar: Seminar, filing: Filing, *, by: Actor, at: datetime) -> Nomination:
    """File somebody who phoned or wrote, whatever the hour; the order stays."""
    line = draw(seminar, len(filing.people))
    if filed := filed_before(seminar, filing):
        return filed
    if line.seminar.state != SeminarState.ANNOUNCED:
        raise ValidationError(eligibility.closed(line.seminar, at=at), code="closed")
    return file(line, filing, by=by, at=at)


def filed_before(seminar: Seminar, filing: Filing) -> Nomination | None:
    return Nomination.objects.filter(form_key=key_of(seminar, filing)).first()


def key_of(seminar: Seminar, filing: Filing) -> UUID:
    """Name what a form says: sent again it is the same, with somebody else it isn't.

    So nobody is lost who was typed over others after going back in the browser.
    """
    said = [str(seminar.pk), filing.sender_address]
    for typed in filing.people:
        body = typed.organisation
        named = body.name if isinstance(body, TypedOrganisation) else body.pk
        said += [
            str(value) for value in (vars(typed) | {"organisation": named}).values()
        ]
    return uuid5(filing.form_key, repr(said))


def draw(seminar: Seminar, people: int) -> Line:
    """Lock the line and draw a number for each person; no line, no registration."""
    line = Line.objects.draw(seminar.pk, people)
    if line is None:
        raise ValidationError(
            _("Registration has not begun: the seminar is not announced yet."),
            code="closed",
        )
    return line


def file(
    line: Line, filing: Filing, *, by: Actor, at: datetime, is_walk_in: bool = False
) -> Nomination:
    """Store a nomination on numbers just drawn, fill seats, tell everybody."""
    nomination = Nomination(
        seminar=line.seminar,
        form_key=key_of(line.seminar, filing),
        sender_address=filing.sender_address,
        language=filing.language,
        notice_version=filing.notice,
        filed_at=at,
        filed_by=by.user if by.user and by.user.is_staff else None,
    )
    save_or_refuse(nomination)
    people = registrations_of(line.seminar, filing.people, by=by, at=at)
    snapshots.take(people, line.seminar, on=timezone.localdate(at))
    for registration in people:
        registration.nomination = nomination
        registration.is_walk_in = is_walk_in
    lining_up.line_up(line, people, at=at)
    answers.keep(people, [typed.answers for typed in filing.people])
    filed, *each = audit.record_all("submit", [nomination, *people], by=by, at=at)
    seats.seat_or_tell(line, people, each, by=by, at=at)
    emails.send_receipt(nomination, people, filed)
    return nomination


def registrations_of(
    seminar: Seminar, people: Sequence[TypedPerson], *, by: Actor, at: datetime
) -> list[Registration]:
    """Build what was typed; an organisation that was typed becomes a proposed one."""
    bodies = [typed.organisation for typed in people]
    new = [body for body in bodies if isinstance(body, TypedOrganisation)]
    said = [(body.name, body.sector, body.country) for body in new]
    proposed = iter(organisations.propose_all(said, by=by, at=at) if said else [])
    found = [
        next(proposed) if isinstance(body, TypedOrganisation) else body
        for body in bodies
    ]
    return [
        registration_of(seminar, typed, body)
        for typed, body in zip(people, found, strict=True)
    ]


def registration_of(
    seminar: Seminar, typed: TypedPerson, organisation: Organisation
) -> Registration:
    return Registration(
        seminar=seminar,
        name=" ".join(typed.name.split()),
        address=typed.address,
        form_of_address=typed.form_of_address,
        rank=typed.rank.strip(),
        language=typed.language,
        gender=typed.gender,
        needs=typed.needs.strip(),
        mode=typed.mode,
        organisation=organisation,
    )


@transaction.atomic
def identify_organisation(
    registration: Registration,
    organisation: Organisation,
    *,
    by: Actor,
    at: datetime,
    why: str,
) -> None:
    """Say which organisation somebody comes from; number and tier stay."""
    reason_given(why)
    Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    registration.organisation = organisation
    snapshots.retake(registration)
    audit.record("identify_organisation", registration, by=by, at=at, why=why)


@transaction.atomic
def identify_person(
    registration: Registration, person: Person, *, by: Actor, at: datetime
) -> None:
    """Say who a registration is; a person stands once per seminar."""
    Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    lock_known(person)
    registration.person = person
    save_or_refuse(registration, update_fields=["person"])
    audit.record("identify_person", registration, by=by, at=at)


@transaction.atomic
def identify_as_new(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Take somebody whom we did not know into the list of people, as typed."""
    person = Person.objects.create(
        name=registration.name,
        form_of_address=registration.form_of_address,
        gender=registration.gender,
        language=registration.language,
    )
    audit.record("create", person, by=by, at=at)
    identify_person(registration, person, by=by, at=at)


CORRECTABLE = ("name", "form_of_address", "rank", "address", "language", "gender")


@transaction.atomic
def correct(
    registration: Registration,
    values: dict[str, str],
    *,
    by: Actor,
    at: datetime,
    why: str,
) -> None:
    """Put right what was typed, with a reason; number, tier and place stay.

    The link that went to a wrong address is void: it may be a stranger's.
    """
    reason_given(why)
    Line.objects.lock(registration.seminar_id)
    registration.refresh_from_db()
    wrong = registration.address
    for name in CORRECTABLE:
        if name in values:
            setattr(registration, name, values[name])
    if registration.address != wrong:
        registration.link_generation += 1
    snapshots.retake(registration)
    entry = audit.record("correct", registration, by=by, at=at, why=why)
    if registration.address != wrong:
        tell_where_they_stand(registration, entry)
    reminders.reconcile(registration.seminar_id, at=at, only=registration.pk)


def tell_where_they_stand(registration: Registration, entry: AuditEntry) -> None:
    """Write to a new address how its person stands, while it still matters."""
    if registration.seminar.state in (SeminarState.ANNOUNCED, SeminarState.POSTPONED):
        place_letters.send_standing(registration, entry)


def reason_given(why: str) -> None:
    if not why.strip():
        raise ValidationError(_("Say why: the record keeps it."), code="reason_missing")
