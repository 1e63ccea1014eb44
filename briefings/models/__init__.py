"""Tables of `briefings`; each file says what it holds."""

from briefings.models.audience import (
    BODIES,
    REGISTRANTS,
    Audience,
    AudiencePart,
    ReachedAt,
    Situation,
    Standing,
    Who,
)
from briefings.models.briefing import (
    Briefing,
    BriefingKind,
    BriefingQuerySet,
    BriefingState,
)
from briefings.models.subscription import Frequency, Subscriber, Subscription

__all__ = [
    "BODIES",
    "REGISTRANTS",
    "Audience",
    "AudiencePart",
    "Briefing",
    "BriefingKind",
    "BriefingQuerySet",
    "BriefingState",
    "Frequency",
    "ReachedAt",
    "Situation",
    "Standing",
    "Subscriber",
    "Subscription",
    "Who",
]
