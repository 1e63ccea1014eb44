"""An agency with seminars of two years and enough people for figures to be shown."""

from dataclasses import dataclass
from datetime import date, timedelta

from partners.models import (
    Agreement,
    Endorsement,
    Gender,
    HostTerm,
    Position,
    PreparatoryUpdate,
    Priority,
    PriorityState,
    Sector,
    UpdateState,
)
from seminars.models import Seminar, Series
from tests.factories import (
    NOW,
    TODAY,
    fund,
    make_agreement,
    make_country,
    make_host_term,
    make_organisation,
    make_series,
)
from tests.reports.people import add_many, from_country, make_held


@dataclass(frozen=True)
class Sample:
    """What the pages of these tests are about."""

    agreement: Agreement
    series: Series
    seminars: list[Seminar]

    @property
    def agency(self):
        return self.agreement.agency


def make_sample(seminars=3, **fields) -> Sample:
    """Make so many seminars, the first in 2006 and the others in 2007."""
    agency = make_organisation(Sector.IGO, name_en="Agency for Migration", **fields)
    agreement = make_agreement(agency)
    series = make_series(title_en="Key issues", title_fr="Questions clés")
    held = [
        make_held(2006 if not number else 2007, month=number % 12 + 1, series=series)
        for number in range(seminars)
    ]
    for seminar in held:
        fund(seminar, agreement)
        fill(seminar)
    return Sample(agreement, series, held)


def fill(seminar: Seminar) -> None:
    """Let enough people of each kind come, and too few of two."""
    woman, man = {"gender": Gender.WOMAN}, {"gender": Gender.MAN}
    add_many(seminar, 8, **from_country("african", is_ldc=True, **woman))
    add_many(seminar, 7, **from_country("asia_pacific", is_lldc=True, **man))
    add_many(seminar, 6, **from_country("grulac", is_sids=True, **woman))
    add_many(seminar, 6, **from_country("weog", **man))
    add_many(seminar, 2, **from_country("", **man))
    add_many(seminar, 7, sector=Sector.UN, **woman)
    add_many(seminar, 3, sector=Sector.MEDIA)


def make_term(**fields) -> HostTerm:
    """Make a running term with an update, a proposal and a position."""
    belgium = make_country("BEL", groups=["weog"], name="Belgium")
    fields.setdefault("ends_on", TODAY + timedelta(days=200))
    term = make_host_term(belgium, **fields)
    PreparatoryUpdate.objects.create(
        host_term=term,
        title_en="Programme of the Forum",
        title_fr="Programme du Forum",
        state=UpdateState.SCHEDULED,
        embargo_until=NOW + timedelta(days=3),
    )
    Priority.objects.create(
        host_term=term,
        year=2007,
        title_en="Remittances",
        title_fr="Transferts de fonds",
        state=PriorityState.RETAINED,
    )
    return term


def propose(agency) -> Priority:
    priority = Priority.objects.create(
        organisation=agency,
        year=2008,
        title_en="Urbanization",
        title_fr="Urbanisation",
        state=PriorityState.NOT_RETAINED,
        reason_en="No room left",
        reason_fr="Plus de place",
    )
    Endorsement.objects.create(
        priority=priority,
        organisation=agency,
        position=Position.SUPPORT,
        answered_on=date(2007, 12, 1),
    )
    return priority
