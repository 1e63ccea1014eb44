"""A change taken back: nobody hears of it, or whoever did hears that it is over."""

from datetime import timedelta
from functools import partial

import pytest

from mailing.models import Message
from partners.models import Sector
from registrations.services import changes, modes, seats, undoing, versions
from registrations.services.overflows import Overflow, Way
from seminars.models import Mode, ProgrammeChange, SeminarMode, SeminarState
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    NOW,
    make_mission,
    make_organisation,
    make_room,
    make_seminar,
    register,
    ten_days_ahead,
)
from tests.refusals import broken, refusal
from tests.registrations.telling import entries, reread, sessions_of, told
from tests.seminars.scenes import make_document, make_speaker

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
SOON = NOW + timedelta(minutes=1)
FIRST = ten_days_ahead()
URL = "https://meet.example/42"


@pytest.fixture(scope="module")
def prepared(kept_for_the_module):
    seminar = make_seminar(places=2, sessions=2, starts_at=FIRST)
    mission = make_mission()
    for name in ("a", "b", "waits"):
        register(seminar, mission, address=f"{name}@example.org")
    return seminar


@pytest.fixture
def seminar(prepared):
    return reread(prepared)


def undo(seminar, *, at=SOON):
    changes.undo(seminar.changes.order_by("-version").first(), by=COMMAND, at=at)


def facts(seminar):
    """Read all that changes change, as of now."""
    return versions.look(reread(seminar), versions.PEOPLE)


def send(seminar, *purposes):
    """Let these messages have left."""
    rows = Message.objects.filter(purpose__in=purposes)
    rows.update(state="sent", accepted_at=NOW)


def swapped(seminar):
    one, two = sessions_of(seminar)
    return {
        one.pk: (two.starts_at, two.ends_at),
        two.pk: (one.starts_at, one.ends_at),
    }


def urls(seminar):
    return {one.pk: URL for one in sessions_of(seminar)}


CHANGES = {
    "room": lambda one: changes.move_room(sessions_of(one)[0], make_room(), **acts),
    "online overflow": lambda one: changes.move_room(
        sessions_of(one)[0],
        make_room(capacity=1),
        overflow=Overflow(Way.ONLINE, urls(one)),
        **acts,
    ),
    "overflow by tier": lambda one: changes.move_room(
        sessions_of(one)[0],
        make_room(capacity=1),
        overflow=Overflow(Way.BY_TIER),
        **acts,
    ),
    "hour": lambda one: changes.move_hour(
        sessions_of(one)[0], FIRST + 5 * HOUR, FIRST + 7 * HOUR, **acts
    ),
    "date": lambda one: changes.postpone(one, swapped(one), **acts),
    "reconfirmed date": lambda one: changes.postpone(
        one, swapped(one), reconfirm_by=FIRST - DAY, **acts
    ),
    "no date": lambda one: changes.postpone(one, None, **acts),
    "online": lambda one: changes.move_online(one, urls(one), **acts),
    "online as well": lambda one: changes.open_online(one, urls(one), 3, **acts),
    "called off": lambda one: changes.call_off(one, **acts, why="Snow."),
}


@pytest.mark.parametrize("name", CHANGES)
def test_facts_are_as_they_were_and_nobody_hears_of_it(seminar, name):
    before = facts(seminar)
    told_before = Message.objects.count()

    CHANGES[name](seminar)
    undo(seminar)

    after = facts(seminar)
    now = set(Message.objects.order_by("pk")[told_before:].values_list("state"))
    assert {one: after[one] for one in before} == before
    assert now == {("cancelled",)}
    assert [one.kind for one in seminar.changes.order_by("version")][1:] == ["undone"]


@pytest.mark.parametrize("name", CHANGES)
def test_whoever_has_heard_of_it_hears_that_it_is_over(seminar, name):
    CHANGES[name](seminar)
    heard = Message.objects.filter(about=seminar.changes.get().about)
    heard.filter(address="a@example.org").update(state="sent", accepted_at=NOW)

    undo(seminar)

    first, second = sessions_of(seminar)
    only_first = name in ("room", "hour")
    expected = [("REQUEST", first.pk, 2), ("REQUEST", second.pk, 2)]
    if name == "online as well":
        expected = []
    [(address, sent)] = told("changed_undone")
    assert address == "a@example.org"
    assert [one[:2] for one in sent] == [
        one[:2] for one in (expected[:1] if only_first else expected)
    ]
    assert all(sequence >= 1 for *_entry, sequence in sent)
    message = Message.objects.get(purpose="changed_undone")
    assert message.next_attempt_at == SOON
    assert ("Calendar entries follow." in message.text) is bool(sent)


def test_who_heard_of_a_first_date_forgets_it():
    seminar = make_seminar(places=1, starts_at=FIRST)
    register(seminar, address="a@example.org")
    (session,) = sessions_of(seminar)
    changes.postpone(seminar, None, **acts)
    changes.postpone(
        reread(seminar), {session.pk: (FIRST + DAY, FIRST + DAY + HOUR)}, **acts
    )
    send(seminar, "changed_date")

    undo(seminar)

    assert reread(seminar).state == SeminarState.POSTPONED
    assert reread(seminar).starts_at is None
    assert told("changed_undone") == [("a@example.org", [("CANCEL", session.pk, 3)])]


def test_a_speaker_and_papers_come_back(seminar):
    session = sessions_of(seminar)[0]
    speaker = make_speaker(session, name="Ingrid Solheim")
    other = make_speaker(session, name="Ana Duarte").person
    sheet = make_document(seminar, kind="background", title="A map")
    slides = make_document(seminar, kind="presentation", title="Slides")
    slides.seminar, slides.session = None, session
    slides.save()

    changes.replace_speaker(speaker, None, **acts)
    undo(seminar)

    for row in (speaker, sheet, slides):
        row.refresh_from_db()
    assert (speaker.state, speaker.leaves_a_gap) == ("accepted", False)
    assert (slides.withdrawn_at, sheet.withdrawn_at) == (None, None)

    another = make_speaker(sessions_of(seminar)[1], name="Kofi Asante").person
    changes.replace_speaker(speaker, another, **acts)
    undo(seminar)

    speaker.refresh_from_db()
    asked = session.speakers.get(person=another)
    assert (speaker.state, speaker.replaced_by) == ("accepted", None)
    assert (asked.state, other.pk == asked.person_id) == ("cancelled", False)


def test_nothing_is_undone_twice_late_or_out_of_order(seminar):
    (session, _other) = sessions_of(seminar)
    changes.move_room(session, make_room(), **acts)
    first = seminar.changes.get()
    changes.move_room(session, make_room(), by=COMMAND, at=SOON)
    take_back = partial(changes.undo, first, by=COMMAND)

    assert refusal(take_back, at=SOON) == "changed_since"

    undo(seminar)

    assert undoing.latest(seminar, at=NOW + timedelta(minutes=3)) is None
    assert refusal(take_back, at=NOW + timedelta(minutes=3)) == "too_late"
    assert undoing.latest(seminar, at=SOON) == first

    take_back(at=SOON)

    assert undoing.latest(seminar, at=SOON) is None
    assert refusal(take_back, at=SOON) == "undone"


def test_places_that_went_on_stay_where_they_are():
    seminar = make_seminar(places=1, online_places=1, starts_at=FIRST)
    mission = make_mission()
    register(seminar, mission)
    register(seminar, mission, address="waits@example.org")
    changes.move_online(seminar, urls(seminar), **acts)

    assert refusal(undo, seminar) == "changed_since"
    assert reread(seminar).mode == SeminarMode.ONLINE


def test_what_was_touched_since_is_not_written_over():
    seminar = make_seminar(places=1, sessions=2, starts_at=FIRST)
    first, second = sessions_of(seminar)
    changes.move_room(first, make_room(), **acts)
    first.room = make_room()
    first.save()

    assert refusal(undo, seminar) == "changed_since"

    first.delete()

    assert refusal(undo, seminar) == "changed_since"
    assert sessions_of(seminar) == [second]

    assert refusal(undo, seminar) == "changed_since"


def test_a_room_that_was_taken_meanwhile_is_refused(seminar):
    session = sessions_of(seminar)[0]
    room = session.room
    changes.move_room(session, make_room(), **acts)
    make_seminar(places=1, room=room, starts_at=FIRST)

    assert refusal(undo, seminar) == "room_taken"


def test_shortly_before_it_starts_nothing_waits():
    seminar = make_seminar(places=1, starts_at=NOW + 2 * HOUR)
    register(seminar, address="a@example.org")

    changes.move_room(sessions_of(seminar)[0], make_room(), **acts)

    version = seminar.changes.get()
    message = Message.objects.get(purpose="changed_room")
    assert (version.undo_until, message.next_attempt_at) == (None, NOW)


def test_messages_wait_as_long_as_a_change_can_be_undone(seminar, settings):
    (session, _other) = sessions_of(seminar)
    changes.move_room(session, make_room(), **acts)
    settings.CHANGE_GRACE_SECONDS = 0
    changes.move_room(session, make_room(), by=COMMAND, at=SOON)

    found = Message.objects.filter(purpose="changed_room").order_by("pk")
    hours = set(found.values_list("next_attempt_at", flat=True))
    assert hours == {SOON}  # what waited left before the next was told


def test_who_cancels_meanwhile_hears_of_that_alone(seminar):
    person = seminar.registrations.get(address="a@example.org")
    changes.move_room(sessions_of(seminar)[0], make_room(), **acts)

    seats.cancel(person, because="person", by=COMMAND, at=SOON)

    message = Message.objects.get(purpose="changed_room", address=person.address)
    ((_address, taken_back),) = told("cancelled")
    assert message.state == "cancelled"
    assert [one[0] for one in taken_back] == ["CANCEL", "CANCEL"]


def test_who_was_told_that_it_is_called_off_is_taken_out_once(seminar):
    person = seminar.registrations.get(address="a@example.org")
    changes.call_off(seminar, **acts, why="Snow.")

    seats.cancel(person, because="person", by=COMMAND, at=SOON)

    assert told("cancelled") == [("a@example.org", [])]
    taken = [entries(one) for one in Message.objects.filter(address=person.address)]
    assert sum(one[0] == "CANCEL" for row in taken for one in row) == 2  # sessions


def test_a_changed_way_lets_the_change_leave_first():
    seminar = make_seminar(places=1, online_places=1, starts_at=FIRST)
    ngo = make_organisation(Sector.NGO)
    person = register(seminar, ngo, address="a@example.org")
    changes.move_room(sessions_of(seminar)[0], make_room(), **acts)

    changes.change_places(seminar, Mode.ONLINE, 2, **acts)
    modes.change_mode(person, Mode.ONLINE, by=COMMAND, at=SOON)

    moved = Message.objects.get(purpose="changed_room")
    assert moved.next_attempt_at == SOON


def test_versions_are_numbered_and_keep_old_and_new(seminar):
    session = sessions_of(seminar)[0]
    old, new = session.room, make_room()

    changes.move_room(session, new, **acts)
    changes.call_off(reread(seminar), by=COMMAND, at=SOON, why="Snow.")

    first, second = seminar.changes.order_by("version")
    assert [(one.version, one.kind) for one in (first, second)] == [
        (2, "room"),
        (3, "called_off"),
    ]
    assert first.before_en == f"{old.name_en}, Headquarters"
    assert first.after_fr == f"{new.name_fr}, Siège"


def test_a_version_is_numbered_once_and_undone_in_time(seminar):
    changes.move_room(sessions_of(seminar)[0], make_room(), **acts)
    version = seminar.changes.get()
    again = {"seminar": seminar, "version": 2, "kind": "room", "changed_at": NOW}
    rows = ProgrammeChange.objects.filter(pk=version.pk)

    assert broken(ProgrammeChange.objects.create, **again) == (
        "version_of_a_programme_once"
    )
    assert broken(rows.update, undone_at=version.undo_until + HOUR) == (
        "undone_while_it_could_be"
    )
    assert broken(rows.update, kind="whim") == "seminars_programmechange_kind_known"
