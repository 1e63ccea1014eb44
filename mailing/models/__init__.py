from mailing.models.messages import (
    ERASED,
    LONGEST_NAME,
    LONGEST_SUBJECT,
    Bounce,
    BounceKind,
    Mailing,
    MailingFile,
    MailingState,
    MailingText,
    Message,
    MessageQuerySet,
    MessageState,
    Window,
)
from mailing.models.relays import Relay
from mailing.models.suppressions import Suppression, SuppressionReason

__all__ = [
    "ERASED",
    "LONGEST_NAME",
    "LONGEST_SUBJECT",
    "Bounce",
    "BounceKind",
    "Mailing",
    "MailingFile",
    "MailingState",
    "MailingText",
    "Message",
    "MessageQuerySet",
    "MessageState",
    "Relay",
    "Suppression",
    "SuppressionReason",
    "Window",
]
