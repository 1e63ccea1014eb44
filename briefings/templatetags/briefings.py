"""What pages of rooms below show of updates."""

from django import template
from django.utils import timezone

from briefings import papers
from briefings.models import Briefing
from briefings.published import readable

register = template.Library()
register.filter("for_everybody", readable)
LATEST = 3


@register.inclusion_tag("briefings/_latest.html")
def latest_updates():
    """List the newest published updates, or say that none is out yet."""
    return {"published": Briefing.objects.published(at=timezone.now())[:LATEST]}


@register.inclusion_tag("briefings/_papers.html")
def papers_of(briefing):
    """List the papers of a briefing that everybody may read now."""
    return {"papers": papers.readable(briefing, at=timezone.now())}
