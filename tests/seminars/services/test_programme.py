"""Next year's seminar from this year's."""

from datetime import date, timedelta

import pytest

from registrations.services import changes
from seminars.models import (
    Involvement,
    InvolvementRole,
    Seminar,
    SeminarMode,
    SeminarState,
    SpeakerState,
)
from seminars.services import programme, rooms
from tests.factories import (
    COMMAND,
    DAY,
    NOW,
    make_planned,
    make_room,
    make_seminar,
    make_series,
    make_session,
    ten_days_ahead,
)
from tests.refusals import refusal
from tests.seminars.scenes import (
    make_item,
    make_past,
    make_speaker,
    make_whole_seminar,
    new_york,
)
from unitar_seminars.hours import NEW_YORK
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
NOT_COPIED = {
    "id",
    "slug",
    "priority",
    "repeats",
    "state",
    "announced_at",
    "cancelled_at",
    "planned_for",
    "date_certainty",
    "date_source",
    "opens_at",
    "closes_at",
}


ACTS = {"by": COMMAND, "at": NOW}


def duplicate(seminar, day):
    return programme.duplicate(seminar, day, **ACTS)


def local(at):
    return at.astimezone(NEW_YORK).replace(tzinfo=None).isoformat(timespec="minutes")


def test_structure_is_kept_and_people_and_papers_are_not():
    series = make_series()
    seminar = make_whole_seminar(series=series, starts_at=new_york(2031, 5, 9, 10))

    copy = duplicate(seminar, date(2032, 5, 7))

    assert copy.state == SeminarState.PLANNED
    assert copy.announced_at is None
    assert (copy.title_en, copy.title_fr) == (seminar.title_en, seminar.title_fr)
    assert copy.slug == "climate-change-degradation-and-migration-2032"
    assert (copy.series, copy.repeats) == (series, seminar)
    assert copy.places_planned == 40
    assert copy.tiers == seminar.tiers
    assert list(copy.themes.all()) == list(seminar.themes.all())
    assert [one.text_en for one in copy.objectives.all()] == ["Tell"]
    assert [one.organisation for one in copy.involvements.all()] == [
        one.organisation for one in seminar.involvements.all()
    ]
    assert copy.documents.count() == 0
    session = copy.sessions.get()
    assert [str(item) for item in session.agenda.order_by("starts_at")] == [
        "Opening",
        "Three perspectives",
    ]
    assert [one.state for one in session.speakers.all()] == [
        SpeakerState.TO_INVITE,
        SpeakerState.TO_INVITE,
    ]
    assert {one.item.session_id for one in session.speakers.all()} == {session.pk}
    assert seminar.objectives.count() == 1
    assert [one.verb for one in AuditEntry.objects.about(f"seminars.seminar:{copy.pk}")]


def test_who_may_register_is_kept():
    seminar = make_past(new_york(2031, 5, 9, 10), admits=["mission"])

    assert duplicate(seminar, date(2032, 5, 7)).admits == ["mission"]


def test_each_field_is_copied_or_left_out_on_purpose():
    fields = {field.name for field in Seminar._meta.fields if field.editable}

    assert fields - set(programme.COPIED) == NOT_COPIED


def test_hours_stay_on_the_clock_across_its_change():
    seminar = make_past(
        new_york(2031, 3, 7, 10), opens_at=new_york(2031, 2, 1, 9), closes_at=None
    )
    session = make_session(seminar, new_york(2031, 3, 10, 15))
    make_item(session, 1)

    copy = duplicate(seminar, date(2031, 11, 1))

    first, second = copy.sessions.order_by("starts_at")
    assert local(first.starts_at) == "2031-11-01T10:00"
    assert local(first.ends_at) == "2031-11-01T13:00"
    assert local(second.starts_at) == "2031-11-04T15:00"
    assert second.starts_at - first.starts_at == timedelta(days=3, hours=6)
    assert local(second.agenda.get().starts_at) == "2031-11-04T16:00"
    assert local(copy.opens_at) == "2031-09-28T09:00"
    assert copy.closes_at is None


def test_room_is_kept_where_it_is_free():
    seminar = make_past(new_york(2031, 5, 9, 10))
    room = seminar.sessions.get().room

    free = duplicate(seminar, date(2032, 5, 7))
    taken = duplicate(seminar, date(2032, 5, 7))

    assert free.sessions.get().room == room
    assert taken.sessions.get().room is None
    assert taken.slug == f"{free.slug}-2"


def test_what_moved_online_takes_no_room_next_time():
    seminar = make_seminar(places=1, starts_at=ten_days_ahead())
    session = seminar.sessions.get()
    changes.move_online(seminar, {session.pk: "https://m.example/1"}, **ACTS)
    day = (ten_days_ahead() + 365 * DAY).date()

    copy = duplicate(Seminar.objects.get(pk=seminar.pk), day)

    again = copy.sessions.get()
    assert (copy.mode, again.room) == (SeminarMode.ONLINE, None)
    assert rooms.takes(again) is False
    other = make_seminar(places=1, starts_at=again.starts_at, room=session.room)
    assert other.sessions.get().takes_room is True


def test_session_without_a_room_takes_the_one_it_is_given_later():
    seminar = make_past(new_york(2031, 5, 9, 10))
    seminar.sessions.update(room=None)

    again = duplicate(seminar, date(2032, 5, 7)).sessions.get()
    again.room = make_room()

    assert rooms.takes(again) is True


def test_involvement_that_ended_is_left_behind():
    seminar = make_whole_seminar(starts_at=new_york(2031, 5, 9, 10))
    organisation = seminar.involvements.get().organisation
    Involvement.objects.create(
        seminar=seminar,
        organisation=organisation,
        role=InvolvementRole.FUNDER,
        ends_on=date(2032, 1, 1),
    )

    copy = duplicate(seminar, date(2032, 5, 7))

    roles = [one.role for one in copy.involvements.all()]
    assert roles == [InvolvementRole.ORGANISER]


def test_who_declined_is_not_asked_again():
    seminar = make_past(new_york(2031, 5, 9, 10))
    make_speaker(seminar.sessions.get(), state=SpeakerState.DECLINED)

    assert duplicate(seminar, date(2032, 5, 7)).sessions.get().speakers.count() == 0


def test_long_and_foreign_titles_have_an_address():
    long = make_past(new_york(2031, 5, 9, 10), title_en="word " * 40)
    untitled = make_past(new_york(2031, 5, 9, 10), title_en="中文", title_fr="日")

    assert len(duplicate(long, date(2032, 5, 7)).slug) <= 80
    assert duplicate(untitled, date(2032, 5, 7)).slug == "seminar-2032"


def test_without_hours_there_is_nothing_to_shift():
    seminar = make_planned(sessions=0)

    code = refusal(programme.duplicate, seminar, date(2032, 5, 7), by=COMMAND, at=NOW)

    assert code == "no_hours"
    assert Seminar.objects.count() == 1
