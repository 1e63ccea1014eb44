"""Choosing among those who apply: weigh, decide, and tell all of them at one time.

An application waits as any pending registration does. A verdict says nothing to
anybody until decisions are sent; then whoever is accepted stands in line by their own
number, through the same door as everybody. Whoever is named instead of an applicant has
the place on the shortlist and the acceptance; a refusal was about the predecessor.
Who decides, and who sends, has seen the verdicts that stand.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _

from registrations import place_letters
from registrations.models import (
    Answer,
    Line,
    Registration,
    RegistrationStatus,
    Verdict,
    VerdictChoice,
)
from registrations.services import seats
from seminars.models import Seminar, SeminarState
from unitar_seminars import hours
from users import audit
from users.models import Actor


def applications(seminar: Seminar) -> QuerySet[Registration]:
    """Read who applied and is not decided, in line, with answers and verdicts."""
    said = Answer.objects.select_related("question").order_by(
        "question__position", "pk"
    )
    pending = seminar.registrations.filter(status=RegistrationStatus.PENDING)
    found = pending.select_related("verdict", "organisation", "succeeds__predecessor")
    found = found.queued()
    return found.prefetch_related(Prefetch("answers", said))


def seal(people: Iterable[Registration]) -> str:
    """Tell verdicts from others, so that nobody sends or replaces unseen ones."""
    shown = sorted(
        (one.pk, one.verdict.choice, one.verdict.why)
        for one in people
        if is_decided(one)
    )
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:32]


@transaction.atomic
def shortlist(
    seminar: Seminar, chosen: Collection[int], *, on: bool, by: Actor, at: datetime
) -> None:
    """Put people on the shortlist, or take them off."""
    people = those(seminar, chosen)
    Verdict.objects.bulk_create(
        [Verdict(registration=one, is_shortlisted=on) for one in people],
        update_conflicts=True,
        unique_fields=["registration"],
        update_fields=["is_shortlisted"],
    )
    audit.record_all("shortlist" if on else "unlist", people, by=by, at=at)


@transaction.atomic
def decide(
    seminar: Seminar,
    chosen: Mapping[int, str],
    choice: VerdictChoice,
    *,
    why: str,
    by: Actor,
    at: datetime,
) -> None:
    """Write one verdict down for some, with its reason, until it is sent.

    Of each comes the seal of the verdict that was on the page: whoever got another one
    meanwhile is looked at again, and so is everybody who was chosen with them.
    """
    if not why.strip():
        raise ValidationError(
            _("Say why: whoever is declined will read it, and the record keeps it."),
            code="reason_missing",
        )
    people = those(seminar, chosen)
    refuse_judged(people, seen=chosen, but=(choice, why.strip()))
    Verdict.objects.bulk_create(
        [
            Verdict(registration=one, choice=choice, why=why.strip(), decided_at=at)
            for one in people
        ],
        update_conflicts=True,
        unique_fields=["registration"],
        update_fields=["choice", "why", "decided_at"],
    )
    audit.record_all(f"judge_{choice}", people, by=by, at=at)


def those(seminar: Seminar, chosen: Collection[int]) -> list[Registration]:
    """Find the pending ones among these, under the lock of the line."""
    Line.objects.lock(seminar.pk)
    pending = seminar.registrations.filter(status=RegistrationStatus.PENDING)
    people = list(pending.filter(pk__in=chosen).select_related("verdict").queued())
    if not people:
        raise ValidationError(
            _("Choose at least one person of the list."), code="nobody_chosen"
        )
    return people


def refuse_judged(
    people: Iterable[Registration], *, seen: Mapping[int, str], but: tuple[str, str]
) -> None:
    """Refuse where somebody got another verdict than was seen, but for this one."""
    other = [
        one.name
        for one in people
        if seal([one]) != seen[one.pk]
        and not (is_decided(one) and (one.verdict.choice, one.verdict.why) == but)
    ]
    if other:
        raise ValidationError(
            _("The verdict changed meanwhile: look again at %s.") % ", ".join(other),
            code="changed_meanwhile",
        )


@transaction.atomic
def send_decisions(seminar: Seminar, *, seen: str, by: Actor, at: datetime) -> int:
    """Carry out the verdicts that were seen and write to everybody; tell how many."""
    line = Line.objects.lock(seminar.pk)
    refuse_too_early(line.seminar, at=at)
    decided = list(
        line.seminar.registrations.filter(
            status=RegistrationStatus.PENDING, verdict__decided_at__isnull=False
        )
        .select_related("verdict")
        .queued()
    )
    if not decided:
        raise ValidationError(
            _("Nobody is decided: accept or decline somebody first."),
            code="nothing_decided",
        )
    if seal(decided) != seen:
        raise ValidationError(
            _("Verdicts changed meanwhile: look again at the list, then send them."),
            code="changed_meanwhile",
        )
    accept(line, [r for r in decided if is_accepted(r)], by=by, at=at)
    for registration in decided:
        if not is_accepted(registration):
            seats.decline(registration, by=by, at=at, why=registration.verdict.why)
    Verdict.objects.filter(registration__in=decided).update(sent_at=at)
    audit.record("send_decisions", seminar, by=by, at=at)
    return len(decided)


def pass_on(registration: Registration, successor: Registration) -> None:
    """Let a verdict that nobody has heard of hold for who comes instead.

    A refusal stays: its reason is about the predecessor, and the other would read it.
    The caller has locked the line.
    """
    unsent = Verdict.objects.filter(registration=registration, sent_at=None)
    unsent.exclude(choice=VerdictChoice.DECLINE).update(registration=successor)


def is_decided(registration: Registration) -> bool:
    return hasattr(registration, "verdict") and registration.verdict.choice != ""


def is_accepted(registration: Registration) -> bool:
    return registration.verdict.choice == VerdictChoice.ACCEPT


def accept(line: Line, people: list[Registration], *, by: Actor, at: datetime) -> None:
    """Let all of them stand in line at once, so that their order is the line's."""
    for registration in people:
        registration.seminar = line.seminar
        registration.status = RegistrationStatus.WAITING
        registration.save(update_fields=["status"])
    entries = audit.record_all("approve", people, by=by, at=at)
    news = dict.fromkeys((one.pk for one in people), place_letters.send_approved)
    for mode in sorted({one.mode for one in people}):
        seats.fill(line, mode, by=by, at=at, news=news)
    told = list(zip(people, entries, strict=True))
    for registration in people:
        registration.refresh_from_db(fields=["status"])
    place_letters.send_waiting([one for one in told if one[0].is_waiting])


def refuse_too_early(seminar: Seminar, *, at: datetime) -> None:
    if seminar.state != SeminarState.ANNOUNCED:
        raise ValidationError(
            _("The seminar is not announced now: nobody can be given a place."),
            code="not_announced",
        )
    if seminar.closes_at and at < seminar.closes_at:
        raise ValidationError(
            _("People may apply until %s: send decisions after that.")
            % hours.moment(seminar.closes_at),
            code="still_open",
        )


def approve(registration: Registration, *, by: Actor, at: datetime) -> None:
    """Approve one person, where they are not decided together."""
    refuse_singly(registration.seminar)
    seats.approve(registration, by=by, at=at)


def decline(registration: Registration, *, by: Actor, at: datetime, why: str) -> None:
    """Decline one person, where they are not decided together."""
    refuse_singly(registration.seminar)
    seats.decline(registration, by=by, at=at, why=why)


def refuse_singly(seminar: Seminar) -> None:
    if seminar.is_by_application:
        raise ValidationError(
            _("Applications are decided together: use the list of applications."),
            code="together",
        )
