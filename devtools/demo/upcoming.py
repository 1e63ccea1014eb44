"""Who registered for the illustrative seminars: by the verbs, a few days before."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from django.db.models import F

from devtools import roles
from devtools.demo import offers
from devtools.demo.accounts import assistants_mission
from devtools.demo.guests import Crowd, Sheet
from devtools.demo.ledger import DEMO, ny
from devtools.demo.returned import return_some
from devtools.demo.running import FORUM_THEMES
from devtools.demo.speakers import let_one_be_replaced
from mailing.models import Message, MessageState
from partners.models import FormOfAddress, Gender, PreparatoryUpdate
from registrations.models import (
    Attendance,
    AttendanceMark,
    AttendanceSource,
    DoorDuty,
    Nomination,
    Registration,
)
from registrations.services import nominations, reminders, seats
from registrations.services.nominations import Filing, TypedPerson
from seminars.models import Mode, Seminar, SeminarState
from unitar_seminars.db import key
from unitar_seminars.hours import local_day
from users.models import User

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
AMBASSADOR = (
    "Wanjiku N. Kamau",
    Gender.WOMAN,
    FormOfAddress.HE_MS,
    "Permanent Representative",
)
ADVISERS = (
    ("Joseph Otieno", Gender.MAN, FormOfAddress.MR, "First Secretary"),
    ("Abeba Njoroge", Gender.UNSAID, FormOfAddress.NONE, "Counsellor"),
)


def make_today(*, at: datetime) -> None:
    """Announce a seminar of this day with forty people to check in, and a helper."""
    day = local_day(at)
    slug = offers.free_slug(offers.TODAY.slug, day)
    hours = offers.hours_of_today(at)
    seminar = offers.offer(offers.TODAY, slug, *hours, at=at - 14 * DAY)
    carry_update(seminar)
    register(seminar, 40, at=at - 12 * DAY, over=11 * DAY)
    remind(seminar)
    return_some(seminar, at=at)
    record_morning(seminar, at)
    helper = User.objects.filter(email=roles.DOOR).first()
    if helper:
        DoorDuty.objects.create(
            seminar=seminar,
            user=helper,
            starts_at=ny(day, 0),
            ends_at=ny(day + DAY, 0),
        )


def remind(seminar: Seminar) -> None:
    """Let people have been reminded in time, so that nobody is when it is too late."""
    hour = seminar.sessions.earliest("starts_at").starts_at - reminders.BEFORE
    reminders.reconcile(seminar.pk, at=hour)
    people = [key(one) for one in seminar.registrations.all()]
    written = Message.objects.filter(
        purpose__in=reminders.PURPOSES, person_key__in=people
    )
    written.update(state=MessageState.SENT, attempt=1, accepted_at=F("next_attempt_at"))


def record_morning(seminar: Seminar, at: datetime) -> None:
    """Where the first session is over already, write down who came to it."""
    first = seminar.sessions.earliest("starts_at")
    if first.ends_at > at:
        return
    seated = seminar.registrations.seated().order_by("line_number")
    Attendance.objects.bulk_create(
        Attendance(
            registration=registration,
            session=first,
            mark=AttendanceMark.ABSENT if n % 6 == 5 else AttendanceMark.PRESENT,
            source=AttendanceSource.DOOR,
            mode=registration.mode,
            recorded_at=first.starts_at + n * MINUTE,
        )
        for n, registration in enumerate(seated)
    )


def has_one_today(at: datetime) -> bool:
    """Tell whether the sample has a seminar on this day, in whatever state."""
    name = f"{offers.TODAY.slug}-{local_day(at).isoformat()}"
    return Seminar.objects.filter(slug__startswith=name).exists()


def make_two_places(*, at: datetime) -> None:
    """Announce a seminar in three weeks; of its sixty places two are left."""
    day = offers.workday(local_day(at) + 21 * DAY)
    slug = offers.free_slug(offers.TWO_PLACES.slug, day)
    hours = offers.morning(day)
    seminar = offers.offer(offers.TWO_PLACES, slug, hours, at=at - 10 * DAY)
    let_one_be_replaced(seminar.sessions.earliest("starts_at"))
    register(seminar, offers.TWO_PLACES.places - 2, at=at - 9 * DAY, over=8 * DAY)
    return_some(seminar, at=at)


def has_two_places_ahead(at: datetime) -> bool:
    """Tell whether that seminar is still to come, however many places it has now."""
    ahead = Seminar.objects.filter(
        slug__startswith=offers.TWO_PLACES.slug,
        state=SeminarState.ANNOUNCED,
        starts_at__gt=at,
    )
    return ahead.exists()


def make_course(*, at: datetime) -> None:
    """Announce a course by approval: some decided, most still to be decided."""
    first = offers.workday(local_day(at) + 43 * DAY)
    first -= max(0, first.weekday() - 2) * DAY  # so that it ends within the week
    slug = offers.free_slug(offers.COURSE.slug, first)
    days = [first + n * DAY for n in range(3)]
    hours = [(ny(day, 10), ny(day, 18)) for day in days]
    seminar = offers.offer(offers.COURSE, slug, *hours, at=at - 8 * DAY)
    register(seminar, 14, at=at - 7 * DAY, over=6 * DAY)
    filed = seminar.registrations.order_by("line_number")
    decide(list(filed), at)


def decide(filed: list[Registration], at: datetime) -> None:
    """Approve the ambassador and two more, decline one, leave ten undecided."""
    for registration in (filed[0], filed[3], filed[4]):
        seats.approve(registration, by=DEMO, at=at - HOUR)
    why = "The course is meant for delegates who follow the topic."
    seats.decline(filed[5], by=DEMO, at=at - HOUR, why=why)


def make_both_ways(*, at: datetime) -> None:
    """Announce a briefing to which people come in the room or online."""
    day = offers.workday(local_day(at) + 33 * DAY)
    slug = offers.free_slug(offers.BOTH_WAYS.slug, day)
    hours = (ny(day, 15), ny(day, 17))
    seminar = offers.offer(offers.BOTH_WAYS, slug, hours, at=at - 6 * DAY)
    carry_update(seminar)
    register(seminar, 16, at=at - 5 * DAY, over=4 * DAY)


def carry_update(seminar: Seminar) -> None:
    """Let the host's word be given at the first session."""
    update = PreparatoryUpdate.objects.filter(title_en=FORUM_THEMES.title_en).first()
    session = seminar.sessions.earliest("starts_at")
    if update:
        session.updates.add(update)


def register(seminar: Seminar, people: int, *, at: datetime, over: timedelta) -> None:
    """File so many people over some days, the assistant's ambassador among them."""
    file_for_ambassador(seminar, Random(f"ambassador {seminar.slug}"), at)
    register_others(seminar, people - 1 - len(ADVISERS), at=at, over=over)


def register_others(
    seminar: Seminar, people: int, *, at: datetime, over: timedelta
) -> None:
    rng = Random(f"upcoming {seminar.slug}")
    for sheet in Crowd(local_day(at)).sheets(rng, at + HOUR, people, []):
        moment = at + HOUR + (sheet.at - at - HOUR) * (over / (26 * DAY))
        file(seminar, rng, sheet, moment)


def file(seminar: Seminar, rng: Random, sheet: Sheet, at: datetime) -> Nomination:
    filing = Filing(
        form_key=UUID(int=rng.getrandbits(128), version=4),
        people=list(typed(seminar, sheet, rng)),
        sender_address=sheet.sender,
        language=sheet.language,
    )
    return nominations.submit(seminar, filing, by=DEMO, at=at)


def typed(seminar: Seminar, sheet: Sheet, rng: Random) -> Iterator[TypedPerson]:
    for one in sheet.people:
        online = seminar.mode == "both" and rng.random() < 0.5
        yield TypedPerson(
            name=one.name,
            organisation=one.organisation,
            address=one.address,
            form_of_address=one.form_of_address,
            rank=one.rank,
            language=one.language,
            gender=one.gender,
            needs=one.needs,
            mode=Mode.ONLINE if online else Mode.ROOM,
        )


def file_for_ambassador(seminar: Seminar, rng: Random, at: datetime) -> None:
    """Let the mission's assistant nominate three from the assistant's own address."""
    mission = assistants_mission()
    people = [
        Registration(
            name=name,
            gender=gender,
            form_of_address=form,
            rank=rank,
            address=roles.ASSISTANT,
            language="en",
            organisation=mission,
        )
        for name, gender, form, rank in (AMBASSADOR, *ADVISERS)
    ]
    file(seminar, rng, Sheet(roles.ASSISTANT, "en", at, people), at)
