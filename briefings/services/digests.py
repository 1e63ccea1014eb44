"""One digest a week or a month, out of facts, to whoever chose that.

Readers who are told the same share a mailing, so that a digest is sent, held back and
ended as any other mail to many, and never delays what concerns one person. A round is
a row that is there once for each period: two beats that come together make one.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache, partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from briefings.models import Briefing, Digest, Frequency, Scope, Subscriber
from briefings.news import News, Reader, gather, readers
from mailing import mailings
from mailing.models import Mailing, MailingText
from unitar_seminars.hours import NEW_YORK, local_day
from unitar_seminars.translated import Language
from users import audit
from users.models import Actor

HOUR = time(8)  # New York
DAY = timedelta(days=1)
LATEST = timedelta(hours=24)  # a round that is later is left out; the next tells all
ROUNDS = (Frequency.WEEKLY, Frequency.MONTHLY)


def send_due(*, by: Actor, at: datetime) -> int:
    """Make the rounds whose hour has come; tell to how many readers."""
    return sum(make_round(frequency, by=by, at=at) for frequency in ROUNDS)


@transaction.atomic
def make_round(frequency: Frequency, *, by: Actor, at: datetime) -> int:
    """Make the round that is due, unless it was made or is too late to be of use."""
    due_at = last_due(frequency, at=at)
    if at > due_at + LATEST:
        return 0
    since = told_until(frequency, before=due_at)
    round_, is_new = Digest.objects.get_or_create(
        frequency=frequency, due_at=due_at, defaults={"made_at": at}
    )
    if not is_new:
        return 0
    news = cache(partial(gather, frequency, at=at))  # few beginnings, many readers
    parts: dict[News, list[Reader]] = defaultdict(list)
    for reader in readers(frequency):
        parts[news(since=reader.told_until or since).of(reader)].append(reader)
    told = {part: who for part, who in parts.items() if not part.is_empty}
    for part, who in told.items():
        send(part, who, round_, by=by, at=at)
    round_.addressees = sum(len(who) for who in told.values())
    round_.save(update_fields=["addressees"])
    keep_pace(one for who in parts.values() for one in who)
    audit.record("send", round_, by=by, at=at)
    return round_.addressees


def keep_pace(who: Iterable[Reader]) -> None:
    """Let those who changed their frequency begin with its rounds from now on."""
    changed = [one.address for one in who if one.told_until]
    Subscriber.objects.filter(contact_point__address__in=changed).update(
        told_until=None
    )


def told_until(frequency: Frequency, *, before: datetime) -> datetime:
    """Return up to when the round before told the news; at first, one period ago."""
    rounds = Digest.objects.filter(frequency=frequency, due_at__lt=before)
    last = rounds.order_by("-due_at").first()
    return last.made_at if last else last_due(frequency, at=before - DAY)


def last_due(frequency: Frequency, *, at: datetime) -> datetime:
    """Return the latest hour, up to this moment, at which a round was due."""
    day = local_day(at)
    while not (is_due_on(frequency, day) and hour_of(day) <= at):
        day -= DAY
    return hour_of(day)


def hour_of(day: date) -> datetime:
    return datetime.combine(day, HOUR, NEW_YORK)


def is_due_on(frequency: Frequency, day: date) -> bool:
    """Tell a Monday, or the first weekday of a month."""
    is_monday = day.weekday() == 0
    if frequency == Frequency.WEEKLY:
        return is_monday
    return day.weekday() < 5 if day.day == 1 else is_monday and day.day <= 3


def send(
    part: News, who: list[Reader], round_: Digest, *, by: Actor, at: datetime
) -> None:
    """Start the mailing of those who are told the same."""
    mailing = Mailing.objects.create(
        purpose="digest",
        scope=Scope.DIGEST,
        start_at=round_.due_at,
        max_lateness=LATEST,
    )
    MailingText.objects.bulk_create(
        text_of(part, mailing, round_, language) for language in Language.values
    )
    rows = [(one.person_key, "", one.address, one.language) for one in who]
    mailings.start(mailing, rows, by=by, at=at)


def resume(mailing: Mailing, *, by: Actor, at: datetime) -> None:
    """Go on with a digest that was paused."""
    expect_no_desk(mailing)
    mailings.resume(mailing, by=by, at=at)


def recall(mailing: Mailing, *, by: Actor, at: datetime, why: str) -> None:
    """Send a digest to nobody who has not got it yet; for good."""
    expect_no_desk(mailing)
    if not why:
        raise ValidationError(_("Say why: the record keeps it."), code="no_reason")
    mailings.recall(mailing, by=by, at=at, why=why)


def expect_no_desk(mailing: Mailing) -> None:
    """Refuse the mailing of a briefing: its page and state have to follow."""
    for briefing in Briefing.objects.filter(mailing=mailing):
        raise ValidationError(
            _("It sends “%s”, which goes on or is recalled at its own desk.")
            % briefing,
            code="at_its_desk",
        )


def text_of(part: News, mailing: Mailing, round_: Digest, language: str) -> MailingText:
    """Write a digest in one language, as plain text and as HTML."""
    with translation.override(language):
        context = {
            "seminars": [item.thing for item in part.seminars],
            "updates": [item.thing for item in part.updates],
            "site_url": settings.SITE_URL,
            "language": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
            "is_weekly": round_.frequency == Frequency.WEEKLY,
            "due_at": round_.due_at,
        }
        subject = render_to_string("briefings/emails/digest.subject.txt", context)
        return MailingText(
            mailing=mailing,
            language=language,
            subject=" ".join(subject.split()),
            text=render_to_string("briefings/emails/digest.txt", context),
            html=render_to_string("briefings/emails/digest.html", context),
        )
