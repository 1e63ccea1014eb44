"""From a draft to every address of an audience, let out by a second person.

Approval is bound to what was read: a hash of text, audience and hour. Whatever is
edited afterwards makes it void. Each briefing has one mailing, whoever clicks and
however often: it is made under the lock of the briefing's row.
"""

import hashlib
import json
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from briefings import audiences
from briefings.models import Briefing, BriefingState
from mailing import mailings
from mailing.models import Mailing, MailingState, MailingText
from mailing.rendering import unknown_placeholders
from unitar_seminars.db import save_or_refuse
from unitar_seminars.markdown import to_html
from unitar_seminars.translated import Language, in_language
from users import audit
from users.models import Actor

LATEST = timedelta(hours=24)  # a briefing that is a day late is not sent unasked
MEANT = (
    "kind",
    "subject_en",
    "subject_fr",
    "body_en",
    "body_fr",
    "seminar_id",
    "send_at",
)


def hash_of(briefing: Briefing) -> str:
    """Seal what is approved: text, audience and hour.

    The audience is sealed by what it means, so that editing a saved one counts.
    """
    said = [str(getattr(briefing, name)) for name in MEANT]
    said = json.dumps([*said, audiences.rule_of(briefing.audience)])
    return hashlib.sha256(said.encode()).hexdigest()


@transaction.atomic
def submit(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    """Ask a second person to let it out."""
    lock(briefing)
    expect(briefing, BriefingState.DRAFT)
    for text in (briefing.body_en, briefing.body_fr):
        if unknown := unknown_placeholders(text):
            raise ValidationError(
                _("Nobody can fill %s: take it out, or write [[name]].")
                % ", ".join(f"[[{name}]]" for name in sorted(unknown)),
                code="placeholder",
            )
    briefing.state = BriefingState.SUBMITTED
    briefing.submitted_hash = hash_of(briefing)
    save_or_refuse(briefing, update_fields=["state", "submitted_hash"])
    audit.record("submit", briefing, by=by, at=at)


@transaction.atomic
def withdraw(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    """Take it back to the desk; an approval is void then."""
    lock(briefing)
    expect(briefing, *RETURNABLE)
    briefing.state = BriefingState.DRAFT
    briefing.submitted_hash = briefing.approved_hash = ""
    briefing.approved_by = briefing.approved_at = briefing.mailing = None
    briefing.save(update_fields=["state", *APPROVAL, "submitted_hash", "mailing"])
    audit.record("withdraw", briefing, by=by, at=at)


RETURNABLE = (BriefingState.SUBMITTED, BriefingState.APPROVED, BriefingState.MISSED)
APPROVAL = ("approved_by", "approved_at", "approved_hash")


@transaction.atomic
def approve(briefing: Briefing, seen_hash: str, *, by: Actor, at: datetime) -> None:
    """Let it out as it was read; it leaves at its hour, or now where it has none.

    Whoever wrote it can't: the database refuses that too.
    """
    lock(briefing)
    expect(briefing, BriefingState.SUBMITTED)
    if seen_hash != hash_of(briefing) or seen_hash != briefing.submitted_hash:
        raise ValidationError(
            _("It was edited after you read it: read it again, then approve."),
            code="edited",
        )
    briefing.state = BriefingState.APPROVED
    briefing.approved_by, briefing.approved_at = by.user, at
    briefing.approved_hash = seen_hash
    save_or_refuse(briefing, update_fields=["state", *APPROVAL])
    audit.record("approve", briefing, by=by, at=at)
    if briefing.send_at is None or briefing.send_at <= at:
        send(briefing, by=by, at=at)


def start_due(*, by: Actor, at: datetime) -> int:
    """Send what is approved and whose hour has come; tell how many."""
    due = Briefing.objects.filter(state=BriefingState.APPROVED, send_at__lte=at)
    keys = list(due.values_list("pk", flat=True))
    return sum(send_one(pk, by=by, at=at) for pk in keys)


@transaction.atomic
def send_one(pk: int, *, by: Actor, at: datetime) -> bool:
    """Send one under its lock, unless another beat was faster."""
    briefing = Briefing.objects.select_for_update().get(pk=pk)
    if briefing.state != BriefingState.APPROVED:
        return False
    send(briefing, by=by, at=at)
    return True


def send(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    """Freeze the audience and start the mailing. The caller has locked the row."""
    if briefing.approved_hash != hash_of(briefing):
        raise ValidationError(
            _("It was edited after its approval: submit it again."), code="edited"
        )
    mailing = Mailing.objects.create(
        purpose=briefing.kind,
        scope=audiences.scope_of(briefing),
        start_at=briefing.send_at or at,
        max_lateness=LATEST,
        approved_hash=briefing.approved_hash,
    )
    MailingText.objects.bulk_create(
        text_of(briefing, mailing, language) for language in Language.values
    )
    found = audiences.recipients(briefing.audience, at=at)
    rows = [(one.person_key, one.name, one.address, one.language) for one in found]
    mailings.start(mailing, rows, by=by, at=at)
    briefing.mailing = mailing
    is_missed = mailing.state == MailingState.MISSED
    briefing.state = BriefingState.MISSED if is_missed else BriefingState.SENT
    briefing.published_at = None if is_missed else at
    briefing.save(update_fields=["mailing", "state", "published_at"])
    audit.record("miss" if is_missed else "send", briefing, by=by, at=at)


@transaction.atomic
def recall(briefing: Briefing, *, by: Actor, at: datetime, why: str = "") -> None:
    """Stop what has not left yet, and take the page out of the archive."""
    lock(briefing)
    expect(briefing, BriefingState.SENT)
    mailing = briefing.mailing
    if mailing and mailing.state in (MailingState.RUNNING, MailingState.PAUSED):
        mailings.recall(mailing, by=by, at=at, why=why)
    briefing.state = BriefingState.RECALLED
    briefing.published_at = None
    briefing.save(update_fields=["state", "published_at"])
    audit.record("recall", briefing, by=by, at=at, why=why)


def text_of(briefing: Briefing, mailing: Mailing, language: str) -> MailingText:
    """Write the mailing's text in one language: the Markdown itself, and its HTML."""
    with translation.override(language):
        body = in_language(briefing, "body", language)
        context = {"briefing": briefing, "body": body, "language": language}
        html = {**context, "body": to_html(body)}
        return MailingText(
            mailing=mailing,
            language=language,
            subject=in_language(briefing, "subject", language),
            text=render_to_string("briefings/emails/briefing.txt", context),
            html=render_to_string("briefings/emails/briefing.html", html),
        )


def lock(briefing: Briefing) -> None:
    """Re-read the briefing under its lock."""
    briefing.refresh_from_db(from_queryset=Briefing.objects.select_for_update())


def expect(briefing: Briefing, *states: BriefingState) -> None:
    """Refuse a verb that does not fit the state; the page shows what does."""
    if briefing.state not in states:
        raise ValidationError(
            _("This is not possible now: it is “%s”. Load the page again.")
            % briefing.get_state_display(),
            code="state",
        )
