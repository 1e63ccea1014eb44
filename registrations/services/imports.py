"""Registering the people of a list: looked through first, then all of them or nobody.

A list is read as text and kept for a day between the pages. What will be stored is
worked out anew each time it is shown and once more when it is filed, so what was seen
is what is filed: one nomination without a sender, through the same door as every
other, under the same lock. The same people of the same list are one nomination.
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners.models import (
    Country,
    FormOfAddress,
    Organisation,
    OrganisationState,
    Sector,
)
from partners.services import organisations
from registrations.imports import rows, tables
from registrations.imports.columns import Column, folded
from registrations.imports.people import Known, Wishes, person_of
from registrations.imports.rows import Problem, Reading
from registrations.imports.tables import Table
from registrations.imports.words import is_left
from registrations.models import ImportDraft, Nomination, Registration
from registrations.services import nominations, snapshots
from registrations.services.nominations import Filing, TypedOrganisation, TypedPerson
from seminars.models import Seminar, SeminarState
from users import audit
from users.models import Actor

KEPT = timedelta(days=1)
LISTS = UUID("5f7a5a34-6c0e-4c55-9c53-1d0f7a1c8e21")  # the form that all lists fill in


@dataclass(frozen=True)
class Planned:
    """One row as it will be stored."""

    row: int
    person: TypedPerson
    sector: str

    @property
    def organisation(self) -> str:
        body = self.person.organisation
        return body.name if isinstance(body, TypedOrganisation) else str(body)

    @property
    def is_new(self) -> bool:
        return isinstance(self.person.organisation, TypedOrganisation)

    @property
    def sector_name(self) -> str:
        return str(Sector(self.sector).label)

    @property
    def addressed_name(self) -> str:
        form = self.person.form_of_address
        said = "" if form == FormOfAddress.NONE else f"{form.label} "
        return said + self.person.name


@dataclass
class Plan:
    """What would come of a list: who is stored, what is wrong, who stays out."""

    people: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left: list[tuple[int, str]] = field(default_factory=list)  # row, its state
    filed: Nomination | None = None  # exactly these people, before

    @property
    def bad_rows(self) -> list[int]:
        return sorted({problem.row for problem in self.problems})

    @property
    def left_by_state(self) -> list[tuple[str, int]]:
        return sorted(Counter(state for _row, state in self.left).items())

    @property
    def seal(self) -> str:
        """Tell one outcome from another, so that nobody files what they did not see."""
        shown = [repr(self.people), repr(self.problems), repr(self.left)]
        return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:32]


@transaction.atomic
def keep(
    seminar: Seminar, name: str, data: bytes, *, by: Actor, at: datetime
) -> ImportDraft:
    """Read a list and keep what it says for a day; nobody is registered by it."""
    if seminar.state != SeminarState.ANNOUNCED:
        raise ValidationError(nominations.closed(seminar, at=at), code="closed")
    table = tables.read(data)
    draft = ImportDraft.objects.create(
        seminar=seminar, file_name=name[:200], table=table.as_json(), uploaded_at=at
    )
    audit.record("upload_list", seminar, by=by, at=at)
    return draft


def forget_old(*, at: datetime) -> int:
    """Delete lists that nobody finished; tell how many."""
    old = ImportDraft.objects.uploaded_before(at - KEPT)
    return old.delete()[0]


def plan(seminar: Seminar, table: Table, wishes: Wishes, *, at: datetime) -> Plan:
    """Work out what would be stored; a fixed number of queries for any length."""
    made = Plan()
    readings = readings_of(table, wishes, made)
    known = Known(bodies_of(readings, at=at), countries_by_name())
    for reading in readings:
        person = person_of(reading, seminar, wishes, known)
        if not reading.problems:
            made.people.append(planned(reading, person))
    leave_repeats(seminar, readings, made)
    for reading in readings:
        made.problems += reading.problems
    return made


def readings_of(table: Table, wishes: Wishes, made: Plan) -> list[Reading]:
    """Read the rows; those whose state says that nobody comes stay out."""
    width = len(table.headings)
    readings = []
    for row in table.rows:
        reading = rows.read(row, wishes.columns, width, is_csv=table.is_csv)
        state = reading.said.get(Column.STATE, "")
        if is_left(state):
            made.left.append((row.number, state))
        else:
            readings.append(reading)
    return readings


def bodies_of(readings: Sequence[Reading], *, at: datetime) -> dict[str, Organisation]:
    """Find the organisations that rows name, each with its sector of today."""
    names = {reading.said.get(Column.ORGANISATION, "") for reading in readings}
    found = organisations.find_all_typed(names)
    today = timezone.localdate(at)
    keys = {body.pk for body in found.values()}
    by_key = Organisation.objects.with_sector(today).in_bulk(keys)
    return {name: by_key[body.pk] for name, body in found.items()}


def countries_by_name() -> dict[str, Country]:
    """Know each country by its codes and by its names in both languages."""
    known = {}
    for country in Country.objects.all():
        for name in (country.code, country.iso2, country.name_en, country.name_fr):
            known[folded(name)] = country
    known.pop("", None)
    return known


def planned(reading: Reading, person: TypedPerson) -> Planned:
    body = person.organisation
    if isinstance(body, TypedOrganisation):
        return Planned(reading.number, person, body.sector)
    return Planned(reading.number, person, vars(body)["sector"] or Sector.OTHER)


def leave_repeats(seminar: Seminar, readings: Sequence[Reading], made: Plan) -> None:
    """Refuse whoever stands in the list twice, or is registered already."""
    by_number = {reading.number: reading for reading in readings}
    first: dict[str, Planned] = {}
    for one in made.people:
        seal = seal_of(seminar, one.person)
        if seal in first:
            text = _("The same person as in row %s: leave one of the two out.")
            row = by_number[one.row]
            row.refuse(Column.NAME, "repeated", text % first[seal].row)
        first.setdefault(seal, one)
    made.filed = nominations.filed_before(seminar, filing_of(list(first.values())))
    active = seminar.registrations.active().filter(same_again__in=first)
    for seal in active.values_list("same_again", flat=True):
        text = _("Exactly this person is registered already: leave the row out.")
        row = by_number[first.pop(seal).row]
        row.refuse(Column.NAME, "already_registered", text)
    made.people = list(first.values())


def seal_of(seminar: Seminar, person: TypedPerson) -> str:
    """Seal a person as the registration will be sealed."""
    body = person.organisation
    if isinstance(body, TypedOrganisation):
        state = OrganisationState.PROPOSED
        body = Organisation(name_en=" ".join(body.name.split()), state=state)
    one = Registration(seminar=seminar, name=person.name, address=person.address)
    return snapshots.same_again(one, body)


def filing_of(people: Sequence[Planned]) -> Filing:
    return Filing(form_key=LISTS, people=[one.person for one in people])


@transaction.atomic
def file(
    draft: ImportDraft,
    wishes: Wishes,
    *,
    leave_out: Collection[int] = (),
    by: Actor,
    at: datetime,
) -> Nomination:
    """Register the people of a list, all or nobody, and forget the list."""
    made = plan(draft.seminar, Table.from_json(draft.table), wishes, at=at)
    refuse_unfinished(made, leave_out)
    nomination = nominations.add(draft.seminar, filing_of(made.people), by=by, at=at)
    audit.record("import", nomination, by=by, at=at)
    draft.delete()
    return nomination


def refuse_unfinished(made: Plan, left_out: Collection[int]) -> None:
    """Refuse while a row that is not good is not left out by name."""
    if made.filed:
        text = _(
            "These people were registered from this list before. Whoever was cancelled"
            " since can be added one by one."
        )
        raise ValidationError(text, code="imported")
    if set(made.bad_rows).difference(left_out):
        text = _("Some rows can’t be stored: correct the list, or leave them out.")
        raise ValidationError(text, code="bad_rows")
    if not made.people:
        text = _("No row is left that could be stored: upload another list.")
        raise ValidationError(text, code="nobody")
