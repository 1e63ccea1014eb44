"""Rows that tests start from, made by the verbs wherever a verb makes them."""

from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from allauth.account.models import EmailAddress
from django.utils import timezone

from briefings.models import Audience, AudiencePart, Briefing, Subscriber
from partners.models import (
    Agreement,
    ContactKind,
    ContactPoint,
    ContactUse,
    Country,
    CountryGroup,
    CountryName,
    GroupMembership,
    HostTerm,
    Organisation,
    OrganisationSector,
    Representation,
    RepresentationRole,
    Sector,
)
from registrations.models import Line, Nomination, Question, Registration, Seat
from registrations.services import changes, nominations
from registrations.services.nominations import Filing, TypedPerson
from seminars.models import (
    Involvement,
    InvolvementRole,
    LearningObjective,
    RegistrationMode,
    Room,
    Seminar,
    SeminarMode,
    Series,
    Session,
    Theme,
    Venue,
)
from unitar_seminars.hours import NEW_YORK
from users.models import Actor, ActorKind, User

VISITOR = Actor(ActorKind.VISITOR)
LINK = Actor(ActorKind.LINK, label="n 1")
COMMAND = Actor(ActorKind.COMMAND, label="tests")
SYSTEM = Actor(ActorKind.SYSTEM, label="tests")
NOW = timezone.now().replace(microsecond=0)
TODAY = timezone.localdate(NOW)  # in New York, not in UTC
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FAR_BACK = date(2000, 1, 1)
numbers = count(1)


def account(user: User) -> Actor:
    return Actor(ActorKind.ACCOUNT, user=user)


# People who sign in


def make_user(**fields) -> User:
    fields.setdefault("email", f"user{next(numbers)}@example.org")
    user = User.objects.create_user(**fields)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def make_organiser(**fields) -> User:
    return make_user(is_staff=True, is_superuser=True, **fields)


def make_partner(agency: Organisation, **fields) -> User:
    """Make an account that reads the reports of an agency."""
    user = make_user(**fields)
    Representation.objects.create(
        user=user,
        organisation=agency,
        role=RepresentationRole.PARTNER,
        starts_on=FAR_BACK,
    )
    return user


def make_host(term: HostTerm, **fields) -> User:
    """Make an account that acts for the host of a term."""
    user = make_user(**fields)
    Representation.objects.create(
        user=user, host_term=term, role=RepresentationRole.HOST, starts_on=FAR_BACK
    )
    return user


# States and organisations


def make_country(
    code="SEN", *, groups=(CountryGroup.AFRICAN, CountryGroup.LDC), name="Senegal"
) -> Country:
    """Make a Member State that has been in these groups all along."""
    country, created = Country.objects.get_or_create(
        code=code, defaults={"name_en": name, "name_fr": f"{name} (fr)"}
    )
    if created:
        for group in (CountryGroup.MEMBER, *groups):
            GroupMembership.objects.create(country=country, group=group)
        for language, said in (("en", name), ("fr", f"{name} (fr)")):
            CountryName.objects.create(country=country, language=language, name=said)
    return country


def make_organisation(sector=Sector.NGO, **fields) -> Organisation:
    number = next(numbers)
    fields.setdefault("name_en", f"Organisation {number}")
    fields.setdefault("name_fr", f"Organisation (fr) {number}")
    organisation = Organisation.objects.create(**fields)
    OrganisationSector.objects.create(organisation=organisation, sector=sector)
    return organisation


def make_mission(country: Country | None = None, **fields) -> Organisation:
    country = country or make_country()
    fields.setdefault("name_en", f"Permanent Mission of {country.name_en}")
    fields.setdefault("name_fr", f"Mission permanente : {country.name_fr}")
    return make_organisation(Sector.MISSION, country=country, **fields)


def make_agreement(agency: Organisation | None = None, **fields) -> Agreement:
    fields.setdefault("starts_on", FAR_BACK)
    fields.setdefault("reference", f"AG/{next(numbers)}")
    agency = agency or make_organisation(Sector.UN)
    return Agreement.objects.create(agency=agency, **fields)


def make_host_term(*countries: Country, **fields) -> HostTerm:
    fields.setdefault("starts_on", FAR_BACK)
    term = HostTerm.objects.create(**fields)
    term.countries.set(countries or [make_country()])
    return term


# Seminars


def make_series(**fields) -> Series:
    number = next(numbers)
    fields.setdefault("slug", f"series-{number}")
    fields.setdefault("title_en", f"Series {number}")
    fields.setdefault("title_fr", f"Série {number}")
    fields.setdefault("starts_on", FAR_BACK)
    return Series.objects.create(**fields)


def make_theme(**fields) -> Theme:
    number = next(numbers)
    fields.setdefault("slug", f"theme-{number}")
    fields.setdefault("name_en", f"Theme {number}")
    fields.setdefault("name_fr", f"Thème {number}")
    return Theme.objects.create(**fields)


def make_room(capacity=None, **fields) -> Room:
    venue = Venue.objects.create(name_en="Headquarters", name_fr="Siège")
    fields.setdefault("name_en", f"Room {next(numbers)}")
    fields.setdefault("name_fr", f"Salle {next(numbers)}")
    return Room.objects.create(venue=venue, capacity=capacity, **fields)


def make_planned(*, sessions=1, starts_at=None, room=None, **fields) -> Seminar:
    """Make a planned seminar that lacks nothing: three-hour sessions on days running.

    Without `starts_at` it begins in ten days, at 10:00 New York time.
    """
    number = next(numbers)
    fields.setdefault("slug", f"seminar-{number}")
    fields.setdefault("title_en", f"Seminar {number}")
    fields.setdefault("title_fr", f"Séminaire {number}")
    fields.setdefault("summary_en", "What it is about.")
    fields.setdefault("summary_fr", "De quoi il s’agit.")
    if fields.get("registration_mode") == RegistrationMode.APPLICATION:
        fields.setdefault("closes_at", NOW + HOUR)
    seminar = Seminar.objects.create(**fields)
    LearningObjective.objects.create(seminar=seminar, text_en="Tell", text_fr="Dire")
    first = starts_at or ten_days_ahead()
    for day in range(sessions):
        make_session(seminar, first + day * DAY, room=room)
    seminar.refresh_from_db()
    return seminar


def make_session(seminar: Seminar, starts_at: datetime, *, room=None) -> Session:
    in_a_room = seminar.mode != SeminarMode.ONLINE
    return Session.objects.create(
        seminar=seminar,
        starts_at=starts_at,
        ends_at=starts_at + 3 * HOUR,
        room=(room or make_room()) if in_a_room else None,
        takes_room=in_a_room,
        online_url="" if seminar.mode == SeminarMode.ROOM else "https://m.example/1",
    )


def ten_days_ahead() -> datetime:
    return datetime.combine(timezone.localdate() + 10 * DAY, time(10), NEW_YORK)


def make_seminar(places=0, online_places=0, **fields) -> Seminar:
    """Make an announced seminar with so many places."""
    if online_places:
        fields.setdefault("mode", SeminarMode.BOTH)
    wished = {"places_planned": places or 1, "online_places_planned": online_places}
    seminar = make_planned(**wished, **fields)
    changes.announce(seminar, by=COMMAND, at=NOW - DAY)
    if not places:
        seminar.seats.filter(mode="room").delete()
    return seminar


def make_seats(seminar: Seminar, places: int, **fields) -> list[Seat]:
    return Seat.objects.bulk_create(
        [Seat(seminar=seminar, **fields) for _ in range(places)]
    )


def fund(seminar: Seminar, agreement: Agreement) -> Involvement:
    """Let an agreement cover one seminar."""
    return Involvement.objects.create(
        organisation=agreement.agency,
        seminar=seminar,
        role=InvolvementRole.FUNDER,
        agreement=agreement,
    )


# Registrations


def typed(organisation: Organisation | None = None, **fields) -> TypedPerson:
    """Give one person as a form would."""
    number = next(numbers)
    fields.setdefault("name", f"Person {number}")
    fields.setdefault("address", f"person{number}@example.org")
    return TypedPerson(organisation=organisation or make_mission(), **fields)


def filing(*people: TypedPerson, **fields) -> Filing:
    fields.setdefault("sender_address", "mission@example.org")
    return Filing(form_key=uuid4(), people=people or [typed()], **fields)


def submit(seminar: Seminar, *people: TypedPerson, at=None, **fields) -> Nomination:
    """File people as a visitor does."""
    sheet = filing(*people, **fields)
    return nominations.submit(seminar, sheet, by=VISITOR, at=at or NOW)


def register(seminar: Seminar, organisation=None, at=None, **fields) -> Registration:
    """File one person and return the registration as it stands then."""
    nomination = submit(seminar, typed(organisation, **fields), at=at)
    return nomination.registrations.get()


def make_question(seminar: Seminar, kind="text", **fields) -> Question:
    """Ask something of everybody who is nominated for a seminar."""
    number = next(numbers)
    words = {"label_en": f"Question {number}", "label_fr": f"Question {number} ?"}
    words |= {"purpose_en": "To prepare", "purpose_fr": "Pour préparer"}
    if kind in ("choice", "several"):
        words |= {"options_en": "Yes\nNo", "options_fr": "Oui\nNon"}
    position = {"position": seminar.questions.count() + 1}
    values = words | position | {"kind": kind} | fields
    return Question.objects.create(seminar=seminar, **values)


def make_waiting(
    seminar: Seminar, people: int, sector=Sector.MISSION
) -> list[Registration]:
    """Store people in line without asking the service."""
    line = Line.objects.get(seminar=seminar)
    sheet = Nomination.objects.create(
        seminar=seminar, form_key=uuid4(), filed_at=NOW, sender_address="w@example.org"
    )
    first = line.last_number + 1
    rows = [
        Registration(
            seminar=seminar,
            nomination=sheet,
            name=f"Waiting {number}",
            address=f"waiting{number}@example.org",
            sector=sector,
            tier=seminar.tier_of(sector),
            line_number=number,
            status="waiting",
            submitted_at=NOW,
            same_again=str(number),
        )
        for number in range(first, first + people)
    ]
    line.last_number += people
    line.save()
    return Registration.objects.bulk_create(rows)


# What we tell missions

MISSIONS = {"who": "organisations", "sector": "mission", "reached_at": "official"}


def make_audience(*parts: dict, **fields) -> Audience:
    """Make an audience of these parts; all missions, if none is given."""
    number = next(numbers)
    fields.setdefault("name_en", f"Audience {number}")
    fields.setdefault("name_fr", f"Public {number}")
    audience = Audience.objects.create(**fields)
    for part in parts or [MISSIONS]:
        AudiencePart.objects.create(audience=audience, **part)
    return audience


def make_briefing(written_by: User | None = None, **fields) -> Briefing:
    """Make a draft to all missions, complete in both languages."""
    number = next(numbers)
    fields.setdefault("slug", f"briefing-{number}")
    if "audience" not in fields:
        fields["audience"] = make_audience()
    fields.setdefault("subject_en", f"Preparations {number}")
    fields.setdefault("subject_fr", f"Préparatifs {number}")
    fields.setdefault("body_en", "Dear [[name]],\n\nthe summit is **prepared**.")
    fields.setdefault("body_fr", "Chère [[name]],\n\nle sommet est **préparé**.")
    return Briefing.objects.create(written_by=written_by or make_organiser(), **fields)


def make_subscriber(address="", *, themes=(), series=(), **fields) -> Subscriber:
    """Make somebody who said yes yesterday, to everything unless topics are named."""
    address = address or f"reader{next(numbers)}@example.org"
    fields.setdefault("asked_at", NOW - DAY)
    fields.setdefault("confirmed_at", NOW - DAY)
    fields.setdefault("wants_everything", not (themes or series))
    point, _made = ContactPoint.objects.get_or_create(
        address_folded=address.lower(), defaults={"address": address}
    )
    subscriber = Subscriber.objects.create(contact_point=point, **fields)
    for theme in themes:
        subscriber.subscriptions.create(theme=theme)
    for one in series:
        subscriber.subscriptions.create(series=one)
    return subscriber


def give_address(
    organisation: Organisation, address: str, language="en", **fields
) -> ContactUse:
    """Give an organisation an official address."""
    point, _made = ContactPoint.objects.get_or_create(
        address_folded=address.lower(), defaults={"address": address}
    )
    return ContactUse.objects.create(
        contact_point=point,
        organisation=organisation,
        kind=ContactKind.OFFICIAL,
        language=language,
        **fields,
    )
