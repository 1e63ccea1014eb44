"""Promise 5 for what stands below a session: its agenda goes where it goes."""

import pytest

from registrations.services import changes
from seminars.models import AgendaItem
from tests.factories import COMMAND, DAY, HOUR, NOW, make_seminar, ten_days_ahead
from tests.registrations.telling import sessions_of

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
FIRST = ten_days_ahead()


def make_agenda(session):
    """Give a session two points, of which the first begins after it."""
    for title, start in (("Welcome", HOUR / 4), ("Debate", HOUR)):
        AgendaItem.objects.create(
            session=session,
            starts_at=session.starts_at + start,
            ends_at=session.starts_at + start + HOUR / 2,
            title_en=title,
        )


def starts(session):
    return list(session.agenda.order_by("pk").values_list("starts_at", flat=True))


def test_the_agenda_keeps_its_distance_to_a_session_that_moves():
    seminar = make_seminar(places=1, sessions=2, starts_at=FIRST)
    one, two = sessions_of(seminar)
    make_agenda(one)
    make_agenda(two)
    later = FIRST + 4 * HOUR

    changes.move_hour(one, later, later + 3 * HOUR, **acts)

    assert starts(one) == [later + HOUR / 4, later + HOUR]
    assert starts(two) == [FIRST + DAY + HOUR / 4, FIRST + DAY + HOUR]


def test_another_end_leaves_the_agenda_alone():
    [session] = sessions_of(make_seminar(places=1, starts_at=FIRST))
    make_agenda(session)

    changes.move_hour(session, FIRST, FIRST + 2 * HOUR, **acts)

    assert starts(session) == [FIRST + HOUR / 4, FIRST + HOUR]


def test_an_agenda_without_a_date_is_shown_without_hours(client):
    seminar = make_seminar(places=1, starts_at=FIRST)
    make_agenda(*sessions_of(seminar))
    before = client.get(seminar.get_absolute_url()).content.decode()

    changes.postpone(seminar, None, **acts)

    after = client.get(seminar.get_absolute_url()).content.decode()
    assert [before.count("10:15"), after.count("10:15")] == [2, 0]
    assert [before.count("Welcome"), after.count("Welcome")] == [1, 1]


def test_with_a_new_date_the_agenda_begins_with_its_session():
    seminar = make_seminar(places=1, starts_at=FIRST)
    [session] = sessions_of(seminar)
    make_agenda(session)
    later = FIRST + 30 * DAY

    changes.postpone(seminar, None, **acts)
    changes.postpone(seminar, {session.pk: (later, later + 3 * HOUR)}, **acts)

    assert starts(session) == [later, later + HOUR * 3 / 4]


def test_a_date_taken_away_and_given_back_leaves_the_agenda_where_it_was():
    seminar = make_seminar(places=1, starts_at=FIRST)
    [session] = sessions_of(seminar)
    make_agenda(session)
    changes.postpone(seminar, None, **acts)

    changes.undo(seminar.changes.get(), **acts)

    assert starts(session) == [FIRST + HOUR / 4, FIRST + HOUR]


def test_a_new_date_that_was_taken_back_too_leaves_no_agenda_on_its_day():
    seminar = make_seminar(places=1, starts_at=FIRST)
    [session] = sessions_of(seminar)
    make_agenda(session)
    later = FIRST + 30 * DAY
    changes.postpone(seminar, None, **acts)
    changes.postpone(seminar, {session.pk: (later, later + 3 * HOUR)}, **acts)

    for version in seminar.changes.order_by("-version"):
        changes.undo(version, **acts)

    assert starts(session) == [FIRST, FIRST + HOUR * 3 / 4]
