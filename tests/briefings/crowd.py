"""Organisations and people of whom audiences are made, and whom these reach."""

from briefings import audiences
from briefings.models import Subscriber, Subscription, Who
from partners.models import ContactUse, Person, Posting, Representation
from partners.services import people
from registrations.models import Attendance
from tests.factories import (
    FAR_BACK,
    MISSIONS,
    NOW,
    give_address,
    make_audience,
    make_country,
    make_mission,
    make_user,
)


def mission(code, *groups, **fields):
    """Make a mission of a country in these groups, with an official address."""
    body = make_mission(make_country(code, groups=groups, name=code), **fields)
    give_address(body, f"{code.lower()}@mission.example")
    return body


def reached(*parts, at=NOW):
    """List the local parts of the addresses that these parts come to."""
    found = audiences.recipients(make_audience(*parts), at=at)
    return [one.address.split("@")[0] for one in found]


def reach(*parts, scope="update"):
    return audiences.reach(make_audience(*parts), scope=scope, at=NOW)


def make_focal_point(body, **fields):
    user = make_user(**fields)
    Representation.objects.create(
        user=user, organisation=body, role="focal_point", starts_on=FAR_BACK
    )
    return user


def make_delegate(body, *committees, address="", name="Amina Diallo", **fields):
    person = Person.objects.create(name=name, **fields)
    Posting.objects.create(
        person=person, organisation=body, committees=list(committees)
    )
    if address:
        ContactUse.objects.create(
            contact_point=people.contact(address), person=person, language="fr"
        )
    return person


def come(registration, mark="present"):
    Attendance.objects.create(
        registration=registration,
        session=registration.seminar.sessions.get(),
        mark=mark,
        source="sheet",
        mode=registration.mode,
        recorded_at=NOW,
    )


def never_came(**conditions):
    return MISSIONS | {"who": Who.NEVER_CAME} | conditions


def subscribe(address, *subscriptions, **fields):
    fields.setdefault("confirmed_at", NOW)
    point = people.contact(address)
    one = Subscriber.objects.create(contact_point=point, asked_at=NOW, **fields)
    for wanted in subscriptions:
        Subscription.objects.create(subscriber=one, **wanted)
    return one
