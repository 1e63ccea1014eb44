"""The tables refuse what must not be true: each rule broken once, by name."""

from dataclasses import dataclass

import pytest
from django.apps import apps

from partners.models import Person
from registrations.models import (
    Attendance,
    DoorDuty,
    Invitation,
    KeptWish,
    Line,
    Nomination,
    Registration,
    Seat,
    Substitution,
)
from seminars.models import Session
from tests.factories import HOUR, NOW, make_organisation, make_seminar, make_user
from tests.factories import register as register_somebody
from tests.refusals import broken
from tests.registrations import asking_breaches, gate_breaches

pytestmark = pytest.mark.django_db
TABLE = "registrations_registration"


@dataclass
class Rows:
    """One person with a place, one without, and the session of another seminar."""

    seated: Registration
    waiting: Registration
    session: Session
    elsewhere: Session


@pytest.fixture
def rows():
    seminar = make_seminar(places=1)
    return Rows(
        seated=register_somebody(seminar),
        waiting=register_somebody(seminar, make_organisation()),
        session=seminar.sessions.get(),
        elsewhere=make_seminar(places=1).sessions.get(),
    )


def waiting(**values):
    """Write these columns of the one who waits."""

    def change(rows):
        Registration.objects.filter(pk=rows.waiting.pk).update(**values)

    return change


def attend(rows, **fields):
    values = {"mark": "present", "source": "door", "recorded_at": NOW}
    values |= {"registration": rows.seated, "session": rows.session, "mode": "room"}
    return Attendance.objects.create(**values | fields)


def attend_twice(rows):
    attend(rows)
    attend(rows, mark="absent")


def invite(rows, times=1, session=None):
    for _ in range(times):
        Invitation.objects.create(
            registration=rows.seated, session=session or rows.session
        )


def keep_door_backwards(rows):
    DoorDuty.objects.create(
        seminar=rows.session.seminar,
        user=make_user(),
        starts_at=NOW,
        ends_at=NOW - HOUR,
    )


def copy_line_number(rows):
    waiting(line_number=rows.seated.line_number)(rows)


def copy_filing(rows):
    waiting(same_again=rows.seated.same_again)(rows)


def copy_person(rows):
    person = Person.objects.create(name="Ana Alvarez")
    Registration.objects.update(person=person)


def file_again(rows):
    Nomination.objects.create(
        seminar=rows.session.seminar,
        form_key=rows.seated.nomination.form_key,
        filed_at=NOW,
    )


def of_seat(**values):
    def change(rows):
        Seat.objects.filter(holder=rows.seated).update(**values)

    return change


def wish(rows, **fields):
    values = {"tier": 1, "places": 1, "held_until": NOW} | fields
    return KeptWish.objects.create(seminar=rows.session.seminar, **values)


def substitute_oneself(rows):
    Substitution.objects.create(predecessor=rows.seated, successor=rows.seated, at=NOW)


BREACHES = {
    "one_mark_per_session": attend_twice,
    "registrations_attendance_mark_known": lambda rows: attend(rows, mark="late"),
    "registrations_attendance_source_known": lambda rows: attend(rows, source="rumour"),
    "registrations_attendance_mode_known": lambda rows: attend(rows, mode="dream"),
    "registrations_doorduty_ends_at_after_starts_at": keep_door_backwards,
    "one_entry_per_session": lambda rows: invite(rows, times=2),
    "registrations_nomination_language_known": lambda rows: Nomination.objects.update(
        language="xx"
    ),
    "one_nomination_per_form": file_again,
    "line_number_once": copy_line_number,
    "registered_once_per_seminar": copy_filing,
    "person_once_per_seminar": copy_person,
    "cancelled_has_its_moment": waiting(cancelled_at=NOW),
    "cancelled_says_because": waiting(cancelled_because="person"),
    "declined_has_its_moment": waiting(declined_at=NOW),
    "seated_has_its_moment": waiting(status="confirmed"),
    "offered_has_its_hour": waiting(offered_until=NOW),
    "only_a_country_has_a_regional_group": waiting(
        regional_group="african", country=None
    ),
    f"{TABLE}_regional_group_known": waiting(regional_group="lunar", country="SEN"),
    f"{TABLE}_cancelled_because_known": waiting(
        status="cancelled", cancelled_at=NOW, cancelled_because="boredom"
    ),
    f"{TABLE}_status_known": waiting(status="lost"),
    f"{TABLE}_sector_known": waiting(sector="circus"),
    f"{TABLE}_mode_known": waiting(mode="dream"),
    f"{TABLE}_language_known": waiting(language="xx"),
    f"{TABLE}_gender_known": waiting(gender="x"),
    f"{TABLE}_form_of_address_known": waiting(form_of_address="sir"),
    "personal_code_is_hashed": waiting(personal_code="secret", in_own_hands_at=NOW),
    "a_code_means_own_hands": waiting(personal_code="md5$salt$hash"),
    "nobody_substitutes_themselves": substitute_oneself,
    "registrations_seat_tier_and_held_until": of_seat(tier=1),
    "registrations_seat_mode_known": of_seat(mode="dream"),
    "withdrawn_seat_has_no_holder": of_seat(withdrawn_at=NOW),
    "hours_to_answer_are_few": lambda rows: Line.objects.update(offer_hours=0),
    "one_wish_per_tier": lambda rows: [wish(rows), wish(rows)],
    "registrations_keptwish_mode_known": lambda rows: wish(rows, mode="dream"),
    **gate_breaches.BREACHES,
    **asking_breaches.BREACHES,
}


@pytest.mark.parametrize("rule", BREACHES)
def test_a_rule_of_the_tables_holds(rule, rows):
    assert broken(BREACHES[rule], rows) == rule


def test_every_rule_of_the_tables_is_broken_here():
    models = apps.get_app_config("registrations").get_models()
    rules = {rule.name for model in models for rule in model._meta.constraints}

    assert set(BREACHES) == rules


def test_what_is_recorded_stays_within_one_seminar(rows):
    rule = "session_of_its_seminar"

    assert broken(attend, rows, session=rows.elsewhere) == rule
    assert broken(invite, rows, session=rows.elsewhere) == rule


def test_whoever_has_a_place_holds_a_seat_of_that_mode(rows):
    rule = "confirmed_means_seated"

    assert broken(of_seat(mode="online"), rows) == rule
    assert broken(of_seat(holder=None), rows) == rule
    assert broken(of_seat(holder=rows.waiting), rows) == rule
    assert broken(waiting(status="confirmed", seated_at=NOW), rows) == rule
    assert broken(of_seat(seminar=rows.elsewhere.seminar), rows) == rule


def test_one_person_holds_one_seat(rows):
    def take_another(rows):
        Seat.objects.create(seminar=rows.session.seminar, holder=rows.seated)

    assert broken(take_another, rows) == "registrations_seat_holder_id_key"
