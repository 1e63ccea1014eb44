"""Promises 1 and 2: never one too many; a fair queue that passes nobody over."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import transaction

from mailing.models import Message
from partners.models import Sector
from registrations.models import CancelledBecause, Line, Registration
from registrations.models import RegistrationStatus as Status
from registrations.services import seats
from seminars.models import Mode, RegistrationMode, Seminar
from tests.factories import (
    COMMAND,
    HOUR,
    LINK,
    NOW,
    make_mission,
    make_organisation,
    make_planned,
    make_seats,
    make_seminar,
    make_waiting,
    register,
    typed,
)
from tests.factories import submit as submit_people
from tests.races import let_somebody_wait, race
from tests.refusals import refusal
from tests.scale import sized
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
really = pytest.mark.django_db(transaction=True)  # commits, so that threads meet
APPROVAL = {"registration_mode": RegistrationMode.APPROVAL}
cancel = partial(
    seats.cancel, because=CancelledBecause.PERSON, by=LINK, at=NOW, why="ill"
)


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def un():
    return make_organisation(Sector.UN)


def line(seminar, status):
    rows = seminar.registrations.filter(status=status).order_by("tier", "line_number")
    return list(rows.values_list("line_number", flat=True))


def problems(outcomes):
    return [outcome for outcome in outcomes if isinstance(outcome, Exception)]


def told():
    rows = Message.objects.exclude(purpose="receipt").order_by("pk")
    return list(rows.values_list("address", "purpose"))


@really
def test_thirty_at_once_for_ten_seats_leave_the_first_ten_confirmed(mission):
    seminar = make_seminar(places=10)

    outcomes = race(*[partial(register, seminar, mission) for _ in range(30)])

    assert problems(outcomes) == []
    assert line(seminar, Status.CONFIRMED) == list(range(1, 11))
    assert line(seminar, Status.WAITING) == list(range(11, 31))
    assert seminar.seats.free().count() == 0
    purposes = sorted(purpose for _address, purpose in told())
    assert purposes == ["seat_confirmed"] * 10 + ["waiting"] * 20


@really
def test_without_the_lock_the_database_still_holds_no_eleventh(mission):
    """Confirm by hand, as code without a lock would: it can't be written down."""
    seminar = make_seminar(places=10)
    for _ in range(10):
        register(seminar, mission)
    waiting = make_waiting(seminar, 20)

    def confirm(registration):
        with transaction.atomic():
            Registration.objects.filter(pk=registration.pk).update(
                status=Status.CONFIRMED, seated_at=NOW
            )

    outcomes = race(*[partial(confirm, registration) for registration in waiting])

    rules = {outcome.__cause__.diag.constraint_name for outcome in outcomes}
    assert rules == {"confirmed_means_seated"}
    assert line(seminar, Status.CONFIRMED) == list(range(1, 11))


@really
def test_a_stale_form_of_the_seminar_changes_nobodys_number(mission):
    seminar = make_seminar(places=2)
    form = Seminar.objects.get(pk=seminar.pk)
    register(seminar, mission)

    newcomers = [partial(register, seminar, mission) for _ in range(6)]
    outcomes = race(form.save, *newcomers)
    form.save()
    register(seminar, mission)

    assert problems(outcomes) == []
    assert line(seminar, Status.CONFIRMED) == [1, 2]
    assert line(seminar, Status.WAITING) == list(range(3, 9))


@really
def test_released_seats_go_to_the_head_of_the_highest_tier_not_to_a_newcomer(un):
    private = make_organisation(Sector.PRIVATE)
    for _ in range(sized(12, 50)):
        seminar = make_seminar()
        make_seats(seminar, 2, tier=1, held_until=NOW)
        make_waiting(seminar, 2, Sector.ACADEMIA)
        make_waiting(seminar, 3, Sector.UN)

        newcomers = [partial(register, seminar, body) for body in 3 * [un, private]]
        outcomes = race(*newcomers)

        assert problems(outcomes) == []
        assert line(seminar, Status.CONFIRMED) == [3, 4]


@really
def test_whoever_waited_for_the_line_obeys_what_was_decided_meanwhile(mission):
    seminar = make_seminar(places=1)

    with ThreadPoolExecutor() as pool, transaction.atomic():
        Line.objects.lock(seminar.pk)
        late = pool.submit(race, partial(register, seminar, mission))
        let_somebody_wait()
        Seminar.objects.update(closes_at=NOW)

    [outcome] = late.result()
    assert outcome.code == "closed"


@really
def test_cancelling_while_others_ask_passes_nobody_over(mission):
    seminar = make_seminar(places=3)
    held = [register(seminar, mission) for _ in range(3)]
    make_waiting(seminar, 4)

    cancels = [partial(cancel, registration) for registration in held]
    newcomers = [partial(register, seminar, mission) for _ in range(6)]
    outcomes = race(*cancels, *newcomers)

    assert problems(outcomes) == []
    assert line(seminar, Status.CONFIRMED) == [4, 5, 6]
    assert line(seminar, Status.WAITING) == list(range(7, 14))


def test_a_kept_seat_is_for_its_tier_until_the_hour(mission, un):
    seminar = make_seminar()
    make_seats(seminar, 1, tier=2, held_until=NOW + HOUR)

    assert register(seminar, mission).status == Status.WAITING
    assert register(seminar, un).status == Status.CONFIRMED


def test_somebody_takes_the_seat_kept_for_them_and_leaves_the_open_one(un):
    seminar = make_seminar(places=1)
    make_seats(seminar, 1, tier=2, held_until=NOW + HOUR)

    assert register(seminar, un).seat.tier == 2
    other = register(seminar, make_organisation(Sector.OTHER))
    assert other.status == Status.CONFIRMED


def test_added_places_seat_several_tiers_in_order():
    seminar = make_seminar()
    make_waiting(seminar, 3, Sector.OTHER)
    make_waiting(seminar, 3, Sector.MISSION)
    make_seats(seminar, 4)

    seats.release(seminar, by=LINK, at=NOW)

    assert line(seminar, Status.CONFIRMED) == [4, 5, 6, 1]


def test_release_due_opens_only_seminars_whose_hour_has_passed():
    due, later = make_seminar(), make_seminar()
    for seminar, hour in ((due, NOW), (later, NOW + HOUR)):
        make_seats(seminar, 1, tier=1, held_until=hour)
        make_waiting(seminar, 1, Sector.OTHER)

    assert seats.release_due(by=COMMAND, at=NOW) == 1
    assert line(due, Status.CONFIRMED) == [1]
    assert line(later, Status.WAITING) == [1]


def test_nothing_is_released_once_a_seminar_is_over():
    seminar = make_seminar()
    make_seats(seminar, 1)
    make_waiting(seminar, 1)
    Seminar.objects.update(state="held")

    seats.release(seminar, by=COMMAND, at=NOW)

    assert line(seminar, Status.WAITING) == [1]


def test_online_places_do_not_serve_the_room(mission):
    seminar = make_seminar(online_places=1)

    assert register(seminar, mission).status == Status.WAITING
    assert register(seminar, mission, mode=Mode.ONLINE).status == Status.CONFIRMED


def test_withdrawn_seat_is_not_given(mission):
    seminar = make_seminar()
    make_seats(seminar, 1, withdrawn_at=NOW)

    assert register(seminar, mission).status == Status.WAITING


def test_freed_seat_goes_to_the_next_and_each_is_told(mission):
    seminar = make_seminar(places=1)
    first, second = register(seminar, mission), register(seminar, mission)

    cancel(first)

    assert line(seminar, Status.CONFIRMED) == [second.line_number]
    assert told() == [
        (first.address, "seat_confirmed"),
        (second.address, "waiting"),
        (first.address, "cancelled"),
        (second.address, "promoted"),
    ]
    done = AuditEntry.objects.order_by("pk").values_list("verb", "kind", "why")
    assert list(done) == [
        ("announce", "command", ""),
        ("submit", "visitor", ""),
        ("submit", "visitor", ""),
        ("confirm", "visitor", ""),
        ("submit", "visitor", ""),
        ("submit", "visitor", ""),
        ("cancel", "link", "ill"),
        ("confirm", "link", ""),
    ]


def test_cancelling_twice_is_refused(mission):
    registration = register(make_seminar(places=1), mission)
    cancel(registration)

    assert refusal(cancel, registration) == "over"


def test_what_happened_in_a_held_seminar_is_not_cancelled(mission):
    registration = register(make_seminar(places=1), mission)
    Seminar.objects.update(state="held")

    assert refusal(cancel, registration) == "held"


def test_cancelling_while_postponed_frees_the_seat_but_seats_nobody(mission):
    seminar = make_seminar(places=1)
    first, second = register(seminar, mission), register(seminar, mission)
    Seminar.objects.update(state="postponed")

    cancel(first)

    second.refresh_from_db()
    assert second.status == Status.WAITING
    assert seminar.seats.free().count() == 1


@pytest.mark.parametrize(
    "make",
    [
        make_planned,
        partial(make_seminar, closes_at=NOW),
        partial(make_seminar, opens_at=NOW + HOUR),
    ],
)
def test_seminar_not_yet_or_no_longer_open_refuses(make, mission):
    assert refusal(register, make(), mission) == "closed"


def test_approval_keeps_the_number_drawn_at_filing(mission):
    seminar = make_seminar(**APPROVAL)
    filed = [register(seminar, mission) for _ in range(3)]
    assert [r.status for r in filed] == [Status.PENDING] * 3
    assert told() == []

    for registration in reversed(filed[:2]):
        seats.approve(registration, by=LINK, at=NOW)
    make_seats(seminar, 1)
    seats.release(seminar, by=LINK, at=NOW)

    assert line(seminar, Status.CONFIRMED) == [1]
    assert line(seminar, Status.WAITING) == [2]
    assert line(seminar, Status.PENDING) == [3]
    assert told() == [
        (filed[1].address, "waiting"),
        (filed[0].address, "waiting"),
        (filed[0].address, "promoted"),
    ]


def test_approval_unseats_nobody_and_says_so_to_whom_it_seats(mission):
    seminar = make_seminar(places=1, **APPROVAL)
    early, late = register(seminar, mission), register(seminar, mission)

    seats.approve(late, by=LINK, at=NOW)
    seats.approve(early, by=LINK, at=NOW)

    assert (late.status, early.status) == (Status.CONFIRMED, Status.WAITING)
    assert told() == [(late.address, "approved"), (early.address, "waiting")]


@really
def test_approving_twice_is_refused_even_at_once(mission):
    seminar = make_seminar(places=5, **APPROVAL)
    registration = register(seminar, mission)
    copies = [Registration.objects.get() for _ in range(3)]

    outcomes = race(*[partial(seats.approve, r, by=LINK, at=NOW) for r in copies])

    assert [o.code for o in outcomes if o] == ["not_pending"] * 2
    assert refusal(seats.approve, registration, by=LINK, at=NOW) == "not_pending"
    assert seminar.seats.free().count() == 4


def test_nobody_is_approved_once_the_seminar_is_called_off(mission):
    registration = register(make_seminar(places=1, **APPROVAL), mission)
    Seminar.objects.update(state="cancelled", cancelled_at=NOW)

    code = refusal(seats.approve, registration, by=LINK, at=NOW)
    assert code == "not_announced"


def test_declining_needs_a_reason_and_tells_it(mission):
    registration = register(make_seminar(places=1, **APPROVAL), mission)
    decline = partial(seats.decline, registration, by=LINK, at=NOW)

    assert refusal(decline, why=" ") == "reason_missing"
    decline(why="The course is for delegates of the Sixth Committee.")

    assert registration.status == Status.DECLINED
    assert told() == [(registration.address, "declined")]
    assert "Sixth Committee" in Message.objects.get(purpose="declined").text
    assert refusal(decline, why="again") == "not_pending"


@really
def test_the_same_person_twice_is_refused_even_at_once(mission):
    seminar = make_seminar(places=5)
    twin = typed(mission)

    outcomes = race(*[partial(submit_people, seminar, twin) for _ in range(4)])

    assert [o.code for o in problems(outcomes)] == ["already_registered"] * 3
    assert line(seminar, Status.CONFIRMED) == [1]


def test_whoever_cancelled_may_file_again(mission):
    seminar = make_seminar()
    twin = typed(mission)
    cancel(submit_people(seminar, twin).registrations.get())

    submit_people(seminar, twin)

    assert line(seminar, Status.WAITING) == [2]


@really
@pytest.mark.parametrize("size", [3, 300])
def test_one_registration_asks_the_same_questions_for_any_size(
    size, mission, django_assert_num_queries
):
    seminar = make_seminar()
    make_seats(seminar, size, tier=1, held_until=NOW + HOUR)
    make_waiting(seminar, size, Sector.OTHER)
    other = make_organisation(Sector.OTHER)

    with django_assert_num_queries(QUERIES_WAITING):
        submit_people(seminar, typed(other))
    with django_assert_num_queries(QUERIES_SEATED):
        submit_people(seminar, typed(mission))


QUERIES_WAITING, QUERIES_SEATED = 15, 17  # with BEGIN and COMMIT
