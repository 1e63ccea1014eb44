"""From a draft to every address of an audience, let out by a second person.

Approval is bound to what was read: a hash of text, audience and hour. Whatever is
edited afterwards makes it void. Each briefing has one mailing, whoever clicks and
however often: it is made under the lock of the briefing's row.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from briefings import audiences, merging, notices, rendering
from briefings.models import Briefing, BriefingState
from briefings.services import approval
from briefings.services.approval import hash_of
from mailing import mailings
from mailing.freezing import Addressee
from mailing.models import Mailing, MailingFile, MailingState, MailingText
from unitar_seminars.db import save_or_refuse
from unitar_seminars.sweeps import one_by_one
from unitar_seminars.translated import Language
from users import audit
from users.models import Actor, User

RETURNABLE = (BriefingState.SUBMITTED, BriefingState.APPROVED, BriefingState.MISSED)
APPROVAL = ("approved_by", "approved_at", "approved_hash")


@transaction.atomic
def submit(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    """Ask a second person to let it out."""
    lock(briefing)
    expect(briefing, BriefingState.DRAFT)
    approval.check_fields(briefing)
    approval.check_papers(briefing)
    approval.check_embargo(briefing, at=at)
    approval.check_reach(briefing, at=at)
    briefing.state = BriefingState.SUBMITTED
    briefing.submitted_hash = hash_of(briefing)
    with transaction.atomic():
        save_or_refuse(briefing, update_fields=["state", "submitted_hash"])
    audit.record("submit", briefing, by=by, at=at)


@transaction.atomic
def withdraw(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    """Take it back to the desk; an approval is void then."""
    lock(briefing)
    expect(briefing, *RETURNABLE)
    make_draft(briefing)
    audit.record("withdraw", briefing, by=by, at=at)


def make_draft(briefing: Briefing) -> None:
    """Turn it back into a draft that nobody has approved."""
    briefing.state = BriefingState.DRAFT
    briefing.submitted_hash = briefing.approved_hash = ""
    briefing.approved_by = briefing.approved_at = briefing.mailing = None
    briefing.save(update_fields=["state", *APPROVAL, "submitted_hash", "mailing"])


@transaction.atomic
def approve(briefing: Briefing, seen_hash: str, *, by: Actor, at: datetime) -> None:
    """Let it out as it was read; it leaves at its hour, or now where it has none.

    Whoever wrote it can't: the database refuses that too.
    """
    lock(briefing)
    expect(briefing, BriefingState.SUBMITTED)
    if seen_hash != hash_of(briefing) or seen_hash != briefing.submitted_hash:
        refuse_edited()
    approval.check_papers(briefing)
    approval.check_embargo(briefing, at=at)
    approval.check_reach(briefing, at=at)
    briefing.state = BriefingState.APPROVED
    briefing.approved_by, briefing.approved_at = by.user, at
    briefing.approved_hash = seen_hash
    with transaction.atomic():
        save_or_refuse(briefing, update_fields=["state", *APPROVAL])
    audit.record("approve", briefing, by=by, at=at)
    if briefing.send_at is None or briefing.send_at <= at:
        send(briefing, by=by, at=at)


def start_due(*, by: Actor, at: datetime) -> int:
    """Send what is approved and whose hour has come; tell how many.

    One that can't be sent keeps no other from going out.
    """
    due = Briefing.objects.filter(state=BriefingState.APPROVED, send_at__lte=at)
    keys = due.order_by("send_at", "pk").values_list("pk", flat=True)
    return sum(one_by_one(list(keys), partial(send_one, by=by, at=at)))


@transaction.atomic
def send_one(pk: int, *, by: Actor, at: datetime) -> bool:
    """Send one under its lock, unless another beat was faster.

    What was edited, or reaches nobody any more, goes back to the desk instead.
    """
    briefing = Briefing.objects.select_for_update().get(pk=pk)
    if briefing.state != BriefingState.APPROVED:
        return False
    if briefing.approved_hash != hash_of(briefing):
        why, tell = "edited after its approval", notices.send_voided
        void(briefing, why, tell, by=by, at=at)
    elif not approval.reach_of(briefing, at=at).to_send:
        why, tell = "its audience reaches nobody", notices.send_emptied
        void(briefing, why, tell, by=by, at=at)
    else:
        send(briefing, by=by, at=at)
        return True
    return False


def void(
    briefing: Briefing, why: str, tell: notices.Notice, *, by: Actor, at: datetime
) -> None:
    """Take an approval back and tell whoever wrote it. The caller has the lock."""
    people = concerned(briefing)
    make_draft(briefing)
    entry = audit.record("void", briefing, by=by, at=at, why=why)
    tell(briefing, people, entry)


def send(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    """Freeze the audience and start the mailing. The caller has locked the row.

    What isn't in that row is compared once more at the end: somebody may have edited
    a saved audience while it was read.
    """
    mailing = Mailing.objects.create(
        purpose=briefing.kind,
        scope=audiences.scope_of(briefing),
        start_at=briefing.send_at or at,
        max_lateness=timedelta(hours=briefing.hours_late),
        approved_hash=briefing.approved_hash,
    )
    texts = [rendering.text_of(briefing, mailing, one) for one in Language.values]
    MailingText.objects.bulk_create(texts)
    MailingFile.objects.bulk_create(files_of(briefing, mailing))
    mailings.start(mailing, addressees(briefing, texts, at=at), by=by, at=at)
    if briefing.approved_hash != hash_of(briefing):
        refuse_edited()
    briefing.mailing = mailing
    is_missed = mailing.state == MailingState.MISSED
    briefing.state = BriefingState.MISSED if is_missed else BriefingState.SENT
    briefing.published_at = None if is_missed else at
    briefing.save(update_fields=["mailing", "state", "published_at"])
    entry = audit.record("miss" if is_missed else "send", briefing, by=by, at=at)
    if is_missed:
        notices.send_missed(briefing, concerned(briefing), entry)


def addressees(
    briefing: Briefing, texts: Iterable[MailingText], *, at: datetime
) -> list[Addressee]:
    """List everybody once, each with what the texts say of them."""
    used = [merging.fields_in(one.subject, one.text, one.html) for one in texts]
    found = audiences.recipients(briefing.audience, at=at)
    merges = merging.merged(found, set().union(*used), at=at)
    return [
        (one.person_key, one.name, one.address, one.language, merge)
        for one, merge in zip(found, merges, strict=True)
    ]


def files_of(briefing: Briefing, mailing: Mailing) -> list[MailingFile]:
    return [
        MailingFile(
            mailing=mailing,
            name=one.name,
            content_type=one.content_type,
            data=one.data,
        )
        for one in briefing.attachments.order_by("pk")
    ]


def concerned(briefing: Briefing) -> list[User]:
    """Name whoever wrote it and whoever approved it."""
    people = (briefing.written_by, briefing.approved_by)
    return [person for person in people if person is not None]


@transaction.atomic
def pause(briefing: Briefing, *, by: Actor, at: datetime, why: str = "") -> None:
    """Let nothing more leave until somebody goes on with it."""
    mailings.pause(mailing_of(briefing), by=by, at=at, why=why)
    audit.record("pause", briefing, by=by, at=at, why=why)


@transaction.atomic
def resume(briefing: Briefing, *, by: Actor, at: datetime) -> None:
    """Go on where it was paused."""
    mailings.resume(mailing_of(briefing), by=by, at=at)
    audit.record("resume", briefing, by=by, at=at)


@transaction.atomic
def recall(briefing: Briefing, *, by: Actor, at: datetime, why: str = "") -> None:
    """Stop what has not left yet, and take the page out of the archive; for good."""
    mailing = mailing_of(briefing)
    mailings.lock(mailing)
    if mailing.state in mailings.OPEN or mailing.uncertain:
        mailings.recall(mailing, by=by, at=at, why=why)
    briefing.state = BriefingState.RECALLED
    briefing.published_at = None
    briefing.save(update_fields=["state", "published_at"])
    audit.record("recall", briefing, by=by, at=at, why=why)


def mailing_of(briefing: Briefing) -> Mailing:
    """Lock a briefing that was sent, and give its mailing as it is now."""
    lock(briefing)
    expect(briefing, BriefingState.SENT)
    assert briefing.mailing is not None
    return briefing.mailing


def lock(briefing: Briefing) -> None:
    """Re-read the briefing under its lock."""
    briefing.refresh_from_db(from_queryset=Briefing.objects.select_for_update())


def refuse_edited() -> None:
    raise ValidationError(
        _(
            "It was edited after it was submitted or after you read it: read it again;"
            " if that does not help, take it back and submit it anew."
        ),
        code="edited",
    )


def expect(briefing: Briefing, *states: BriefingState) -> None:
    """Refuse a verb that does not fit the state; the page shows what does."""
    if briefing.state not in states:
        raise ValidationError(
            _("This is not possible now: it is “%s”. Load the page again.")
            % briefing.get_state_display(),
            code="state",
        )
