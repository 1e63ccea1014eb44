"""Files that go with a briefing: of known kinds, five megabytes together at most.

Many relays refuse larger messages, and every addressee gets a copy; what is larger
belongs among the papers, to which a briefing links.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from briefings.models import LARGEST, Attachment, Briefing, BriefingState
from briefings.services.briefings import expect, lock
from seminars.services import documents
from unitar_seminars.db import save_or_refuse
from users import audit
from users.models import Actor

MEGABYTES = LARGEST // documents.MEGABYTE
ALLOWED = format_lazy(
    _("PDF, Word, PowerPoint or Excel; all files together up to {megabytes} MB."),
    megabytes=MEGABYTES,
)


def check(filename: str, start: bytes, size: int) -> str:
    """Refuse a file that is too big by itself or not what it says; return its type."""
    if size > LARGEST:
        raise too_big()
    return documents.check(filename, start, size)


@transaction.atomic
def attach(
    briefing: Briefing, filename: str, data: bytes, *, by: Actor, at: datetime
) -> Attachment:
    """Let a file go with a draft."""
    lock(briefing)
    expect(briefing, BriefingState.DRAFT)
    content_type = check(filename, data[:16], len(data))
    kept = briefing.attachments.aggregate(size=Sum("size"))["size"] or 0
    if kept + len(data) > LARGEST:
        raise too_big()
    attachment = Attachment(
        briefing=briefing,
        name=documents.kept_name(filename),
        content_type=content_type,
        data=data,
    )
    with transaction.atomic():
        save_or_refuse(attachment)
    audit.record("attach", briefing, by=by, at=at, why=attachment.name)
    return attachment


def too_big() -> ValidationError:
    return ValidationError(
        _(
            "All files together may have %(megabytes)s MB: make this one smaller, or"
            " link to it as a paper of the seminar."
        ),
        code="too_big",
        params={"megabytes": MEGABYTES},
    )
