"""Tables of `briefings`; each file says what it holds."""

from briefings.models.briefing import (
    AudienceKind,
    Briefing,
    BriefingKind,
    BriefingQuerySet,
    BriefingState,
)
from briefings.models.subscription import Frequency, Subscriber, Subscription

__all__ = [
    "AudienceKind",
    "Briefing",
    "BriefingKind",
    "BriefingQuerySet",
    "BriefingState",
    "Frequency",
    "Subscriber",
    "Subscription",
]
