"""A delegate rotates out in June, and a successor takes the seat and not the past."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mailing.models import Message
from partners.models import (
    Person,
    Posting,
    Representation,
    RepresentationRole,
)
from registrations.models import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    Registration,
    RegistrationStatus,
    Substitution,
)
from registrations.services import attendance, identities
from seminars.models import Session
from tests.factories import (
    COMMAND,
    DAY,
    FAR_BACK,
    NOW,
    make_mission,
    make_seminar,
    make_user,
    register,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)
ACTS = {"by": COMMAND, "at": NOW}


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def focal_point(client, mission):
    user = make_user()
    Representation.objects.create(
        user=user,
        organisation=mission,
        role=RepresentationRole.FOCAL_POINT,
        starts_on=FAR_BACK,
    )
    client.force_login(user)
    return user


@pytest.fixture
def ana(mission):
    person = Person.objects.create(name="Ana Ortiz")
    Posting.objects.create(person=person, organisation=mission, rank="Counsellor")
    return person


def place(ana, mission, **fields):
    """File her with an address of her own and say that it is she."""
    seminar = make_seminar(places=1, **fields)
    registration = register(
        seminar, mission, name=ana.name, address="ana@example.org", rank="Counsellor"
    )
    identities.say_who(registration, ana, **ACTS)
    registration.refresh_from_db()
    return registration


def attended(registration):
    """Let a seminar have begun an hour ago, with her in it."""
    Session.objects.filter(seminar=registration.seminar_id).update(
        starts_at=NOW - timedelta(hours=1), ends_at=NOW + timedelta(hours=2)
    )
    attendance.record(
        registration,
        Session.objects.get(seminar=registration.seminar_id),
        AttendanceMark.PRESENT,
        source=AttendanceSource.SHEET,
        **ACTS,
    )
    Session.objects.filter(seminar=registration.seminar_id).update(
        starts_at=NOW - 2 * DAY, ends_at=NOW - DAY
    )


def test_the_successor_takes_the_seat_and_not_the_past(
    client, focal_point, mission, ana
):
    past = place(ana, mission, title_en="Of old")
    attended(past)
    coming = [place(ana, mission, title_en=f"Coming {n}") for n in (1, 2)]
    home = client.get("/my/").content.decode()
    assert f"/my/mission/{mission.pk}/" in home
    page = client.get(f"/my/mission/{mission.pk}/").content.decode()
    assert page.index("Coming 1") < page.index("Of old")
    path = f"/my/mission/{mission.pk}/posts/{ana.postings.get().pk}/"

    form = client.get(path).content.decode()
    assert form.count('name="places"') == 2
    assert "Of old" not in form
    answer = client.post(
        path,
        {
            "day": TODAY.isoformat(),
            "why": "Rotation in June.",
            "form_of_address": "mr",
            "name": "Ben Diop",
            "rank": "Counsellor",
            "address": "ben@example.org",
            "language": "fr",
            "places": [one.pk for one in coming],
        },
    )

    assert (answer.status_code, answer.url) == (303, f"/my/mission/{mission.pk}/")
    ben = Person.objects.get(name="Ben Diop")
    assert [*ben.postings.values_list("starts_on", "ends_on")] == [(TODAY, None)]
    assert ana.postings.get().ends_on == TODAY
    for one in coming:
        link = Substitution.objects.get(predecessor=one)
        assert link.successor.person == ben
        [seat] = one.seminar.seats.all()
        assert seat.holder == link.successor
    assert list(Attendance.objects.values_list("registration__person", "mark")) == [
        (ana.pk, AttendanceMark.PRESENT)
    ]
    held = Registration.objects.filter(status=RegistrationStatus.CONFIRMED)
    assert set(held.values_list("person", flat=True)) == {ana.pk, ben.pk}
    told = Message.objects.filter(purpose__in=["substituted", "successor"])
    assert sorted(told.values_list("purpose", "address", "language")) == [
        *[("substituted", "ana@example.org", "en")] * 2,
        *[("successor", "ben@example.org", "fr")] * 2,
    ]
    page = client.get(f"/my/mission/{mission.pk}/").content.decode()
    assert page.count("Mr. Ben Diop comes instead.") == 2
