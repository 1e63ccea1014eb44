"""The accounts of the roles, each with what it may act for and with something to do."""

from datetime import datetime

from allauth.account.models import EmailAddress

from devtools import roles
from devtools.demo import running
from devtools.demo.ledger import DEMO
from devtools.demo.organisations import agency
from partners.models import (
    ContactKind,
    ContactUse,
    FocalPoint,
    FormOfAddress,
    Gender,
    HostTerm,
    Organisation,
    Person,
    RepresentationRole,
)
from partners.services import people, postings, representations
from unitar_seminars.hours import local_day
from users.models import User

NAMES = {
    roles.ORGANISER: "Marianne Sauvé",
    roles.SECOND_ORGANISER: "Tomás Okafor",
    roles.IOM: "Ingrid Lindqvist",
    roles.UNFPA: "Samuel Achieng",
    roles.MACARTHUR: "Dana Whitlock",
    roles.HOST: "Ximena Ibáñez Rojas",
    roles.ASSISTANT: "Grace Wanjiru Mwangi",
    roles.DOOR: "Pita Fonoti",
}
PARTNERS = {
    roles.IOM: "IOM",
    roles.UNFPA: "UNFPA",
    roles.MACARTHUR: "MacArthur Foundation",
}


def make_accounts(*, at: datetime) -> None:
    """Make an account for each role; one that is there already is left alone."""
    made = {
        email: make_account(email, name)
        for email, name in NAMES.items()
        if not User.objects.filter(email=email).exists()
    }
    for email, short_name in PARTNERS.items():
        if user := made.get(email):
            grant(user, agency(short_name), RepresentationRole.PARTNER, at)
    if user := made.get(roles.HOST):
        for term in HostTerm.objects.filter(note_en=running.WHO_HOSTS[0]):
            grant(user, term, RepresentationRole.HOST, at)
            for point in term.focal_points.select_related("person"):
                people.link_account(point.person, user, by=DEMO, at=at)
    if user := made.get(roles.ASSISTANT):
        post_assistant(user, at)


def make_account(email: str, name: str) -> User:
    is_organiser = email in (roles.ORGANISER, roles.SECOND_ORGANISER)
    user = User.objects.create_user(
        email, name=name, is_staff=is_organiser, is_superuser=is_organiser
    )
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def grant(
    user: User,
    whom: Organisation | HostTerm,
    role: RepresentationRole,
    at: datetime,
) -> None:
    representations.grant(user, whom, role, on=local_day(at), by=DEMO, at=at)


def post_assistant(user: User, at: datetime) -> None:
    """Post the assistant to the mission, who writes for it and is its focal point."""
    mission = assistants_mission()
    today = local_day(at)
    person = Person.objects.create(
        name=NAMES[roles.ASSISTANT],
        gender=Gender.WOMAN,
        form_of_address=FormOfAddress.MS,
    )
    people.link_account(person, user, by=DEMO, at=at)
    postings.begin(person, mission, rank="Attaché", on=today, by=DEMO, at=at)
    grant(user, mission, RepresentationRole.FOCAL_POINT, at)
    FocalPoint.objects.create(
        person=person, organisation=mission, is_primary=True, starts_on=today
    )
    ContactUse.objects.create(
        contact_point=people.contact(user.email),
        organisation=mission,
        kind=ContactKind.ASSISTANT,
        starts_on=today,
    )


def assistants_mission() -> Organisation:
    missions = Organisation.objects.active().filter(
        country=roles.ASSISTANTS_COUNTRY, sectors__sector="mission"
    )
    return missions.earliest("pk")
