"""A briefing as it will leave, sent to nobody but the organiser who asks for it.

It goes through the outbox like any message to one person; it is no part of a mailing
and in no figure.
"""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from briefings import rendering
from briefings.audiences import Recipient
from briefings.models import Briefing
from briefings.services import approval
from mailing import outbox
from mailing.outbox import Addressee
from unitar_seminars.db import key
from unitar_seminars.translated import Language
from users import audit
from users.models import Actor, AuditEntry, User


@transaction.atomic
def send_test(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    """Send both languages to the organiser who acts, marked as a test."""
    if by.user is None:
        raise ValidationError(
            _("A test goes to whoever asks for it: sign in first."), code="nobody"
        )
    approval.check_fields(briefing)
    entry = audit.record("test", briefing, by=by, at=at)
    for language in Language.values:
        send_in(language, briefing, by.user, entry)


def send_in(language: str, briefing: Briefing, user: User, entry: AuditEntry) -> None:
    name = user.get_full_name()
    reader = Recipient(key(user), name, user.email, language)
    said = rendering.letter_to(reader, briefing, language, at=entry.at).written
    with translation.override(language):
        files = list(briefing.attachments.light().order_by("pk"))
        note = render_to_string("briefings/emails/test.txt", {"files": files})
        written = (
            f"{_('[TEST]')} {said.subject}",
            f"{note}\n\n{said.text}",
            said.marked(note).html,
        )
    to = Addressee(user, user.email, language, name)
    outbox.post(f"test_{language}", entry, written, to)
