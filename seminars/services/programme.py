"""Planning the programme: next year's seminar starts from this year's.

What is copied is the structure. People are asked anew, papers are written anew, and a
room is taken again only where nobody else has it and somebody is to sit in it.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from seminars.models import (
    AgendaItem,
    Involvement,
    LearningObjective,
    Seminar,
    SeminarMode,
    SeminarState,
    Session,
    SpeakerInvitation,
    SpeakerState,
)
from seminars.models.speakers import GONE
from seminars.services import rooms
from unitar_seminars.hours import NEW_YORK
from users import audit
from users.models import Actor

LONGEST_SLUG = 80
SPEAKER_FACTS = ("person", "affiliation_en", "affiliation_fr", "role")
INVOLVEMENT_FACTS = ("organisation", "role", "agreement", "starts_on", "ends_on")
COPIED = (
    "series",
    "format",
    "title_en",
    "title_fr",
    "summary_en",
    "summary_fr",
    "languages_en",
    "languages_fr",
    "counts_as",
    "objectives_waived_because",
    "contact",
    "mode",
    "registration_mode",
    "tiers",
    "admits",
    "places_planned",
    "online_places_planned",
    "has_reminder",
    "has_materials_notice",
    "has_thank_you",
)


@transaction.atomic
def duplicate(seminar: Seminar, first_day: date, *, by: Actor, at: datetime) -> Seminar:
    """Plan a seminar like this one, its first session on another day.

    Every hour is the same on New York's clock, also across a change of the clock.
    """
    if seminar.starts_at is None:
        raise ValidationError(
            _("It has no hours to shift: plan a new seminar instead."), code="no_hours"
        )
    days = first_day - seminar.starts_at.astimezone(NEW_YORK).date()
    copy = Seminar(
        slug=free_slug(seminar, first_day),
        repeats=seminar,
        state=SeminarState.PLANNED,
        planned_for=first_day,
        opens_at=shifted_if_set(seminar.opens_at, days),
        closes_at=shifted_if_set(seminar.closes_at, days),
        **{name: getattr(seminar, name) for name in COPIED},
    )
    copy.save()
    copy.themes.set(seminar.themes.all())
    copy_objectives(seminar, copy)
    copy_involvements(seminar, copy, first_day)
    for session in seminar.sessions.order_by("starts_at", "pk"):
        copy_session(session, copy, days)
    copy.refresh_from_db()
    audit.record("duplicate", copy, by=by, at=at)
    return copy


def free_slug(seminar: Seminar, first_day: date) -> str:
    """Name the new page by its title and year, with a number where that is taken."""
    ending = f"-{first_day.year}"
    title = slugify(seminar.title_en or seminar.title_fr) or "seminar"
    stem = title[: LONGEST_SLUG - len(ending) - 4].rstrip("-") + ending
    taken = set(
        Seminar.objects.filter(slug__startswith=stem).values_list("slug", flat=True)
    )
    numbered = (f"{stem}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (stem, *numbered) if slug not in taken)


def shifted(at: datetime, days: timedelta) -> datetime:
    """Move a moment by days and keep the hour that New York's clocks show."""
    return at.astimezone(NEW_YORK) + days


def shifted_if_set(at: datetime | None, days: timedelta) -> datetime | None:
    return shifted(at, days) if at else None


def copy_objectives(seminar: Seminar, copy: Seminar) -> None:
    LearningObjective.objects.bulk_create(
        LearningObjective(
            seminar=copy,
            position=one.position,
            text_en=one.text_en,
            text_fr=one.text_fr,
        )
        for one in seminar.objectives.order_by("position", "pk")
    )


def copy_involvements(seminar: Seminar, copy: Seminar, first_day: date) -> None:
    """Keep who takes part; a period that has ended by then is not carried over."""
    Involvement.objects.bulk_create(
        Involvement(
            seminar=copy, **{name: getattr(one, name) for name in INVOLVEMENT_FACTS}
        )
        for one in seminar.involvements.order_by("pk")
        if one.ends_on is None or first_day < one.ends_on
    )


def copy_session(session: Session, copy: Seminar, days: timedelta) -> None:
    """Copy a session with its agenda; its speakers are to be invited again."""
    new = Session(
        seminar=copy,
        starts_at=shifted_if_set(session.starts_at, days),
        ends_at=shifted_if_set(session.ends_at, days),
        room=None if copy.mode == SeminarMode.ONLINE else session.room,
        title_en=session.title_en,
        title_fr=session.title_fr,
        takes_room=True,  # also one that it is given later
    )
    if rooms.clashes(new):
        new.room = None
    new.save()
    items = {
        item.pk: AgendaItem.objects.create(
            session=new,
            starts_at=shifted(item.starts_at, days),
            ends_at=shifted(item.ends_at, days),
            title_en=item.title_en,
            title_fr=item.title_fr,
        )
        for item in session.agenda.order_by("starts_at", "pk")
    }
    SpeakerInvitation.objects.bulk_create(
        SpeakerInvitation(
            session=new,
            item=items[one.item_id] if one.item_id else None,
            state=SpeakerState.TO_INVITE,
            **{name: getattr(one, name) for name in SPEAKER_FACTS},
        )
        for one in session.speakers.exclude(state__in=GONE).order_by("pk")
    )
