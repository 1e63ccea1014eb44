"""A speaker who cannot come: the programme says so at once, and everybody is told."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Case, IntegerField, Max, Q, QuerySet, Value, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.models import Person, PersonState
from registrations.circulars import Change
from registrations.services import versions
from registrations.services.changeable import lock_running
from registrations.services.telling import both, tell_all
from seminars.models import (
    Document,
    DocumentKind,
    Seminar,
    SpeakerInvitation,
    SpeakerState,
)
from seminars.models.speakers import GONE, NAMED
from seminars.services import documents
from unitar_seminars.db import save_or_refuse
from users import audit
from users.models import Actor

OF_A_SPEAKER = (DocumentKind.BIOGRAPHIES, DocumentKind.PRESENTATION)


@transaction.atomic
def replace_speaker(
    speaker: SpeakerInvitation,
    other: Person | None,
    *,
    by: Actor,
    at: datetime,
    why: str = "",
) -> None:
    """Take a speaker out of the programme; it says "to be confirmed" until another is.

    Biographies and slides of that session leave public view, for they may be theirs.
    Where the programme had named the speaker, everybody registered is told, once.
    """
    seminar = lock_running(speaker.session.seminar_id)
    was = versions.look(seminar, (*versions.PROGRAMME, *versions.SPEAKERS))
    locked = SpeakerInvitation.objects.select_for_update(of=["self"])
    speaker.refresh_from_db(from_queryset=locked)
    if speaker.state in GONE or speaker.state == SpeakerState.SPOKE:
        raise ValidationError(
            _("This speaker is no longer expected: there is nobody to replace."),
            code="wrong_state",
        )
    was_named = speaker.is_named
    before = both(lambda: named(speaker))
    leave(speaker, other)
    if was_named:
        withdraw_papers(speaker, by=by, at=at)
    entry = audit.record("replace_speaker", seminar, by=by, at=at, why=why)
    if not was_named:
        return
    after = both(lambda: gettext("Speaker to be confirmed"))
    change = Change("speaker", before, after, in_calendars=False)
    tell_all(seminar, change, entry, was=was)


def leave(speaker: SpeakerInvitation, other: Person | None) -> None:
    """Note that a speaker left, and who is to be asked instead, if anybody is known."""
    speaker.state, speaker.leaves_a_gap = SpeakerState.DECLINED, other is None
    save_or_refuse(speaker, update_fields=["state", "leaves_a_gap"])
    if other is None:
        return
    successor = SpeakerInvitation(
        session=speaker.session, item=speaker.item, person=other, role=speaker.role
    )
    save_or_refuse(successor)
    speaker.replaced_by = successor
    save_or_refuse(speaker, update_fields=["replaced_by"])


def withdraw_papers(speaker: SpeakerInvitation, *, by: Actor, at: datetime) -> None:
    """Take biographies and slides back: of the session, and of the seminar if short.

    Where a seminar has one session, its papers are that session's.
    """
    seminar = speaker.session.seminar
    theirs = Q(session=speaker.session)
    if seminar.sessions.count() == 1:
        theirs |= Q(seminar=seminar)
    papers = Document.objects.filter(
        theirs, kind__in=OF_A_SPEAKER, published_at__isnull=False, withdrawn_at=None
    )
    for paper in papers.order_by("pk"):
        documents.withdraw(paper, by=by, at=at)


def named(speaker: SpeakerInvitation) -> str:
    """Name a speaker as the programme does."""
    parts = (speaker.person.addressed_name, str(speaker.affiliation))
    return ", ".join(part for part in parts if part)


def suggestions(seminar: Seminar) -> QuerySet[Person]:
    """Find whom we asked to speak on these themes before, those who said yes first."""
    themes = seminar.themes.all()
    asked = SpeakerInvitation.objects.filter(session__seminar__themes__in=themes)
    here = SpeakerInvitation.objects.filter(session__seminar=seminar)
    said_yes = Case(
        When(speaker_invitations__state__in=NAMED, then=Value(1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    people = Person.objects.filter(
        pk__in=asked.values("person"), state=PersonState.ACTIVE
    )
    people = people.exclude(pk__in=here.values("person"))
    return people.annotate(said_yes=Max(said_yes)).order_by("-said_yes", "name")
