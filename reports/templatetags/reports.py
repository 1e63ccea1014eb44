"""What pages of rooms below show of figures."""

from typing import Any

from django import template
from django.utils import timezone

from partners.models import Organisation
from reports import missions

register = template.Library()


@register.inclusion_tag("reports/_mission.html")
def mission_figures(mission: Organisation) -> dict[str, Any]:
    """Show a mission what it made of its seats, year by year."""
    years = missions.years_of(mission, at=timezone.now())
    return {"years": years, "columns": missions.COLUMNS}
