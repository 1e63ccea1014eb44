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
from briefings.models.digest import Digest
from briefings.models.subscription import (
    ANSWER_WITHIN,
    SCOPES_OF,
    Frequency,
    Scope,
    Subscriber,
    Subscription,
)

__all__ = [
    "ANSWER_WITHIN",
    "BODIES",
    "LARGEST",
    "REGISTRANTS",
    "SCOPES_OF",
    "Attachment",
    "Audience",
    "AudiencePart",
    "Briefing",
    "BriefingKind",
    "BriefingQuerySet",
    "BriefingState",
    "Digest",
    "Frequency",
    "ReachedAt",
    "Scope",
    "SenderIdentity",
    "Situation",
    "Standing",
    "Subscriber",
    "Subscription",
    "Who",
]
