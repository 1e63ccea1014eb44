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
from briefings.models.desk import LARGEST, Attachment, SenderIdentity
from briefings.models.subscription import Frequency, Subscriber, Subscription

__all__ = [
    "BODIES",
    "LARGEST",
    "REGISTRANTS",
    "Attachment",
    "Audience",
    "AudiencePart",
    "Briefing",
    "BriefingKind",
    "BriefingQuerySet",
    "BriefingState",
    "Frequency",
    "ReachedAt",
    "SenderIdentity",
    "Situation",
    "Standing",
    "Subscriber",
    "Subscription",
    "Who",
]
