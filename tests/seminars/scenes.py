"""A programme with something of everything, for pages to be looked at."""

from datetime import datetime, timedelta

from partners.models import Person, Sector
from registrations.services import changes
from seminars.models import (
    AgendaItem,
    DateCertainty,
    Document,
    DocumentContent,
    DocumentKind,
    Involvement,
    InvolvementRole,
    Seminar,
    SeminarState,
    SpeakerInvitation,
    SpeakerState,
    Theme,
)
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    TODAY,
    make_organisation,
    make_planned,
    make_room,
    make_seminar,
    make_series,
    make_waiting,
    register,
    ten_days_ahead,
)
from unitar_seminars.hours import NEW_YORK

PDF = "application/pdf"


def new_york(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK)


def make_theme(**fields) -> Theme:
    fields.setdefault("name_en", "Migration")
    fields.setdefault("name_fr", "Migrations")
    fields.setdefault("slug", "migration")
    return Theme.objects.create(**fields)


def make_document(seminar: Seminar | None = None, **fields) -> Document:
    """Make a published paper with content."""
    fields.setdefault("kind", DocumentKind.BACKGROUND)
    fields.setdefault("title", "Background paper")
    fields.setdefault("language", "en")
    fields.setdefault("published_at", NOW - DAY)
    document = Document.objects.create(seminar=seminar, **fields)
    DocumentContent.objects.create(
        document=document,
        filename="paper.pdf",
        content_type=PDF,
        size=120_000,
        data=b"%PDF-1.7 a paper",
    )
    return document


def make_speaker(session, item=None, **fields) -> SpeakerInvitation:
    person = Person.objects.create(name=fields.pop("name", "Ingrid Solheim"))
    fields.setdefault("state", SpeakerState.ACCEPTED)
    fields.setdefault("affiliation_en", "University of the Southern Coast")
    fields.setdefault("affiliation_fr", "Université de la côte sud")
    return SpeakerInvitation.objects.create(
        session=session, item=item, person=person, **fields
    )


def make_item(session, hours: float = 0, title="Opening") -> AgendaItem:
    starts_at = session.starts_at + timedelta(hours=hours)
    return AgendaItem.objects.create(
        session=session,
        starts_at=starts_at,
        ends_at=starts_at + HOUR,
        title_en=title,
        title_fr=f"{title} (fr)",
    )


def make_whole_seminar(**fields) -> Seminar:
    """Make an announced seminar with all that its page can show."""
    fields.setdefault("slug", "climate")
    fields.setdefault("title_en", "Climate change, degradation and migration")
    fields.setdefault("title_fr", "Changements climatiques et migrations")
    fields.setdefault("summary_en", "Climate **moves** people.\n\n- one\n- two")
    fields.setdefault("summary_fr", "Le climat *déplace* des personnes.")
    fields.setdefault("languages_en", "English, with documents in English and French")
    fields.setdefault("languages_fr", "Anglais, documents en anglais et en français")
    seminar = make_seminar(**{"places": 40, "starts_at": ten_days_ahead()} | fields)
    venue = seminar.sessions.get().room.venue
    venue.access_en, venue.access_fr = "A **grounds pass**.", "Un laissez-passer."
    venue.address = "First Avenue at 46th Street, New York"
    venue.save()
    session = seminar.sessions.get()
    opening = make_item(session)
    make_speaker(session, opening)
    make_speaker(session, make_item(session, 1, "Three perspectives"), state="invited")
    seminar.themes.add(make_theme())
    make_document(seminar, kind=DocumentKind.INFORMATION_NOTE, title="Information note")
    make_document(
        seminar,
        kind=DocumentKind.INFORMATION_NOTE,
        title="Note d’information",
        language="fr",
    )
    make_document(seminar, embargo_until=NOW + 5 * DAY)
    Involvement.objects.create(
        seminar=seminar,
        organisation=make_organisation(Sector.UN, name_en="Organiser of Seminars"),
        role=InvolvementRole.ORGANISER,
    )
    return seminar


def make_scene() -> Seminar:
    """Make a series with seminars in every state; return the one that comes next."""
    before = make_series(
        slug="key", title_en="Key Issues", title_fr="Questions clés", ends_on=TODAY
    )
    series = make_series(
        slug="migration",
        title_en="Migration and Development",
        title_fr="Migration et développement",
        description_en="Seminars for New York’s diplomatic community.",
        description_fr="Séminaires pour la communauté diplomatique de New York.",
        predecessor=before,
        starts_on=TODAY - 90 * DAY,
    )
    Involvement.objects.create(
        series=series,
        organisation=make_organisation(Sector.UN, short_name_en="IOM"),
        role=InvolvementRole.FUNDER,
    )
    whole = make_whole_seminar(series=series)
    make_waiting(whole, 2)
    register(whole)
    day = ten_days_ahead()
    make_seminar(
        places=20,
        sessions=3,
        series=series,
        starts_at=day + 20 * DAY,
        format="course",
        registration_mode="approval",
        opens_at=day,
    )
    off = make_seminar(places=2, series=series, starts_at=day + 30 * DAY)
    put_off(off)
    called_off = make_seminar(places=2, series=series, starts_at=day + 40 * DAY)
    changes.call_off(called_off, by=COMMAND, at=NOW, why="Weather")
    make_past(new_york(2007, 10, 1, 10), series=before)
    make_past(new_york(2007, 3, 1, 10), date_certainty=DateCertainty.MONTH)
    make_past(new_york(2006, 5, 11, 10), date_certainty=DateCertainty.ILLUSTRATIVE)
    make_planned(series=series, title_en="Secret plan", title_fr="Projet secret")
    return whole


def put_off(seminar: Seminar) -> None:
    """Store a seminar as postponed without a date."""
    Seminar.objects.filter(pk=seminar.pk).update(state=SeminarState.POSTPONED)
    seminar.sessions.update(starts_at=None, ends_at=None, takes_room=False)
    seminar.refresh_from_db()


def make_past(starts_at: datetime, **fields) -> Seminar:
    """Make a seminar that was held, with a summary that can be read."""
    seminar = make_planned(starts_at=starts_at, room=make_room(), **fields)
    Seminar.objects.filter(pk=seminar.pk).update(
        state=SeminarState.HELD, announced_at=starts_at - 30 * DAY
    )
    make_document(seminar, kind=DocumentKind.SUMMARY, title="Summary report")
    seminar.refresh_from_db()
    return seminar
