"""What pages of other rooms show of the Global Forum."""

from django import template
from django.utils import timezone

from partners.glance import at_a_glance

register = template.Library()


@register.inclusion_tag("partners/_today.html")
def forum_today():
    """Name the latest hosts, and who chairs the agencies today, if anybody does."""
    glance = at_a_glance(timezone.localdate())
    return {"hosts": glance.hosts, "chair": glance.chair}
