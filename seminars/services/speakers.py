"""Asking people to speak, and what they answered."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from partners.models import Gender, Person
from seminars.models import (
    Seminar,
    SeminarState,
    Session,
    SpeakerInvitation,
    SpeakerState,
)
from seminars.models.speakers import GONE
from unitar_seminars.db import save_or_refuse
from users import audit
from users.models import Actor

STILL_ASKED = [
    SpeakerState.TO_INVITE,
    SpeakerState.INVITED,
    SpeakerState.ACCEPTED,
    SpeakerState.CONFIRMED,
]
TO_COME = [SpeakerState.ACCEPTED, SpeakerState.CONFIRMED]
BY_ITS_PAGE = _(
    "The programme names this speaker: take them out on the page “Replace a speaker”,"
    " and everybody is told."
)
# What each state can follow. Somebody asked by telephone may accept at once.
FOLLOWS = {
    SpeakerState.INVITED: [SpeakerState.TO_INVITE, *GONE],
    SpeakerState.ACCEPTED: [SpeakerState.TO_INVITE, SpeakerState.INVITED],
    SpeakerState.CONFIRMED: [SpeakerState.ACCEPTED],
    SpeakerState.SPOKE: [SpeakerState.ACCEPTED, SpeakerState.CONFIRMED],
    SpeakerState.DECLINED: STILL_ASKED,
    SpeakerState.CANCELLED: STILL_ASKED,
}


def invite(speaker: SpeakerInvitation, *, by: Actor, at: datetime) -> None:
    """Note that the person was asked; also again, after a no."""
    move(speaker, SpeakerState.INVITED, "invite", by=by, at=at)


def accept(speaker: SpeakerInvitation, *, by: Actor, at: datetime) -> None:
    """Note a yes: from now on the public programme names the person."""
    move(speaker, SpeakerState.ACCEPTED, "accept", by=by, at=at)


def confirm(speaker: SpeakerInvitation, *, by: Actor, at: datetime) -> None:
    """Note that title, hour and travel are settled."""
    move(speaker, SpeakerState.CONFIRMED, "confirm", by=by, at=at)


def decline(speaker: SpeakerInvitation, *, by: Actor, at: datetime) -> None:
    """Note a no; who was named, or asked instead of somebody, is "to be confirmed"."""
    move(speaker, SpeakerState.DECLINED, "decline", by=by, at=at)


def cancel(speaker: SpeakerInvitation, *, by: Actor, at: datetime) -> None:
    """Take an invitation back."""
    move(speaker, SpeakerState.CANCELLED, "cancel", by=by, at=at)


def note_spoke(speaker: SpeakerInvitation, *, by: Actor, at: datetime) -> None:
    """Note that the person spoke."""
    move(speaker, SpeakerState.SPOKE, "note_spoke", by=by, at=at)


@transaction.atomic
def replace(
    speaker: SpeakerInvitation, other: SpeakerInvitation, *, by: Actor, at: datetime
) -> None:
    """Say who comes instead of a speaker who left."""
    lock(speaker)
    if speaker.pk == other.pk or speaker.session_id != other.session_id:
        raise ValidationError(
            _("Choose another speaker of the same session."), code="other_session"
        )
    speaker.replaced_by, speaker.leaves_a_gap = other, False
    save_or_refuse(speaker, update_fields=["replaced_by", "leaves_a_gap"])
    audit.record("replace", speaker, by=by, at=at)


@transaction.atomic
def fill_gap(speaker: SpeakerInvitation, *, by: Actor, at: datetime) -> None:
    """Let whoever was put where a speaker left come instead of the first who did."""
    if speaker.state in GONE or replaces_somebody(speaker):
        return
    gaps = SpeakerInvitation.objects.filter(
        session=speaker.session_id, item=speaker.item_id, leaves_a_gap=True
    )
    for gap in gaps.order_by("pk")[:1]:
        replace(gap, speaker, by=by, at=at)


@transaction.atomic
def move(
    speaker: SpeakerInvitation, to: SpeakerState, verb: str, *, by: Actor, at: datetime
) -> None:
    """Change the state where it can follow from what it is now."""
    lock(speaker)
    if speaker.state not in FOLLOWS[to]:
        raise ValidationError(
            _("It stands at “%s”: this can't follow.") % speaker.get_state_display(),
            code="wrong_state",
        )
    if to in GONE and is_told(speaker):
        raise ValidationError(BY_ITS_PAGE, code="told")
    comes_back = speaker.state in GONE and not speaker.leaves_a_gap
    is_missed = speaker.is_named or replaces_somebody(speaker)
    speaker.leaves_a_gap = to == SpeakerState.DECLINED and is_missed
    speaker.state = to
    speaker.replaced_by = speaker.replaced_by if to in GONE else None
    save_or_refuse(speaker, update_fields=["state", "replaced_by", "leaves_a_gap"])
    audit.record(verb, speaker, by=by, at=at)
    if comes_back:
        fill_gap(speaker, by=by, at=at)


def forget(sessions: Iterable[Session]) -> None:
    """Delete who was to speak in sessions of a plan, before these are deleted.

    Django would first take them from their points, where one person may stand twice.
    """
    SpeakerInvitation.objects.filter(session__in=sessions).delete()


def replaces_somebody(speaker: SpeakerInvitation) -> bool:
    return SpeakerInvitation.objects.filter(replaced_by=speaker).exists()


def lock(speaker: SpeakerInvitation) -> None:
    locked = SpeakerInvitation.objects.select_for_update()
    speaker.refresh_from_db(from_queryset=locked)


def is_told(speaker: SpeakerInvitation) -> bool:
    """Whether people have been told that this speaker comes, and so are of a no."""
    state = speaker.session.seminar.state if speaker.state in TO_COME else None
    return state == SeminarState.ANNOUNCED


def next_states(speaker: SpeakerInvitation) -> list[SpeakerState]:
    """List what may follow the present state."""
    return [state for state, before in FOLLOWS.items() if speaker.state in before]


def panel(
    seminar: Seminar,
    *,
    without: SpeakerInvitation | None = None,
    plus: Person | None = None,
) -> str:
    """Say how many women and men are asked to speak or do: for organisers alone.

    Each person counts once, by what they said themselves. With `without` and `plus`,
    as it would be if one left and another was asked instead.
    """
    asked = SpeakerInvitation.objects.filter(session__seminar=seminar)
    asked = asked.exclude(state__in=GONE)
    if without:
        asked = asked.exclude(pk=without.pk)
    genders = dict(asked.values_list("person", "person__gender"))
    if plus:
        genders[plus.pk] = plus.gender
    counted = Counter(genders.values())
    women, men = counted[Gender.WOMAN], counted[Gender.MAN]
    others = counted.total() - women - men
    return ", ".join(
        [
            ngettext("{n} woman", "{n} women", women).format(n=women),
            ngettext("{n} man", "{n} men", men).format(n=men),
            ngettext("{n} other or not said", "{n} others or not said", others).format(
                n=others
            ),
        ]
    )
