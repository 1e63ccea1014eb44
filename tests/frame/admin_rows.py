"""One row of each kind that the admin lists, with what stands below it."""

from functools import partial

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.utils import timezone

from mailing.models import Bounce, Relay, Suppression, Window
from partners.models import (
    ChairTerm,
    ForumEdition,
    Person,
    Posting,
    Priority,
    Representation,
)
from partners.services import updates
from tests.briefings.letting_out import make_sender
from tests.factories import (
    NOW,
    SYSTEM,
    TODAY,
    give_address,
    make_agreement,
    make_audience,
    make_briefing,
    make_country,
    make_host,
    make_host_term,
    make_mission,
    make_partner,
    make_room,
    make_series,
    make_subscriber,
    make_theme,
    make_user,
)
from tests.mailing.rows import make_message, make_running
from tests.seminars.scenes import make_item, make_speaker, make_whole_seminar
from users import audit

ADDRESS = {"address_folded": "ana@example.org", "at": NOW}


def make_session():
    session = make_whole_seminar().sessions.get()
    make_speaker(session, make_item(session, 2))
    return session


def make_window():
    now = timezone.now()
    return Window.objects.create(claimed_at=now, lease_until=now, stride=1)


def make_edition():
    places = {"place_en": "Dakar", "place_fr": "Dakar"}
    return ForumEdition.objects.create(number=3, host_term=make_host_term(), **places)


def make_chair():
    return ChairTerm.objects.create(organisation=make_mission(), starts_on=TODAY)


def make_update():
    words = updates.Words("One", "Un", "Text", "Texte")
    return updates.request(make_host_term(), words, by=SYSTEM, at=NOW)


def make_priority():
    titles = {"title_en": "Remittances", "title_fr": "Envois de fonds"}
    return Priority.objects.create(year=2031, organisation=make_mission(), **titles)


def make_person():
    person = Person.objects.create(name="Ana Alvarez")
    Posting.objects.create(person=person, organisation=make_mission())
    return person


def make_point():
    return give_address(make_mission(), "mission@example.org").contact_point


def make_organisation():
    use = give_address(make_mission(), "mission@example.org")
    return use.organisation


def make_representation():
    partner = make_partner(make_agreement().agency)
    make_host(make_host_term())
    return Representation.objects.get(user=partner)


def make_factor():
    kind = Authenticator.Type.TOTP
    return Authenticator.objects.create(user=make_user(), type=kind, data={})


def make_entry():
    return audit.record("open", make_user(), by=SYSTEM, at=NOW, why="To look")


MAKERS = {
    "auth.Group": partial(Group.objects.create, name="Desk"),
    "briefings.Audience": make_audience,
    "briefings.Briefing": lambda: make_briefing(sender=make_sender()),
    "briefings.SenderIdentity": make_sender,
    "briefings.Subscriber": lambda: make_subscriber(themes=[make_theme()]),
    "mailing.Bounce": partial(
        Bounce.objects.create, kind="hard", fingerprint="f", **ADDRESS
    ),
    "mailing.Mailing": lambda: make_running(["ana@example.org", "bo@example.org"]),
    "mailing.Message": make_message,
    "mailing.Relay": partial(Relay.objects.create, name="default"),
    "mailing.Suppression": partial(
        Suppression.objects.create, scope="all", reason="manual", **ADDRESS
    ),
    "mailing.Window": make_window,
    "mfa.Authenticator": make_factor,
    "partners.Agreement": make_agreement,
    "partners.ChairTerm": make_chair,
    "partners.ContactPoint": make_point,
    "partners.Country": make_country,
    "partners.ForumEdition": make_edition,
    "partners.HostTerm": make_host_term,
    "partners.Organisation": make_organisation,
    "partners.Person": make_person,
    "partners.PreparatoryUpdate": make_update,
    "partners.Priority": make_priority,
    "partners.Representation": make_representation,
    "seminars.Room": make_room,
    "seminars.Seminar": make_whole_seminar,
    "seminars.Series": make_series,
    "seminars.Session": make_session,
    "seminars.Theme": make_theme,
    "seminars.Venue": lambda: make_room().venue,
    "users.AuditEntry": make_entry,
    "users.User": make_user,
}
