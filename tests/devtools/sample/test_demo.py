"""Sample data: what is on record stands there, once, and nothing of it is mailed."""

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Q
from django.test import Client

from devtools.demo import build, ledger, letters, offers, upcoming
from devtools.demo.line import Step
from devtools.roles import ROLES
from mailing.models import Mailing, MailingState, Message, MessageState
from partners.models import (
    ContactUse,
    ForumEdition,
    Gender,
    HostTerm,
    Priority,
    PriorityState,
)
from partners.services import countries
from registrations.models import (
    Attendance,
    DoorDuty,
    Nomination,
    Registration,
    RegistrationStatus,
    Seat,
)
from registrations.services import nominations, readiness
from seminars.models import (
    Document,
    Involvement,
    Seminar,
    SeminarState,
    Series,
    Session,
    SpeakerInvitation,
    covered_by,
)
from tests.devtools.record import ON_RECORD
from tests.devtools.sample import NOW
from tests.factories import VISITOR, filing, make_user, typed
from unitar_seminars.db import key
from unitar_seminars.hours import NEW_YORK, local_day
from users.models import AuditEntry, User

pytestmark = pytest.mark.django_db


def seminars(slug):
    """The series' seminars, first first."""
    return Seminar.objects.filter(series__slug=slug).order_by("starts_at")


def today():
    return Seminar.objects.get(slug__startswith=offers.TODAY.slug)


def two_places():
    return Seminar.objects.get(slug__startswith=offers.TWO_PLACES.slug)


def everything():
    """How many rows there are of what the demo makes."""
    kinds = (Seminar, Session, Registration, Nomination, Seat, Attendance, Message)
    others = (AuditEntry, User, HostTerm, Priority, Document, Involvement, DoorDuty)
    return [model.objects.count() for model in (*kinds, *others)]


def test_every_seminar_of_record_has_its_day_and_says_how_certain_it_is():
    found = [
        (seminar.first_day, seminar.date_certainty, seminar.title_en)
        for slug in ("key-migration-issues", "migration-and-development")
        for seminar in seminars(slug)
    ]
    unsourced = Seminar.objects.filter(date_source="").count()

    assert found == ON_RECORD
    assert unsourced == 0


def test_headquarters_are_named_where_they_are_on_record():
    held = Seminar.objects.filter(series__is_illustrative=False)
    there = held.filter(sessions__room__venue__name_en="United Nations Headquarters")

    assert set(there.values_list("slug", flat=True)) == {
        "migration-and-ageing-2007",
        "climate-change-and-migration-2008",
        "international-migration-law-2008",
        "labour-migration-gender-2008",
    }


def test_the_second_series_continues_the_first_and_the_sample_the_second():
    chain = Series.objects.order_by("starts_on").values_list(
        "slug", "predecessor__slug", "is_illustrative"
    )

    assert list(chain) == [
        ("key-migration-issues", None, False),
        ("migration-and-development", "key-migration-issues", False),
        ("migration-and-development-today", "migration-and-development", True),
    ]


def test_what_is_public_stands_in_both_languages_and_lacks_nothing():
    public = Seminar.objects.public()
    texts = ("title_en", "title_fr", "summary_en", "summary_fr")
    missing = Q()
    for name in texts:
        missing |= Q(**{name: ""})

    assert public.filter(missing).count() == 0
    assert [s.slug for s in public if readiness.missing(s, at=NOW)] == []


def test_agencies_cover_the_series_of_their_years():
    covered = {}
    for name, first in (("IOM", 2005), ("UNFPA", 2005), ("MacArthur Foundation", 2007)):
        agreements = Involvement.objects.filter(
            organisation__short_name_en=name, agreement__isnull=False
        ).values("agreement")
        days = covered_by(agreements).exclude(state="planned").values_list("starts_at")
        years = {day.year for (day,) in days}
        covered[name] = (min(years) == first, len(days))

    assert covered == {
        "IOM": (True, 26),
        "UNFPA": (True, 26),
        "MacArthur Foundation": (True, 19),
    }


def test_iom_was_no_part_of_the_united_nations_in_2007():
    sectors = Registration.objects.filter(organisation__short_name_en="IOM")
    then = sectors.filter(seminar__starts_at__year__lte=2008)

    assert set(then.values_list("sector", flat=True)) == {"igo"}


@pytest.mark.parametrize("day", [date(2007, 3, 22), date(2007, 11, 6)])
def test_groups_of_2007_are_those_of_2007(day):
    codes = ContactUse.objects.filter(kind="official", organisation__isnull=False)
    facts = countries.facts_on(
        list(codes.values_list("organisation__country", flat=True)), day
    )
    ldcs = {code for code, country in facts.items() if country.is_ldc}
    held = Registration.objects.filter(seminar__starts_at__date=day, is_ldc=True)

    assert len(ldcs) == 50
    assert set(held.values_list("country", flat=True)) <= ldcs
    assert held.exists()


def test_every_mission_has_an_official_address_of_the_sample():
    official = ContactUse.objects.filter(organisation__sectors__sector="mission")
    official = official.filter(kind="official")
    there = official.filter(contact_point__address__endswith=".example")

    assert (official.count(), there.count()) == (196, 196)


def test_held_seminars_have_a_queue_walk_ins_and_people_who_came_again():
    held = Seminar.objects.filter(state=SeminarState.HELD)
    sizes = [seminar.registrations.count() for seminar in held]
    past = Registration.objects.filter(seminar__in=held)
    again = past.filter(person__isnull=False).values("person").annotate(n=Count("pk"))
    marks = set(Attendance.objects.values_list("mark", flat=True))

    assert (min(sizes) >= 30, max(sizes) <= 75) == (True, True)
    assert set(past.values_list("status", flat=True)) == {
        "confirmed",
        "waiting",
        "cancelled",
        "declined",
    }
    assert set(past.values_list("gender", flat=True)) == set(Gender.values)
    assert again.filter(n__gt=2).count() > 10
    assert past.filter(is_walk_in=True, attendances__mark="present").exists()
    assert marks == {"present", "partial", "excused", "absent"}


def test_nobody_in_the_past_was_passed_over():
    for seminar in Seminar.objects.filter(state=SeminarState.HELD):
        free = seminar.seats.free().count()
        waiting = seminar.registrations.waiting().count()
        numbers = seminar.registrations.order_by("line_number")

        assert not (free and waiting)
        assert list(numbers.values_list("line_number", flat=True)) == list(
            range(1, seminar.line.last_number + 1)
        )


def test_all_messages_are_stored_as_sent_on_their_day():
    states = set(Message.objects.values_list("state", flat=True))
    late = Message.objects.filter(accepted_at__gt=NOW)
    first = Message.objects.earliest("accepted_at")

    assert states == {MessageState.SENT}
    assert late.count() == 0
    assert first.accepted_at.year == 2005
    assert set(Mailing.objects.values_list("state", flat=True)) == {MailingState.DONE}


def test_each_letter_of_the_past_reads_as_if_it_were_rendered_alone():
    seminar = Seminar.objects.get(slug="contributions-of-diasporas-2006")
    purposes = ("seat_confirmed", "promoted", "cancelled")
    for registration in seminar.registrations.order_by("line_number"):
        registration.seminar = seminar
        told = Message.objects.filter(
            person_key=key(registration), purpose__in=purposes
        )
        for message in told:
            step = Step("", NOW, message.purpose)
            alone = letters.text_of(step, registration, registration=registration)
            assert alone == (message.subject, message.text, message.html)


def test_hosts_of_the_forum_with_the_one_that_withdrew():
    editions = ForumEdition.objects.order_by("number")
    shared = HostTerm.objects.annotate(n=Count("countries")).filter(n=2)
    spain = HostTerm.objects.get(countries="ESP")

    assert list(editions.values_list("number", flat=True)) == list(range(1, 16))
    unsure = editions.filter(days_known=False).values_list("number", flat=True)
    assert list(unsure) == [3, 4, 6, 11]
    assert editions.get(number=13).mode == "online"
    assert shared.get(editions__number=10) == shared.get(editions__number=11)
    assert (spain.state, spain.replaced_by.editions.get().number) == ("withdrawn", 5)


def test_updates_of_the_hosts_were_given_at_sessions():
    given = Session.objects.filter(updates__isnull=False, seminar__state="held")
    by_host = given.values_list(
        "seminar__slug", "updates__host_term__countries", "updates__chair_term"
    )
    hosts = [(slug, host or "group") for slug, host, chair in by_host]

    assert sorted(hosts) == [
        ("building-partnerships-2007", "BEL"),
        ("countering-human-trafficking-2008", "PHL"),
        ("labour-migration-gender-2008", "PHL"),
        ("participation-in-society-2007", "BEL"),
        ("participation-in-society-2007", "group"),
    ]


def test_the_plan_for_2008_led_to_three_seminars_and_left_one_topic_out():
    plan = Priority.objects.filter(year=2008)
    led_to = plan.filter(state=PriorityState.RETAINED).values_list("seminars__slug")
    left_out = plan.get(state=PriorityState.NOT_RETAINED)
    unplanned = Seminar.objects.filter(starts_at__year=2008, priority=None)

    assert sorted(slug for (slug,) in led_to) == [
        "climate-change-and-migration-2008",
        "international-migration-law-2008",
        "labour-migration-gender-2008",
    ]
    assert "urbanization" in left_out.title_en
    assert left_out.reason_en.startswith("Illustrative")
    assert unplanned.count() == 3


def test_a_seminar_of_today_has_forty_people_a_helper_and_two_sessions():
    seminar = today()
    sessions = seminar.sessions.order_by("starts_at")
    duty = seminar.door_duties.get()

    assert [local_day(session.starts_at) for session in sessions] == [
        local_day(NOW)
    ] * 2
    assert seminar.registrations.seated().count() == 40
    assert Attendance.objects.filter(session=sessions[0]).count() == 40
    assert Attendance.objects.filter(session=sessions[1]).count() == 0
    assert duty.starts_at <= NOW < duty.ends_at


@pytest.mark.parametrize("hour", [0, 3, 9, 15, 16, 20, 23])
def test_whatever_the_hour_its_sessions_lie_within_the_day(hour):
    at = datetime(2026, 12, 1, hour, 40, tzinfo=NEW_YORK)
    first, second = offers.hours_of_today(at)

    assert first[0] < first[1] <= second[0] < second[1]
    assert {local_day(moment) for moment in (*first, *second)} == {local_day(at)}
    assert hour >= 22 or at < second[1]


def test_a_seminar_to_come_has_exactly_two_free_places():
    seminar = two_places()

    assert seminar.seats.places().count() == 60
    assert seminar.seats.free().count() == 2
    assert seminar.registrations.waiting().count() == 0
    assert seminar.takes_registrations(at=NOW)


def test_a_second_run_makes_nothing_and_leaves_what_a_newcomer_entered():
    seminar = two_places()
    people = [typed(seminar.registrations.first().organisation) for _ in range(3)]
    sheet = filing(*people)
    nominations.submit(seminar, sheet, by=VISITOR, at=NOW)
    Seminar.objects.filter(pk=seminar.pk).update(title_en="Renamed")
    before = everything()
    pending = Message.objects.filter(state=MessageState.PENDING).count()

    made = build.build(at=NOW + timedelta(hours=2))

    assert made == []
    assert everything() == before
    assert two_places().title_en == "Renamed"
    assert Message.objects.filter(state=MessageState.PENDING).count() == pending == 4


def test_the_next_day_there_is_another_seminar_of_today():
    made = build.build(at=NOW + timedelta(days=1))

    assert made == ["seminar of 2026-11-25"]
    assert not Message.objects.filter(state=MessageState.PENDING).exists()


def test_when_the_one_with_two_places_is_over_another_is_made():
    later = NOW + timedelta(days=30)
    made = build.build(at=later)

    assert made == ["seminar of 2026-12-24", "two places, 2026-12-24"]
    assert upcoming.has_two_places_ahead(later)


def test_a_block_that_somebody_else_made_meanwhile_is_not_made_again():
    assert not ledger.make("states", pytest.fail, at=NOW)


def test_the_command_says_what_it_did_in_one_line_and_may_be_quiet(settings, capsys):
    settings.SAMPLE_SETUP = True
    call_command("demo")
    call_command("demo", verbosity=0)

    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert said.startswith("Sample data: ")


def test_the_sample_keeps_out_of_a_database_where_people_work(settings):
    make_user(email="someone@unitar.example")

    with pytest.raises(CommandError, match="has accounts of its own"):
        call_command("demo")


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.slug)
def test_every_role_may_come_in_and_finds_its_first_page(role):
    account = User.objects.get(email=role.email, is_active=True)
    client = Client()
    client.force_login(account)

    assert account.emailaddress_set.get().verified
    assert account.is_staff == ("organiser" in role.slug)
    assert client.get(role.start, follow=True).status_code == 200


def test_the_assistant_finds_nominations_filed_from_the_own_address():
    role = next(role for role in ROLES if role.slug == "assistant")
    filed = Nomination.objects.visible_to([role.email])

    assert filed.count() == 4
    assert {one.registrations.count() for one in filed} == {3}


def test_organisers_find_people_to_decide_and_a_seminar_to_complete():
    pending = Registration.objects.filter(status=RegistrationStatus.PENDING)
    unfinished = Seminar.objects.get(state=SeminarState.PLANNED)

    assert pending.count() == 13
    assert len(readiness.missing(unfinished, at=NOW)) > 3


def test_one_speaker_is_asked_in_each_state():
    states = SpeakerInvitation.objects.values_list("state", flat=True).distinct()

    assert set(states) == {
        "to_invite",
        "invited",
        "accepted",
        "confirmed",
        "spoke",
        "declined",
    }


def test_papers_open_as_pdf():
    paper = Document.objects.filter(language="fr").earliest("pk")
    data = bytes(paper.content.data)

    assert (data[:8], paper.content.size) == (b"%PDF-1.4", len(data))
    assert Document.objects.count() == 10
