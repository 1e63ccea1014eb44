"""What is in the tables before anything is measured."""

from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from partners.models import Organisation
from registrations.models import Line
from seminars.models import Seminar, Series
from tests import factories

MISSION = "Permanent Mission of Senegal"


def make_programme() -> tuple[Series, list[Seminar]]:
    """Make a series of twenty seminars that everybody can register for."""
    series = factories.make_series()
    return series, [make_seminar(1_000, series=series) for _ in range(20)]


def make_seminar(places: int, **fields) -> Seminar:
    mission()
    return factories.make_seminar(places, **fields)


def make_laden(places: int) -> Seminar:
    """Make one with all that can be switched on: offers, kept places, questions."""
    seminar = make_seminar(places)
    Line.objects.filter(seminar=seminar).update(offer_hours=24)
    until = timezone.now() + timedelta(days=1)
    for tier in (1, 2):
        factories.make_seats(seminar, places // 10, tier=tier, held_until=until)
    for kind in ("text", "choice"):
        factories.make_question(seminar, kind, is_required=True)
    return seminar


def mission() -> Organisation:
    """Find the mission that everybody comes from, or make it."""
    found = Organisation.objects.filter(name_en=MISSION).first()
    return found or factories.make_mission()


def make_crowd(people: int, *, kept: int = 0) -> Seminar:
    """Make a seminar with so many places, all taken, and as many people who wait.

    With places kept for the first tier, only the tiers behind it wait.
    """
    seminar = make_seminar(people)
    example = factories.register(seminar, mission())
    values = {
        "example": example.pk,
        "seminar": seminar.pk,
        "people": people,
        "first_tier": 2 if kept else 1,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(COPY_SOMEBODY, values)
        cursor.execute(SEAT_THEM, values)
    Line.objects.filter(seminar=seminar).update(last_number=2 * people)
    until = timezone.now() + timedelta(days=1)
    factories.make_seats(seminar, kept, tier=1, held_until=until)
    return seminar


def settle() -> None:
    """Do what PostgreSQL would have done by itself, had the rows come one by one."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


COPY_SOMEBODY = """
INSERT INTO registrations_registration
SELECT copied.*
  FROM registrations_registration AS example,
       generate_series(2, 2 * %(people)s) AS number,
       jsonb_populate_record(example, jsonb_build_object(
           'id', nextval(pg_get_serial_sequence('registrations_registration', 'id')),
           'line_number', number,
           'name', 'Copy ' || number,
           'same_again', number::text
       )) AS person,
       jsonb_populate_record(person, CASE WHEN number <= %(people)s THEN '{}' ELSE
           jsonb_build_object(
               'status', 'waiting',
               'seated_at', NULL,
               'tier', %(first_tier)s + number %% 5
           ) END) AS copied
 WHERE example.id = %(example)s
"""

SEAT_THEM = """
UPDATE registrations_seat AS seat SET holder_id = person.id
  FROM (SELECT id, 1 + row_number() OVER (ORDER BY id) AS number
          FROM registrations_seat
         WHERE seminar_id = %(seminar)s AND holder_id IS NULL) AS free
  JOIN registrations_registration AS person
    ON person.seminar_id = %(seminar)s AND person.line_number = free.number
 WHERE seat.id = free.id
"""
