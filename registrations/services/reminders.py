"""Notices with an hour: two days before, when papers open, thanks to those who came.

Each is a rule over facts: should this message exist for this person, with what in it,
and when? `wanted` answers, `reconcile` brings the queue into line. The verbs that
change such facts reconcile in their own transaction, a sweep does for all others; so
any edit, postponement or cancellation corrects what is queued, and what has left is
never told again, but for what reached nobody at an address that was wrong.

- *Reminder*: two days before a session, by New York's clock, to whoever has a place.
  Sessions that begin within two days of one another are one reminder. Who was told
  of place and hours within those two days (seated, moved, reminded) needs none.
- *Materials*: at the full hour after papers for participants open.
- *Thank-you*: a day after the end, to those who are marked as having been there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from mailing import timed
from mailing.models import Message, MessageState
from registrations import calendars, notices
from registrations.emails import LINK_LIVES
from registrations.models import GONE, Attendance, Line, Registration
from registrations.notices import Notice
from seminars.models import (
    ChangeKind,
    Document,
    Seminar,
    SeminarState,
    Session,
    Visibility,
)
from unitar_seminars.db import key
from unitar_seminars.hours import NEW_YORK
from unitar_seminars.sweeps import one_by_one

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
REMINDER, MATERIALS, THANK_YOU = "reminder", "materials", "thank_you"
PURPOSES = (REMINDER, MATERIALS, THANK_YOU)
AHEAD = 3 * DAY  # from when on a notice stands in the queue, before it is due
BEFORE = 2 * DAY
PAPERS_ARE_NEWS = 7 * DAY
THANKS_ARE_WELCOME = 14 * DAY
TAKES_PLACE = (SeminarState.ANNOUNCED, SeminarState.HELD)
MOVES = (ChangeKind.HOUR, ChangeKind.DATE)


@dataclass(frozen=True)
class Known:
    """What the rules ask about the people of one seminar."""

    came: frozenset[int]
    reminded: dict[str, datetime]
    moved_at: datetime | None


# What should exist, whoever it is for


def notices_of(
    seminar: Seminar, sessions: Sequence[Session], papers: Iterable[Document]
) -> list[Notice]:
    """Give every notice that a seminar calls for, now or later."""
    found: list[Notice] = []
    if seminar.state not in TAKES_PLACE or seminar.ends_at is None:
        return found
    if seminar.has_reminder:
        found += reminders_of(sessions)
    if seminar.has_materials_notice:
        found += materials_of(seminar, papers, until=seminar.ends_at + LINK_LIVES)
    if seminar.has_thank_you:
        found.append(thanks_of(seminar, seminar.ends_at))
    return found


def reminders_of(sessions: Sequence[Session]) -> list[Notice]:
    """Remind of each session, and in one of those that follow within two days."""
    groups: list[tuple[datetime, list[Session]]] = []
    for session in sessions:
        begins = session.starts_at
        if begins and groups and begins < groups[-1][0] + BEFORE:
            groups[-1][1].append(session)
        elif begins:
            groups.append((begins, [session]))
    return [
        Notice(
            REMINDER,
            f"{key(together[0])} r{together[0].revision}",
            due_at=begins.astimezone(NEW_YORK) - BEFORE,
            not_after=begins,
            sessions=together,
        )
        for begins, together in groups
    ]


def materials_of(
    seminar: Seminar, papers: Iterable[Document], *, until: datetime
) -> list[Notice]:
    """Tell of papers at the full hour after they open, as long as links to them do."""
    by_hour: dict[datetime, list[Document]] = {}
    for paper in papers:
        by_hour.setdefault(full_hour(opens_at(paper)), []).append(paper)
    return [
        Notice(
            MATERIALS,
            f"{key(seminar)} {hour:%Y-%m-%dT%HZ}",
            due_at=hour,
            not_after=min(hour + PAPERS_ARE_NEWS, until),
            papers=by_hour[hour],
        )
        for hour in sorted(by_hour)
    ]


def thanks_of(seminar: Seminar, end: datetime) -> Notice:
    """Thank a day after the end, or as soon as somebody's mark is written down."""
    return Notice(THANK_YOU, key(seminar), end + DAY, end + THANKS_ARE_WELCOME)


def opens_at(paper: Document) -> datetime:
    """Tell from when on a published paper can be read."""
    return max(hour for hour in (paper.published_at, paper.embargo_until) if hour)


def full_hour(moment: datetime) -> datetime:
    """Round up, so that papers of one hour are told of together."""
    begun = moment.replace(minute=0, second=0, microsecond=0)
    return begun if begun == moment else begun + HOUR


def is_in_time(notice: Notice, *, at: datetime) -> bool:
    """Whether a notice may stand in the queue at this moment."""
    return notice.due_at - AHEAD <= at < notice.not_after


# For whom


def is_meant(notice: Notice, person: Registration, known: Known) -> bool:
    """Tell whether this notice should exist for this person."""
    if not person.address or person.status in GONE:
        return False
    if notice.purpose == THANK_YOU:
        return person.pk in known.came
    had_place = person.seated_at is not None and person.seated_at < notice.due_at
    if not person.is_confirmed or not had_place:
        return False
    return notice.purpose == MATERIALS or not is_told(notice, person, known)


def is_told(notice: Notice, person: Registration, known: Known) -> bool:
    """Whether a move or another reminder told the hours when this one is due."""
    told = (known.moved_at, known.reminded.get(key(person)))
    return any(moment and moment >= notice.due_at for moment in told)


# The queue


def wanted(
    seminar: Seminar, due: Sequence[Notice], people: Iterable[Registration]
) -> list[tuple[Notice, Registration]]:
    """Say who should be told what, as the facts stand at this moment."""
    if not due:
        return []
    known = known_of(seminar)
    return [
        (notice, person)
        for notice in due
        for person in people
        if is_meant(notice, person, known)
    ]


def planned(seminar: Seminar) -> list[Notice]:
    return notices_of(seminar, calendars.sessions_of(seminar), papers_of(seminar))


def papers_of(seminar: Seminar) -> list[Document]:
    """Read what is published for participants, opened or not."""
    published = Document.objects.filter(
        Q(seminar=seminar) | Q(session__seminar=seminar),
        visibility=Visibility.PARTICIPANTS,
        published_at__isnull=False,
        withdrawn_at=None,
        content__isnull=False,
    )
    return list(published.order_by("kind", "title", "pk"))


def known_of(seminar: Seminar) -> Known:
    came = Attendance.objects.came().filter(session__seminar=seminar)
    moved = seminar.changes.standing(*MOVES)
    reminders = Message.objects.filter(
        mailing=None,
        purpose=REMINDER,
        person_key__in=keys_of(seminar),
    ).exclude(state__in=(MessageState.PENDING, *timed.CALLED_BACK))
    reminders = reminders.exclude(pk__in=reminders.unreached().values("pk"))
    told_at = Max(Coalesce("accepted_at", "next_attempt_at"))
    return Known(
        came=frozenset(came.values_list("registration", flat=True)),
        reminded=dict(reminders.values_list("person_key").annotate(at=told_at)),
        moved_at=moved.aggregate(last=Max("changed_at"))["last"],
    )


def keys_of(seminar: Seminar) -> list[str]:
    """Name everybody who was ever registered as messages name them."""
    kind = Registration._meta.label_lower
    everybody = seminar.registrations.values_list("pk", flat=True)
    return [f"{kind}:{pk}" for pk in everybody]


@transaction.atomic
def reconcile(seminar_id: int, *, at: datetime, only: int | None = None) -> None:
    """Let the queue hold what the facts call for; for one registration, if named.

    Under the lock that verbs take, so that none changes facts meanwhile.
    """
    Line.objects.lock(seminar_id)
    seminar = Seminar.objects.get(pk=seminar_id)
    due = [one for one in planned(seminar) if is_in_time(one, at=at)]
    if only is None and not due and not is_any_queued(seminar):
        return
    meant = seminar.registrations.order_by("pk")
    people = list(meant if only is None else meant.filter(pk=only))
    for person in people:
        person.seminar = seminar
    timed.bring_into_line(
        notices.letters(wanted(seminar, due, people)),
        people=[key(person) for person in people],
        purposes=PURPOSES,
        at=at,
    )


def is_any_queued(seminar: Seminar) -> bool:
    """Whether a notice of this seminar waits in the queue."""
    rows = Message.objects.filter(
        mailing=None,
        person_key__in=keys_of(seminar),
        purpose__in=PURPOSES,
        state__in=timed.OPEN,
    )
    return rows.exists()


def reconcile_near(*, at: datetime) -> int:
    """Reconcile every seminar that has a notice near or queued; tell how many."""
    keys = sorted({*near(at=at), *queued()})
    return len(one_by_one(keys, partial(reconcile, at=at)))


def near(*, at: datetime) -> Iterable[int]:
    """Find seminars with a session, an end or a paper near enough for a notice."""
    sessions = Session.objects.filter(
        starts_at__gt=at, starts_at__lte=at + BEFORE + AHEAD + HOUR
    )
    new = (at - PAPERS_ARE_NEWS - HOUR, at + AHEAD)
    papers = Document.objects.filter(
        Q(published_at__range=new) | Q(embargo_until__range=new),
        visibility=Visibility.PARTICIPANTS,
    )
    found = Seminar.objects.filter(
        Q(pk__in=sessions.values("seminar"))
        | Q(ends_at__range=(at - THANKS_ARE_WELCOME, at + AHEAD))
        | Q(documents__in=papers)
        | Q(sessions__documents__in=papers),
        state__in=TAKES_PLACE,
    )
    return found.values_list("pk", flat=True).distinct()


def queued() -> Iterable[int]:
    """Find seminars of which a notice is queued, whatever their hours are by now."""
    rows = Message.objects.filter(
        mailing=None, state=MessageState.PENDING, purpose__in=PURPOSES
    )
    people = {
        one.partition(":")[2] for one in rows.values_list("person_key", flat=True)
    }
    found = Registration.objects.filter(pk__in=people)
    return found.values_list("seminar", flat=True).distinct()
