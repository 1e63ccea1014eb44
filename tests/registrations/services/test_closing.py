"""Registration closes at another hour when a seminar goes to another day."""

from functools import partial

import pytest

from registrations.models import InvitationToRegister
from registrations.services import changes, inviting
from registrations.services.inviting import Guest
from seminars.models import RegistrationMode, Seminar, SeminarState
from tests.factories import (
    COMMAND,
    DAY,
    HOUR,
    LINK,
    NOW,
    filing,
    make_seminar,
    ten_days_ahead,
)
from tests.refusals import refusal
from tests.registrations.telling import reread, sessions_of

pytestmark = pytest.mark.django_db
acts = {"by": COMMAND, "at": NOW}
FIRST = ten_days_ahead()
CLOSED = NOW - HOUR
LATER = FIRST + 30 * DAY
NEW = (LATER, LATER + 3 * HOUR)


@pytest.fixture
def seminar():
    return make_seminar(places=1, starts_at=FIRST, closes_at=CLOSED)


def postpone(seminar, **given):
    (session,) = sessions_of(seminar)
    changes.postpone(seminar, {session.pk: NEW}, **acts, **given)


def move_hour(seminar, **given):
    changes.move_hour(*sessions_of(seminar), *NEW, **acts, **given)


def put_off(seminar, **given):
    changes.postpone(seminar, None, **acts, **given)


def undo(seminar):
    changes.undo(seminar.changes.latest("version"), **acts)


@pytest.mark.parametrize("verb", [postpone, move_hour])
def test_registration_opens_again_until_the_hour_given(seminar, verb):
    verb(seminar, closes_at=LATER - DAY)

    after = reread(seminar)
    assert (after.starts_at, after.closes_at) == (LATER, LATER - DAY)
    assert after.takes_registrations(at=NOW) is True


@pytest.mark.parametrize("verb", [postpone, move_hour, put_off])
def test_without_an_hour_registration_closes_when_it_did(seminar, verb):
    verb(seminar)

    assert reread(seminar).closes_at == CLOSED


@pytest.mark.parametrize("verb", [postpone, move_hour, put_off])
def test_the_hour_comes_back_with_the_change(seminar, verb):
    verb(seminar, closes_at=LATER - DAY)
    undo(seminar)

    after = reread(seminar)
    assert (after.starts_at, after.closes_at) == (FIRST, CLOSED)
    assert after.state == SeminarState.ANNOUNCED


def test_what_was_set_meanwhile_is_not_overwritten(seminar):
    postpone(seminar, closes_at=LATER - DAY)
    Seminar.objects.filter(pk=seminar.pk).update(closes_at=LATER - 2 * DAY)

    assert refusal(partial(undo, seminar)) == "changed_since"
    assert reread(seminar).closes_at == LATER - 2 * DAY


@pytest.mark.parametrize("verb", [postpone, move_hour])
def test_registration_closes_before_all_is_over(seminar, verb):
    late = partial(verb, seminar, closes_at=NEW[1] + HOUR)

    assert refusal(late) == "closes_too_late"

    after = reread(seminar)
    assert (after.starts_at, after.closes_at) == (FIRST, CLOSED)
    verb(seminar, closes_at=NEW[1])


def test_registration_closes_after_it_opens():
    seminar = make_seminar(places=1, starts_at=FIRST, opens_at=NOW + 5 * DAY)

    early = partial(postpone, seminar, closes_at=NOW + 4 * DAY)

    assert refusal(early) == "ends_before_start"


# Invitations that end when registration closes


@pytest.fixture
def invited():
    return make_seminar(
        places=2, starts_at=FIRST, registration_mode=RegistrationMode.INVITATION
    )


def invite(seminar, name="Ana Ortiz", until=None):
    guest, until = Guest(name, "ana@example.org"), until or seminar.closing_hour()
    return inviting.invite(seminar, guest, until=until, **acts)


def ends():
    found = InvitationToRegister.objects.order_by("pk")
    return list(found.values_list("expires_at", flat=True))


@pytest.mark.parametrize("verb", [postpone, move_hour])
def test_invitations_until_registration_closes_go_with_it(invited, verb):
    invite(invited)
    invite(invited, "By a day", FIRST - DAY)

    verb(invited)
    assert ends() == [NEW[1], FIRST - DAY]

    undo(invited)
    assert ends() == [invited.ends_at, FIRST - DAY]


@pytest.mark.parametrize("verb", [postpone, move_hour])
def test_invitations_go_with_the_hour_given(invited, verb):
    invite(invited)

    verb(invited, closes_at=LATER - DAY)

    assert ends() == [LATER - DAY]


def test_invitations_wait_for_the_new_date(invited):
    invite(invited)

    put_off(invited)
    assert ends() == [invited.ends_at]
    postpone(invited)
    assert ends() == [NEW[1]]

    undo(invited)
    assert ends() == [invited.ends_at]
    postpone(invited, closes_at=LATER)
    assert ends() == [LATER]


def test_invitations_that_are_used_or_withdrawn_keep_their_hour(invited):
    used, withdrawn = invite(invited, "Used"), invite(invited, "Withdrawn")
    inviting.accept(used, filing(), came_instead=False, by=LINK, at=NOW)
    inviting.withdraw(withdrawn, **acts)

    postpone(invited)

    assert ends() == [invited.ends_at, invited.ends_at]
