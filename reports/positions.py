"""What an agency proposed for the year, what it answered, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q

from partners.models import Endorsement, Organisation, Priority


@dataclass(frozen=True)
class Stand:
    """One priority and where the agency stands on it; nobody else's answer."""

    priority: Priority
    position: str
    is_own: bool


def of(agency: Organisation) -> Iterator[Stand]:
    """Tell what this agency proposed or answered, by year."""
    answers = {
        answer.priority_id: str(answer.get_position_display())
        for answer in Endorsement.objects.filter(organisation=agency)
    }
    concerned = Q(organisation=agency) | Q(pk__in=answers)
    rows = Priority.objects.filter(concerned).select_related("merged_into")
    for row in rows.order_by("year", "pk"):
        position = answers.get(row.pk, "")
        yield Stand(row, position, is_own=row.organisation_id == agency.pk)
